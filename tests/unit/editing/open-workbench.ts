import { type Library, openLibrary } from '../../../src/main/library/open-library.ts';
import { StudyChanges } from '../../../src/main/services/changes.ts';
import { comparingHandlers } from '../../../src/main/services/comparing-service.ts';
import { EditDesk } from '../../../src/main/services/editing/edit-desk.ts';
import { editingHandlers } from '../../../src/main/services/editing-service.ts';
import { queueHandlers } from '../../../src/main/services/queue-service.ts';
import { signingHandlers } from '../../../src/main/services/signing-service.ts';
import { systemHandlers } from '../../../src/main/services/system-service.ts';
import { codeOfMnemonic } from '../../../src/shared/annotation-codes.ts';
import { comparingContract } from '../../../src/shared/contract/comparing.ts';
import { type Edit, editingContract, type EditTarget } from '../../../src/shared/contract/editing.ts';
import { reviewQueueContract } from '../../../src/shared/contract/review-queue.ts';
import { signingContract } from '../../../src/shared/contract/signing.ts';
import { Preferences, systemContract } from '../../../src/shared/contract/system.ts';
import { connect } from '../../../src/shared/rpc/client.ts';
import type { Client } from '../../../src/shared/rpc/contract.ts';
import { processWire } from '../../../src/shared/rpc/message-port.ts';
import { serve } from '../../../src/shared/rpc/server.ts';

const contract = {
  ...systemContract,
  ...editingContract,
  ...signingContract,
  ...comparingContract,
  ...reviewQueueContract,
} as const;

export const code = (mnemonic: string): number => codeOfMnemonic(mnemonic)?.code ?? 0;
export const N = code('N');
export const V = code('V');
export const S = code('S');

export interface Workbench {
  readonly api: Client<typeof contract>;
  readonly library: Library;
  readonly folder: string;
  /** From now on this reader sits at it. */
  sit(name: string | undefined): Promise<void>;
  close(): void;
}

/** A library with everything that edits it behind the contract's own checks. */
export function openWorkbenchIn(folder: string): Workbench {
  const library = openLibrary(folder, { mode: 'owner' });
  const changes = new StudyChanges();
  const desk = new EditDesk(library, changes);
  const handlers = {
    ...systemHandlers(library, { kind: 'browser', version: 'test', spawnJob: refuse, log: () => {} }),
    ...editingHandlers(library, desk),
    ...signingHandlers(library, desk, changes),
    ...comparingHandlers(library, desk),
    ...queueHandlers(library, desk),
  };
  const toServer: ((message: unknown) => void)[] = [];
  const toClient: ((message: unknown) => void)[] = [];
  const end = (own: typeof toServer, other: typeof toServer) => ({
    postMessage: (message: unknown) => {
      const copy: unknown = structuredClone(message);
      queueMicrotask(() => {
        for (const listener of other) listener(copy);
      });
    },
    onMessage: (listener: (message: unknown) => void) => void own.push(listener),
    onClose: () => {},
  });
  serve(contract, handlers, processWire(end(toServer, toClient)), {
    slow: () => {},
    fault: (_method, thrown) => {
      throw thrown;
    },
  });
  const api = connect(contract, processWire(end(toClient, toServer)));
  return {
    api,
    library,
    folder,
    sit: async (name) => {
      await api['system.savePreferences'](Preferences.parse(name === undefined ? {} : { readerName: name }));
    },
    close: () => library.close(),
  };
}

const refuse = (): never => {
  throw new Error('no processes here');
};

export const ids = (...list: number[]): EditTarget => ({ by: 'ids', ids: Int32Array.from(list) });
export const relabel = (target: EditTarget, to: number): Edit => ({ kind: 'relabel', target, code: to });
