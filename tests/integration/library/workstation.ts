import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { afterAll } from 'vitest';
import { forkJob } from '../../../src/main/hosts/browser/fork-job.ts';
import { type Library, openLibrary } from '../../../src/main/library/open-library.ts';
import { createServices, type Services } from '../../../src/main/services/create-services.ts';
import type { ChildHandle, HostFacilities } from '../../../src/main/services/host-facilities.ts';
import { contract, type Workstation } from '../../../src/shared/contract.ts';
import type { ImportEvent } from '../../../src/shared/contract/library.ts';
import { connect } from '../../../src/shared/rpc/client.ts';
import { type DomPort, domPortWire } from '../../../src/shared/rpc/message-port.ts';
import { serve } from '../../../src/shared/rpc/server.ts';

const JOB_ENTRY = new URL('../../../src/main/jobs/entry.ts', import.meta.url).pathname;

/** A whole workstation as a host puts it together, without a window: the library, the services, real job processes. */
export interface TestWorkstation {
  readonly api: Workstation;
  readonly library: Library;
  readonly services: Services;
  /** Job processes in the order in which they were started. */
  readonly children: readonly ChildHandle[];
  readonly log: readonly string[];
  close(): Promise<void>;
}

const folders: string[] = [];
const open: TestWorkstation[] = [];

afterAll(async () => {
  for (const workstation of open) await workstation.close();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'einthoven-test-'));
  folders.push(folder);
  return folder;
}

export interface WorkstationOptions {
  readonly folder?: string;
  readonly dialogs?: HostFacilities['dialogs'];
  readonly demoFolder?: string;
  readonly modelsFolder?: string;
}

/** Closed when the file's tests are over. */
export function openWorkstation(options: WorkstationOptions = {}): TestWorkstation {
  const library = openLibrary(options.folder ?? temporaryFolder(), { mode: 'owner' });
  const children: ChildHandle[] = [];
  const log: string[] = [];
  const services = createServices({
    library,
    facilities: {
      kind: options.dialogs ? 'electron' : 'browser',
      version: '0.0.0-test',
      spawnJob: (voice) => {
        const child = forkJob(JOB_ENTRY, voice);
        children.push(child);
        return child;
      },
      ...(options.dialogs ? { dialogs: options.dialogs } : {}),
      log: (line) => log.push(line),
    },
    demoFolder: options.demoFolder,
    modelsFolder: options.modelsFolder,
  });
  const { port1, port2 } = new MessageChannel();
  serve(contract, services.handlers, domPortWire(portOf(port1)), {
    slow: (method) => log.push(`slow: ${method}`),
    fault: (method, thrown) => log.push(`fault: ${method} ${thrown instanceof Error ? (thrown.stack ?? '') : ''}`),
  });
  let closing: Promise<void> | undefined;
  const workstation: TestWorkstation = {
    api: connect(contract, domPortWire(portOf(port2))),
    library,
    services,
    children,
    log,
    close: () =>
      (closing ??= services.close().then(() => {
        port1.close();
        library.close();
      })),
  };
  open.push(workstation);
  return workstation;
}

/** Node's MessagePort by the part of it that the wire uses. */
export const portOf = (port: MessagePort): DomPort => ({
  postMessage: (message) => port.postMessage(message),
  addEventListener: (type: 'message' | 'close', listener: (event: { data: unknown }) => void) => {
    port.on(type, (data?: unknown) => listener({ data }));
  },
  start: () => port.start(),
});

export async function all<T>(values: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const value of values) list.push(value);
  return list;
}

/** The events of an import but for its progress. */
export const outcomes = async (events: AsyncIterable<ImportEvent>): Promise<ImportEvent[]> =>
  (await all(events)).filter(({ kind }) => kind !== 'progress');

/** Sends files as the page does, in pieces; returns the batch. */
export async function upload(
  api: Workstation,
  files: Readonly<Record<string, Uint8Array>>,
  pieceBytes = 1024 * 1024,
): Promise<string> {
  let batchId: string | undefined;
  for (const [name, bytes] of Object.entries(files)) {
    for (let offset = 0; offset === 0 || offset < bytes.length; offset += pieceBytes) {
      const piece = bytes.slice(offset, offset + pieceBytes);
      const last = offset + pieceBytes >= bytes.length;
      const sent = await api['import.upload']({ ...(batchId ? { batchId } : {}), name, offset, bytes: piece, last });
      batchId = sent.batchId;
    }
  }
  return batchId ?? '';
}
