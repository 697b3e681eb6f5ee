import { MODEL_RATE } from '../../nat/inputs/model-band.ts';

/** Why a model says what it says of a window: how much each stretch of each lead speaks for it. */
export interface Saliency {
  /** Position of the first value's stretch at 250 Hz. */
  readonly from: number;
  /** Samples at 250 Hz from value to value. */
  readonly step: number;
  readonly columns: number;
  /** The leads explained, as they were numbered by who asked. */
  readonly leads: readonly number[];
  /** leads × columns, row-major, −1 … 1: positive where the signal speaks for it, negative where it speaks against. */
  readonly values: Float32Array;
  /** How it was computed, for the reader. */
  readonly method: string;
}

/** One value every 20 ms. */
export const SALIENCY_STEP = 5;
/** Each value weighs the samples so far around it, 60 ms: gradients of single samples are noise. */
const REACH = Math.round(0.06 * MODEL_RATE);

const WINDOW = Float64Array.from(
  { length: 2 * REACH + 1 },
  (_, i) => 0.5 + 0.5 * Math.cos(((i - REACH) / (REACH + 1)) * Math.PI),
);

/** A raised cosine over the contributions of one lead's samples: one value a step. */
export function smoothed(contributions: Float32Array): Float32Array {
  const columns = Math.floor(contributions.length / SALIENCY_STEP);
  const out = new Float32Array(columns);
  for (let column = 0; column < columns; column++) {
    const middle = column * SALIENCY_STEP + (SALIENCY_STEP >> 1);
    let sum = 0;
    for (let i = -REACH; i <= REACH; i++) sum += WINDOW[i + REACH]! * (contributions[middle + i] ?? 0);
    out[column] = sum;
  }
  return out;
}

/** Rows brought to −1 … 1 by their common largest; all zero where nothing speaks for or against. */
export function asShare(rows: readonly Float32Array[]): Float32Array {
  const columns = rows[0]?.length ?? 0;
  const values = new Float32Array(rows.length * columns);
  let largest = 0;
  for (const row of rows) for (const value of row) largest = Math.max(largest, Math.abs(value));
  if (largest > 0)
    rows.forEach((row, index) =>
      values.set(
        row.map((value) => value / largest),
        index * columns,
      ),
    );
  return values;
}
