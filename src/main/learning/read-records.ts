import { Problem } from '../../shared/problem.ts';
import type { TrainingControl } from './training-control.ts';

export interface Reading {
  readonly control: TrainingControl;
  /** Called after each record. */
  readonly onRead?: ((done: number, total: number) => void) | undefined;
}

/**
 * Reads records one by one, listening for a cancellation in between. All of them are read before anything is trained, so
 * that a damaged one is told at once and not after an hour.
 * @throws Problem of the first record that cannot be read, with its id
 */
export async function readRecords<E extends { readonly id: string }, R>(
  entries: readonly E[],
  read: (entry: E) => R | Promise<R>,
  { control, onRead }: Reading,
): Promise<R[]> {
  const records: R[] = [];
  for (const entry of entries) {
    await control.pass();
    try {
      records.push(await read(entry));
    } catch (thrown) {
      if (!(thrown instanceof Problem)) throw thrown;
      throw new Problem(thrown.code, `${entry.id}: ${thrown.message}`, { cause: thrown });
    }
    onRead?.(records.length, entries.length);
  }
  return records;
}
