import type { AnnotationColumns } from '../../shared/recording.ts';

/** Annotations as the library keeps them: with an identity that survives moves and relabels, and a confidence. */
export interface StoredAnnotations extends AnnotationColumns {
  /** Unique within the set, in the order in which annotations were first added. */
  readonly id: Int32Array;
  /** 0–1; NaN where the annotator gives none. */
  readonly confidence: Float32Array;
  /** Whose the row is, in a reader's set: see `STANDING` of the contract; 0 in all others. */
  readonly standing: Uint8Array;
}

/** Columns that can be written to while they are put together. */
export interface GrowingAnnotations extends StoredAnnotations {
  readonly aux: Map<number, string>;
}

export const emptyAnnotations = (count = 0): GrowingAnnotations => ({
  id: new Int32Array(count),
  sample: new Int32Array(count),
  code: new Uint8Array(count),
  subtype: new Int8Array(count),
  channel: new Uint8Array(count),
  num: new Int8Array(count),
  confidence: new Float32Array(count),
  standing: new Uint8Array(count),
  aux: new Map(),
});

/** Copies row `from` of `source` to row `to` of `target`. */
export function copyRow(source: StoredAnnotations, from: number, target: GrowingAnnotations, to: number): void {
  target.id[to] = source.id[from]!;
  target.sample[to] = source.sample[from]!;
  target.code[to] = source.code[from]!;
  target.subtype[to] = source.subtype[from]!;
  target.channel[to] = source.channel[from]!;
  target.num[to] = source.num[from]!;
  target.confidence[to] = source.confidence[from]!;
  target.standing[to] = source.standing[from]!;
  // Most sets have few texts, and many none.
  const aux = source.aux.size > 0 ? source.aux.get(from) : undefined;
  if (aux !== undefined) target.aux.set(to, aux);
}

/** Rows [from, to). */
export function sliceRows(source: StoredAnnotations, from: number, to: number): StoredAnnotations {
  return {
    id: source.id.subarray(from, to),
    sample: source.sample.subarray(from, to),
    code: source.code.subarray(from, to),
    subtype: source.subtype.subarray(from, to),
    channel: source.channel.subarray(from, to),
    num: source.num.subarray(from, to),
    confidence: source.confidence.subarray(from, to),
    standing: source.standing.subarray(from, to),
    aux: new Map([...source.aux].filter(([row]) => row >= from && row < to).map(([row, text]) => [row - from, text])),
  };
}

/** The rows of all parts, one after the other. */
export function joinRows(parts: readonly StoredAnnotations[]): StoredAnnotations {
  const [only] = parts;
  if (only && parts.length === 1) return only;
  const joined = emptyAnnotations(parts.reduce((sum, part) => sum + part.sample.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.id.set(part.id, at);
    joined.sample.set(part.sample, at);
    joined.code.set(part.code, at);
    joined.subtype.set(part.subtype, at);
    joined.channel.set(part.channel, at);
    joined.num.set(part.num, at);
    joined.confidence.set(part.confidence, at);
    joined.standing.set(part.standing, at);
    for (const [row, text] of part.aux) joined.aux.set(at + row, text);
    at += part.sample.length;
  }
  return joined;
}

/** These rows, in this order. */
export function pickRows(source: StoredAnnotations, rows: ArrayLike<number>): GrowingAnnotations {
  const picked = emptyAnnotations(rows.length);
  for (let to = 0; to < rows.length; to++) copyRow(source, rows[to]!, picked, to);
  return picked;
}

/** Where (sample, id) stands relative to row `row`: negative before it, 0 when it is that row. */
export const compareToRow = (sample: number, id: number, rows: StoredAnnotations, row: number): number =>
  sample - rows.sample[row]! || id - rows.id[row]!;

/** The rows in the order of (sample, id); the same object when they are in it already. */
export function sortRows(rows: StoredAnnotations): StoredAnnotations {
  const count = rows.sample.length;
  let sorted = true;
  for (let i = 1; i < count && sorted; i++) sorted = compareToRow(rows.sample[i]!, rows.id[i]!, rows, i - 1) > 0;
  if (sorted) return rows;
  const order = Int32Array.from({ length: count }, (_, i) => i).sort((a, b) =>
    compareToRow(rows.sample[a]!, rows.id[a]!, rows, b),
  );
  return pickRows(rows, order);
}

/** The first row at or after `sample`. */
export function firstRowAt(sampleColumn: Int32Array, sample: number): number {
  let low = 0;
  let high = sampleColumn.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sampleColumn[middle]! < sample) low = middle + 1;
    else high = middle;
  }
  return low;
}
