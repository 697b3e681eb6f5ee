import { type AnnotationChange, applyChange } from './annotation-change.ts';
import { decodeAnnotations, encodeAnnotations } from './annotation-codec.ts';
import { copyRow, emptyAnnotations, sliceRows, sortRows, type StoredAnnotations } from './annotation-columns.ts';
import type { Connection } from './connection.ts';

/** Annotations to a stored block, at most. */
export const BLOCK_ANNOTATIONS = 4_096;

interface BlockHead {
  readonly key: number;
  readonly first_sample: number;
  readonly first_id: number;
}

/** The current state of annotation sets, kept as blocks of columns in the order of (sample, id). */
export class AnnotationBlocks {
  private readonly connection: Connection;

  constructor(connection: Connection) {
    this.connection = connection;
  }

  /** The blocks that hold samples [from, to), decoded. */
  read(setKey: number, from: number, to: number): StoredAnnotations[] {
    return this.connection.database
      .prepare<[number, number, number], { columns: Uint8Array }>(
        `SELECT columns FROM annotation_blocks WHERE set_key = ? AND last_sample >= ? AND first_sample < ?
         ORDER BY first_sample, first_id`,
      )
      .all(setKey, from, to)
      .map(({ columns }) => decodeAnnotations(columns));
  }

  /** Rewrites the blocks that a change touches. Must run within the transaction that writes the event. */
  apply(setKey: number, change: AnnotationChange): void {
    const [lowest, highest] = sampleRange([change.before.sample, change.after.sample]);
    const { heads, endsThere } = this.heads(setKey, lowest, highest);
    const before = partition(sortRows(change.before), heads);
    const after = partition(sortRows(change.after), heads);
    for (const number of new Set([...before.keys(), ...after.keys()])) {
      const head = heads[number];
      const state = head ? this.decode(head.key) : emptyAnnotations();
      const changed = applyChange(state, {
        before: before.get(number) ?? emptyAnnotations(),
        after: after.get(number) ?? emptyAnnotations(),
      });
      if (head) this.connection.database.prepare('DELETE FROM annotation_blocks WHERE key = ?').run(head.key);
      this.insert(setKey, changed, endsThere && number >= heads.length - 1);
    }
  }

  /** The blocks that rows at samples [lowest, highest] are in or belong to, and whether the set ends with them. */
  private heads(setKey: number, lowest: number, highest: number): { heads: BlockHead[]; endsThere: boolean } {
    const { database } = this.connection;
    const heads = database
      .prepare<[number, number, number, number], BlockHead>(
        `SELECT key, first_sample, first_id FROM annotation_blocks
         WHERE set_key = ? AND first_sample <= ? AND first_sample >= coalesce(
           (SELECT max(first_sample) FROM annotation_blocks WHERE set_key = ? AND first_sample < ?), -2147483648)
         ORDER BY first_sample, first_id`,
      )
      .all(setKey, highest, setKey, lowest);
    const further = database
      .prepare<[number, number]>('SELECT 1 FROM annotation_blocks WHERE set_key = ? AND first_sample > ? LIMIT 1')
      .get(setKey, highest);
    return { heads, endsThere: further === undefined };
  }

  private decode(key: number): StoredAnnotations {
    const row = this.connection.database
      .prepare<[number], { columns: Uint8Array }>('SELECT columns FROM annotation_blocks WHERE key = ?')
      .get(key);
    return row ? decodeAnnotations(row.columns) : emptyAnnotations();
  }

  /** Too many rows become several blocks: full ones at the end of a set, where rows are appended, halves elsewhere. */
  private insert(setKey: number, rows: StoredAnnotations, atEnd: boolean): void {
    const count = rows.sample.length;
    const pieces = Math.ceil(count / BLOCK_ANNOTATIONS);
    const size = atEnd ? BLOCK_ANNOTATIONS : Math.ceil(count / Math.max(1, pieces));
    const insert = this.connection.database.prepare(
      `INSERT INTO annotation_blocks (set_key, first_sample, first_id, last_sample, count, columns)
       VALUES (?, ?, ?, ?, ?, ?)`,
    );
    for (let from = 0; from < count; from += size) {
      const piece = sliceRows(rows, from, Math.min(count, from + size));
      const last = piece.sample.length - 1;
      insert.run(setKey, piece.sample[0], piece.id[0], piece.sample[last], last + 1, encodeAnnotations(piece));
    }
  }
}

function sampleRange(columns: readonly Int32Array[]): readonly [lowest: number, highest: number] {
  let lowest = 0x7fff_ffff;
  let highest = -0x8000_0000;
  for (const column of columns) {
    for (const sample of column) {
      if (sample < lowest) lowest = sample;
      if (sample > highest) highest = sample;
    }
  }
  return [lowest, highest];
}

/** Sorted rows by the block they belong to: the last one that does not start after them, or the first. */
function partition(rows: StoredAnnotations, heads: readonly BlockHead[]): Map<number, StoredAnnotations> {
  const parts = new Map<number, StoredAnnotations>();
  let block = 0;
  for (let from = 0; from < rows.sample.length;) {
    while (block + 1 < heads.length && startsAtOrBefore(heads[block + 1], rows, from)) block++;
    let to = from + 1;
    while (to < rows.sample.length && !startsAtOrBefore(heads[block + 1], rows, to)) to++;
    const part = emptyAnnotations(to - from);
    for (let row = from; row < to; row++) copyRow(rows, row, part, row - from);
    parts.set(block, part);
    from = to;
  }
  return parts;
}

const startsAtOrBefore = (head: BlockHead | undefined, rows: StoredAnnotations, row: number): boolean =>
  head !== undefined &&
  (head.first_sample < rows.sample[row]! ||
    (head.first_sample === rows.sample[row]! && head.first_id <= rows.id[row]!));
