import type { EditRows } from '../../../shared/contract/editing.ts';
import { CLASS_OF_CODE, NO_BEAT } from './beat-class.ts';

/** Beats as columns of equal length, ordered by sample; only the first so many are beats. */
export interface BeatColumns {
  /** Names the row in edits; −1 while a reading is still being made. */
  readonly id: Int32Array;
  readonly sample: Int32Array;
  readonly code: Uint8Array;
  /** 0–1; NaN where the annotator gives none. */
  readonly confidence: Float32Array;
  readonly channel: Uint8Array;
  /** DETECTED, PROVISIONAL or REFINED. */
  readonly stage: Uint8Array;
  /** See `STANDING`. */
  readonly standing: Uint8Array;
  /** What the source says of the beat; 0 where it says nothing. */
  readonly sourceCode: Uint8Array;
}

export const beatColumns = (length: number): BeatColumns => ({
  id: new Int32Array(length),
  sample: new Int32Array(length),
  code: new Uint8Array(length),
  confidence: new Float32Array(length),
  channel: new Uint8Array(length),
  stage: new Uint8Array(length),
  standing: new Uint8Array(length),
  sourceCode: new Uint8Array(length),
});

/** The same rows with room for `length` of them. */
export function grown(columns: BeatColumns, length: number): BeatColumns {
  const larger = beatColumns(Math.max(length, 2 * columns.sample.length));
  larger.id.set(columns.id);
  larger.sample.set(columns.sample);
  larger.code.set(columns.code);
  larger.confidence.set(columns.confidence);
  larger.channel.set(columns.channel);
  larger.stage.set(columns.stage);
  larger.standing.set(columns.standing);
  larger.sourceCode.set(columns.sourceCode);
  return larger;
}

/** Moves rows [from, to) so that they begin at `target`, which may overlap. */
export function shiftRows(columns: BeatColumns, target: number, from: number, to: number): void {
  columns.id.copyWithin(target, from, to);
  columns.sample.copyWithin(target, from, to);
  columns.code.copyWithin(target, from, to);
  columns.confidence.copyWithin(target, from, to);
  columns.channel.copyWithin(target, from, to);
  columns.stage.copyWithin(target, from, to);
  columns.standing.copyWithin(target, from, to);
  columns.sourceCode.copyWithin(target, from, to);
}

function moveRow(columns: BeatColumns, from: number, to: number): void {
  columns.id[to] = columns.id[from]!;
  columns.sample[to] = columns.sample[from]!;
  columns.code[to] = columns.code[from]!;
  columns.confidence[to] = columns.confidence[from]!;
  columns.channel[to] = columns.channel[from]!;
  columns.stage[to] = columns.stage[from]!;
  columns.standing[to] = columns.standing[from]!;
  columns.sourceCode[to] = columns.sourceCode[from]!;
}

/** Puts row `from` of an answer at `to`, as a beat whose reading is finished. */
export function takeRow(columns: BeatColumns, to: number, rows: EditRows, from: number, stage: number): void {
  columns.id[to] = rows.id[from]!;
  columns.sample[to] = rows.sample[from]!;
  columns.code[to] = rows.code[from]!;
  columns.confidence[to] = rows.confidence[from]!;
  columns.channel[to] = rows.channel[from]!;
  columns.stage[to] = stage;
  columns.standing[to] = rows.standing[from]!;
  columns.sourceCode[to] = rows.sourceCode[from]!;
}

/** Columns after a patch, and how many rows of them are beats. */
export interface PatchedBeats {
  readonly columns: BeatColumns;
  readonly count: number;
}

/**
 * Puts what an edit changed into the columns, by id: rows that are gone or are no beats any more leave, rows that stay
 * where they were are overwritten, others are set in where they belong. One pass whatever their number.
 */
export function patchBeats(
  { columns, count }: PatchedBeats,
  removed: Int32Array,
  rows: EditRows,
  stage: number,
): PatchedBeats {
  const rowOf = new Map<number, number>();
  for (const id of removed) rowOf.set(id, -1);
  for (let row = 0; row < rows.id.length; row++) rowOf.set(rows.id[row]!, row);
  const placed = new Uint8Array(rows.id.length);
  let kept = 0;
  for (let beat = 0; beat < count; beat++) {
    const row = rowOf.get(columns.id[beat]!);
    if (row !== undefined) {
      const stays = row >= 0 && rows.sample[row] === columns.sample[beat] && CLASS_OF_CODE[rows.code[row]!] !== NO_BEAT;
      if (!stays) continue;
      takeRow(columns, beat, rows, row, stage);
      placed[row] = 1;
    }
    if (kept !== beat) moveRow(columns, beat, kept);
    kept++;
  }
  const added: number[] = [];
  for (let row = 0; row < placed.length; row++) {
    if (placed[row] === 0 && CLASS_OF_CODE[rows.code[row]!] !== NO_BEAT) added.push(row);
  }
  const total = kept + added.length;
  const target = total > columns.sample.length ? grown(columns, total) : columns;
  // From the end, so that nothing is overwritten before it was moved; rows of an answer are ordered by sample too.
  let to = total - 1;
  let from = kept - 1;
  for (let next = added.length - 1; next >= 0; to--) {
    const row = added[next]!;
    if (from >= 0 && target.sample[from]! > rows.sample[row]!) moveRow(target, from--, to);
    else {
      takeRow(target, to, rows, row, stage);
      next--;
    }
  }
  return { columns: target, count: total };
}
