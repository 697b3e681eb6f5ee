import type { AgainProgress, MakerLine, ReadingsContract } from '../../src/shared/contract/readings.ts';
import type { Client } from '../../src/shared/rpc/contract.ts';

/** Which model made what, and recordings read again one after the other. */
export interface FakeReadingsOptions {
  /** Id of the model that reads, as `learning.candidates` answers. */
  readonly inUse: () => Promise<string>;
  /** Made by this, as every reading of the fake. */
  readonly madeBy: string;
  /** Between two steps. */
  readonly pause: (signal?: AbortSignal) => Promise<void>;
  readonly record: (method: string, input: unknown) => void;
  /** A recording has been asked to be read again. */
  readonly again: (recordingId: string) => void;
}

/** Recordings that something else than what is in use has read. */
const OUTDATED = 38;

export function fakeReadings({ inUse, madeBy, pause, record, again }: FakeReadingsOptions): Client<ReadingsContract> {
  let outdated = OUTDATED;
  let progress: AgainProgress = { left: 0, done: 0, failed: 0, fraction: 0 };
  let stop = new AbortController();
  const listeners = new Set<() => void>();
  const tell = (next: AgainProgress): void => {
    progress = next;
    for (const wake of listeners) wake();
  };
  const run = async (): Promise<void> => {
    stop = new AbortController();
    const { signal } = stop;
    try {
      for (let done = 0; done < OUTDATED; done++) {
        tell({ left: OUTDATED - done, done, failed: 0, fraction: done / OUTDATED });
        await pause(signal);
        outdated--;
      }
    } catch {
      // Given up.
    }
    tell({ left: 0, done: OUTDATED - outdated, failed: 0, fraction: 1 });
  };
  const line = (part: Partial<MakerLine> & Pick<MakerLine, 'kind' | 'id'>): MakerLine => ({
    ...{ inUse: false, recordings: 0, unsigned: 0, labels: { N: 0, S: 0, V: 0, F: 0, Q: 0 } },
    ...part,
  });
  return {
    'readings.again': async (input) => {
      record('readings.again', input);
      again(input.recordingId);
      return Promise.resolve({ ok: true });
    },
    'readings.againAll': async (input) => {
      record('readings.againAll', input);
      void run();
      return Promise.resolve({ asked: OUTDATED });
    },
    'readings.cancelAgain': async (input) => {
      record('readings.cancelAgain', input);
      stop.abort();
      return Promise.resolve({ cancelled: outdated });
    },
    'readings.watchAgain': async function* (_input, signal) {
      let wake = (): void => {};
      const waker = (): void => wake();
      listeners.add(waker);
      signal?.addEventListener('abort', waker);
      try {
        let told: AgainProgress | undefined;
        while (!signal?.aborted) {
          if (told !== progress) {
            told = progress;
            yield progress;
          } else await new Promise<void>((resolve) => (wake = resolve));
        }
      } finally {
        listeners.delete(waker);
      }
    },
    'readings.makers': async (input) => {
      record('readings.makers', input);
      const reads = await inUse();
      return {
        lines: [
          line({
            ...{ kind: 'model', id: reads, name: 'Clinic model 2', inUse: true },
            ...{ promotedAt: '2026-10-12T11:05:00Z', promotedBy: 'Dr. Jan Mertens' },
            ...{ recordings: 14 + OUTDATED - outdated, unsigned: 11 + OUTDATED - outdated },
            labels: { N: 31_204, S: 512, V: 1_377, F: 40, Q: 2 },
          }),
          line({
            ...{ kind: 'model', id: madeBy, name: 'ecg-nat-base 1.0.0' },
            ...{ recordings: outdated + 9, unsigned: outdated },
            labels: { N: 98_410, S: 2_208, V: 3_912, F: 128, Q: 61 },
          }),
          line({
            ...{ kind: 'rules', id: 'rules 3', recordings: 2, unsigned: 0 },
            labels: { N: 3_811, S: 0, V: 44, F: 0, Q: 0 },
          }),
          line({ kind: 'adapted', id: '', labels: { N: 31, S: 4, V: 88, F: 6, Q: 0 } }),
          line({ kind: 'reader', id: '', labels: { N: 512, S: 133, V: 204, F: 19, Q: 2 } }),
        ],
        inUse: reads,
        again: { recordings: outdated, studies: Math.max(0, outdated - 2) },
      };
    },
    'readings.label': async ({ setId }) => {
      record('readings.label', { setId });
      return Promise.resolve({ kind: 'model', madeBy, at: '2026-11-22T08:14:00Z', code: 1 });
    },
  };
}
