import { Worker } from 'node:worker_threads';

/** Slots of the memory that the watchdog shares with the thread it watches. */
export const SLOT = { beats: 0, processorMilliseconds: 1, memoryMebibytes: 2 } as const;

export interface Limits {
  /** Processor time the process may use between two signs of life. */
  readonly processorMilliseconds: number;
  /** Resident memory of the whole process. */
  readonly memoryMebibytes: number;
}

/** Watches over work on bytes that may be hostile. */
export interface Watchdog {
  /** From now on the process is ended when it passes a limit. */
  guard(limits: Limits): void;
  /** A sign of life. */
  beat(): void;
  /** The dangerous work is over. */
  rest(): void;
}

/**
 * Starts the watchdog on a thread of its own: a parser that never returns cannot be stopped from its own thread, and
 * main cannot tell a busy process from one that waits for its turn. What ends is the whole process; main restarts it.
 */
export function startWatchdog(entry: URL): Watchdog {
  const shared = new Int32Array(new SharedArrayBuffer(4 * Object.keys(SLOT).length));
  const worker = new Worker(entry, { workerData: shared });
  worker.unref();
  // Without it files are still read, by parsers that are meant to end by themselves.
  worker.on('error', () => process.stderr.write('the watchdog of a job process has stopped\n'));
  const set = (slot: number, value: number): void => {
    Atomics.store(shared, slot, Math.round(value));
  };
  return {
    guard: ({ processorMilliseconds, memoryMebibytes }) => {
      Atomics.add(shared, SLOT.beats, 1);
      set(SLOT.processorMilliseconds, processorMilliseconds);
      set(SLOT.memoryMebibytes, memoryMebibytes);
    },
    beat: () => void Atomics.add(shared, SLOT.beats, 1),
    rest: () => {
      set(SLOT.processorMilliseconds, 0);
      set(SLOT.memoryMebibytes, 0);
    },
  };
}

/** For work in a process that has no watchdog of its own. */
export const noWatchdog: Watchdog = { guard: () => {}, beat: () => {}, rest: () => {} };
