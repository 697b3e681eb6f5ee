import * as z from 'zod';
import { DeviceName, Episode, FindingRow, type ReadingResult, SignalQuality } from '../../shared/contract/analysis.ts';
import { Count } from '../../shared/contract/columns.ts';
import { UsedThresholds } from '../../shared/contract/thresholds.ts';
import { compress, decompress } from './compression.ts';
import type { Connection } from './connection.ts';
import { damagedLibrary } from './damage.ts';
import { decodePart, encodePart, type ReadingPart } from './reading-parts.ts';
import type { RecordingTable } from './recordings.ts';

/** What a finished reading says beside its annotations. */
export type StoredReading = Omit<ReadingResult, 'setId' | 'madeBy'>;

/** JSON has no NaN: a rate or confidence that is not known is null there. */
const unknownAsNull = z
  .number()
  .nullable()
  .transform((value) => value ?? Number.NaN);
const Summary = z.object({
  device: DeviceName.optional(),
  leads: z.array(Count),
  episodes: z.array(Episode.extend({ rate: unknownAsNull, confidence: unknownAsNull })),
  /** Readings of before they were kept were all told by the defaults. */
  thresholds: UsedThresholds.optional(),
  findings: z.array(FindingRow),
  quality: SignalQuality.omit({ values: true }),
});

/** Readings that are being made, block by block, and what finished ones say beside their annotations. */
export class ReadingStore {
  private readonly connection: Connection;
  private readonly recordings: RecordingTable;

  constructor(connection: Connection, recordings: RecordingTable) {
    this.connection = connection;
    this.recordings = recordings;
  }

  /** The blocks that are kept of an unfinished reading, if they are of this recipe. @throws Problem `not-found` */
  parts(recordingId: string, recipe: string): Map<number, ReadingPart> {
    const { key } = this.recordings.get(recordingId);
    const rows = this.connection.read(() =>
      this.connection.database
        .prepare<[number, string], { block: number; columns: Uint8Array }>(
          'SELECT block, columns FROM reading_parts WHERE recording_key = ? AND recipe = ? ORDER BY block',
        )
        .all(key, recipe),
    );
    return new Map(rows.map(({ block, columns }) => [block, decodePart(columns)]));
  }

  /** Keeps a block; those of another recipe go. */
  savePart(recordingId: string, recipe: string, block: number, part: ReadingPart): void {
    const { key } = this.recordings.get(recordingId);
    const columns = encodePart(part);
    const { database } = this.connection;
    this.connection.write(() => {
      database.prepare('DELETE FROM reading_parts WHERE recording_key = ? AND recipe <> ?').run(key, recipe);
      database
        .prepare(
          `INSERT INTO reading_parts (recording_key, recipe, block, columns) VALUES (?, ?, ?, ?)
           ON CONFLICT (recording_key, block) DO UPDATE SET recipe = excluded.recipe, columns = excluded.columns`,
        )
        .run(key, recipe, block, columns);
    });
  }

  discardParts(recordingId: string): void {
    const { key } = this.recordings.get(recordingId);
    this.connection.write(() => {
      this.connection.database.prepare('DELETE FROM reading_parts WHERE recording_key = ?').run(key);
    });
  }

  saveResult(setId: string, { quality, ...summary }: StoredReading): void {
    const { values, ...shape } = quality;
    this.connection.write(() => {
      this.connection.database
        .prepare(
          `INSERT INTO reading_results (set_key, summary, quality)
           SELECT key, ?, ? FROM annotation_sets WHERE id = ?`,
        )
        .run(JSON.stringify({ ...summary, quality: shape }), compress(values), setId);
    });
  }

  /** Undefined for a set whose reading said nothing but its annotations. */
  result(setId: string): StoredReading | undefined {
    const row = this.connection.read(() =>
      this.connection.database
        .prepare<[string], { summary: string; quality: Uint8Array }>(
          `SELECT r.summary, r.quality FROM reading_results r JOIN annotation_sets a ON a.key = r.set_key WHERE a.id = ?`,
        )
        .get(setId),
    );
    if (!row) return undefined;
    const parsed = Summary.safeParse(JSON.parse(row.summary));
    if (!parsed.success) throw damagedLibrary('what a reading found cannot be read');
    const { quality, device, thresholds, ...summary } = parsed.data;
    const values = Uint8Array.from(decompress(row.quality, quality.leads.length * quality.seconds));
    return {
      ...summary,
      ...(device === undefined ? {} : { device }),
      ...(thresholds ? { thresholds } : {}),
      quality: { ...quality, values },
    };
  }
}
