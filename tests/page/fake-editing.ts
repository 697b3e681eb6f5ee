import { clustersContract } from '../../src/shared/contract/clusters.ts';
import { comparingContract } from '../../src/shared/contract/comparing.ts';
import { editingContract } from '../../src/shared/contract/editing.ts';
import { reviewQueueContract } from '../../src/shared/contract/review-queue.ts';
import { signingContract } from '../../src/shared/contract/signing.ts';
import { connect } from '../../src/shared/rpc/client.ts';
import type { Client } from '../../src/shared/rpc/contract.ts';
import type { Frame } from '../../src/shared/rpc/wire.ts';

const editing = {
  ...editingContract,
  ...signingContract,
  ...comparingContract,
  ...reviewQueueContract,
  ...clustersContract,
} as const;

/** A workstation for looking only: every call about editing is refused. */
export function refusedEditing(): Client<typeof editing> {
  let answer: (frame: Frame) => void = () => {};
  return connect(editing, {
    post: ({ t, id }) => {
      if (t !== 'open') return;
      queueMicrotask(() => {
        answer({ t: 'error', id, code: 'unsupported', message: 'This workstation is for looking only.' });
      });
    },
    onFrame: (listener) => (answer = listener),
    onClose: () => {},
  });
}
