import { clustersContract } from '../../src/shared/contract/clusters.ts';
import { comparingContract } from '../../src/shared/contract/comparing.ts';
import { editingContract, type EditRows } from '../../src/shared/contract/editing.ts';
import type { AnnotationWindow } from '../../src/shared/contract/review.ts';
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

/** Rows of a source as the editor has them: nobody has looked at them yet. */
export const withIds = (rows: AnnotationWindow): EditRows => ({
  ...rows,
  id: Int32Array.from(rows.sample.keys()),
  standing: new Uint8Array(rows.sample.length),
  sourceCode: Uint8Array.from(rows.code),
});
