import * as z from 'zod';
import { MedianBeat, Measurements } from '../../shared/contract/measurements.ts';
import { compress, decompress } from './compression.ts';
import type { Connection } from './connection.ts';
import { damagedLibrary } from './damage.ts';

const Summary = Measurements.extend({
  median: MedianBeat.omit({ values: true }).extend({ count: z.int() }).optional(),
});

interface MeasurementRecord {
  readonly summary: string;
  readonly median: Uint8Array;
}

const WORD = 4;

/** Measurements of whole recordings: the latest of each annotation set. */
export class MeasurementStore {
  private readonly connection: Connection;

  constructor(connection: Connection) {
    this.connection = connection;
  }

  /** What was measured of a set as it stands at a revision, by the same recipe. */
  find(setId: string, revision: number, recipe: string): Measurements | undefined {
    const record = this.connection.read(() =>
      this.connection.database
        .prepare<[string, number, string], MeasurementRecord>(
          `SELECT m.summary, m.median FROM measurements m JOIN annotation_sets a ON a.key = m.set_key
           WHERE a.id = ? AND m.revision = ? AND m.recipe = ?`,
        )
        .get(setId, revision, recipe),
    );
    return record && decode(record);
  }

  /** Replaces what was measured of the set before. */
  save(setId: string, revision: number, recipe: string, { median, ...measured }: Measurements): void {
    const { values = new Float32Array(0), ...shape } = median ?? {};
    const summary = { ...measured, ...(median ? { median: { ...shape, count: values.length } } : {}) };
    const bytes = compress(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
    this.connection.write(() => {
      this.connection.database
        .prepare(
          `INSERT INTO measurements (set_key, revision, recipe, summary, median)
           SELECT key, ?, ?, ?, ? FROM annotation_sets WHERE id = ?
           ON CONFLICT (set_key) DO UPDATE SET revision = excluded.revision, recipe = excluded.recipe,
             summary = excluded.summary, median = excluded.median`,
        )
        .run(revision, recipe, JSON.stringify(summary), bytes, setId);
    });
  }
}

function decode({ summary, median: bytes }: MeasurementRecord): Measurements {
  const parsed = Summary.safeParse(JSON.parse(summary));
  if (!parsed.success) throw damagedLibrary('measurements cannot be read');
  const { median, ...measured } = parsed.data;
  if (!median) return measured;
  const { count, ...shape } = median;
  // A copy of its own: what was decompressed may lie at any alignment.
  const values = new Float32Array(Uint8Array.from(decompress(bytes, count * WORD)).buffer);
  return { ...measured, median: { ...shape, values } };
}
