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

/**
 * How irregular the intervals are around each one that can be used: those between beats that are not ventricular. Ectopic
 * beats make the usual measures large (Lian 2011, Sarkar 2008 and CoSEn, Lake & Moorman 2011, all correct for them); a
 * lower quartile is not moved by beats that come early now and then, and the least over several lags not by bigeminy.
 */
export interface Irregularity {
  /** Beat that ends each interval. */
  readonly row: Int32Array;
  /** Lower quartile of the distance from the interval 1, 2, 3 or 4 before, whichever is least; as a share of the interval. */
  readonly change: Float32Array;
  /** Largest share of the intervals that lie within a tenth of each other. */
  readonly alike: Float32Array;
}

export function irregularity(columns: RhythmColumns): Irregularity {
  const { row, logs } = usableIntervals(columns);
  const { length } = row;
  const change = new Float32Array(length);
  const alike = new Float32Array(length);
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
    change[at] = least === Infinity ? 0 : least;
    alike[at] = sorted.largestShareWithin(ALIKE);
  }
  return { row, change, alike };
}

/** Intervals between beats that are not ventricular, as logarithms. */
function usableIntervals({ count, kind, interval }: RhythmColumns): { row: Int32Array; logs: Float64Array } {
  const row = new Int32Array(count);
  const logs = new Float64Array(count);
  let length = 0;
  const canCount = (i: number): boolean => kind[i] === BEAT.normal || kind[i] === BEAT.paced;
  for (let i = 1; i < count; i++) {
    const seconds = interval[i]!;
    if (!canCount(i) || !canCount(i - 1) || !(seconds >= SHORTEST_SECONDS && seconds <= LONGEST_SECONDS)) continue;
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
