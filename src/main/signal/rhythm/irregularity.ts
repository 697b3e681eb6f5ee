import { SlidingQuantile } from '../detection/sliding-quantile.ts';
import { BEAT, type RhythmColumns } from './beat-sequence.ts';

/** Intervals looked at around each: ± 32, as detectors of atrial fibrillation do (Lian 2011: 32 to 128). */
const REACH = 32;
/** Rhythms that repeat every so many beats are regular: bigeminy every second, trigeminy every third one. */
const MOST_LAG = 4;
/** Intervals alike are within a tenth of each other. */
const ALIKE = Math.log(1.1);
/** An interval longer than this is a pause or lost signal and tells no rhythm, in seconds. */
const LONGEST_SECONDS = 2.5;
const SHORTEST_SECONDS = 0.2;
/** Intervals between normal beats are enough when they are this share of all. */
const LEAST_NORMAL = 0.3;

/**
 * How irregular the intervals are around each one that can be used. Ectopic beats make the usual measures large (Lian, Wang
 * & Muessig 2011, doi 10.1016/j.amjcard.2011.01.028; Sarkar, Ritscher & Mehra 2008, doi 10.1109/TBME.2008.915733; CoSEn of
 * Lake & Moorman 2011, doi 10.1152/ajpheart.00561.2010; all correct for them). Two things they cannot fake are divided here:
 * - the lower quartile of the change from the interval 1, 2, 3 or 4 before, whichever is least: not moved by a beat that
 *   comes early now and then, nor by bigeminy, and
 * - the largest share of intervals that lie within a tenth of each other: between ectopic beats the rhythm stays as it was.
 */
export interface Irregularity {
  /** Beat that ends each interval. */
  readonly row: Int32Array;
  /** Change as a share of the interval, over the share of intervals alike: about 0.02 in sinus rhythm, 0.3 in fibrillation. */
  readonly index: Float32Array;
}

export function irregularity(columns: RhythmColumns): Irregularity {
  const { row, logs } = usableIntervals(columns);
  const { length } = row;
  const index = new Float32Array(length);
  const sorted = new SortedWindow(2 * REACH + 2);
  const lags = Array.from({ length: MOST_LAG }, () => new SlidingQuantile(2 * REACH + 2));
  const difference = (at: number, lag: number): number => Math.abs(logs[at]! - logs[at - lag]!);
  let end = 0;
  for (let at = 0; at < length; at++) {
    for (const until = Math.min(length, at + REACH + 1); end < until; end++) {
      sorted.add(logs[end]!);
      for (let lag = 1; lag <= Math.min(MOST_LAG, end); lag++) lags[lag - 1]!.add(difference(end, lag));
    }
    const gone = at - REACH - 1;
    if (gone >= 0) {
      sorted.remove(logs[gone]!);
      for (let lag = 1; lag <= Math.min(MOST_LAG, gone); lag++) lags[lag - 1]!.remove(difference(gone, lag));
    }
    let least = Infinity;
    for (const lag of lags) if (lag.size > 0) least = Math.min(least, lag.quantile(0.25));
    index[at] = least === Infinity ? 0 : least / sorted.largestShareWithin(ALIKE);
  }
  return { row, index };
}

/**
 * Intervals between beats that are neither ventricular nor supraventricular ectopic, as logarithms. Where hardly any are
 * left the supraventricular ones are taken for what they often are in fibrillation: labels given for their timing alone.
 */
function usableIntervals(columns: RhythmColumns): { row: Int32Array; logs: Float64Array } {
  const normal = intervalsBetween(columns, (kind) => kind === BEAT.normal || kind === BEAT.paced);
  if (normal.row.length >= LEAST_NORMAL * columns.count) return normal;
  return intervalsBetween(columns, (kind) => kind <= BEAT.supraventricular || kind === BEAT.paced);
}

function intervalsBetween(
  { count, kind, interval }: RhythmColumns,
  counts: (kind: number) => boolean,
): { row: Int32Array; logs: Float64Array } {
  const row = new Int32Array(count);
  const logs = new Float64Array(count);
  let length = 0;
  for (let i = 1; i < count; i++) {
    const seconds = interval[i]!;
    if (!(seconds >= SHORTEST_SECONDS && seconds <= LONGEST_SECONDS)) continue;
    if (!counts(kind[i]!) || !counts(kind[i - 1]!)) continue;
    row[length] = i;
    logs[length++] = Math.log(seconds);
  }
  return { row: row.slice(0, length), logs: logs.slice(0, length) };
}

/** Values in order, with a look at how they cluster. */
class SortedWindow {
  private readonly sorted: Float64Array;
  private count = 0;

  constructor(capacity: number) {
    this.sorted = new Float64Array(capacity);
  }

  add(value: number): void {
    let at = this.count++;
    for (; at > 0 && this.sorted[at - 1]! > value; at--) this.sorted[at] = this.sorted[at - 1]!;
    this.sorted[at] = value;
  }

  remove(value: number): void {
    let at = 0;
    while (this.sorted[at]! < value) at++;
    this.sorted.copyWithin(at, at + 1, this.count--);
  }

  largestShareWithin(width: number): number {
    const { sorted, count } = this;
    let most = 0;
    let from = 0;
    for (let to = 0; to < count; to++) {
      while (sorted[to]! - sorted[from]! > width) from++;
      most = Math.max(most, to - from + 1);
    }
    return count === 0 ? 1 : most / count;
  }
}
