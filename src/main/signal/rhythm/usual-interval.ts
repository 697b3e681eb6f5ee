import { SlidingQuantile } from '../detection/sliding-quantile.ts';
import { isVentricular, type RhythmColumns } from './beat-sequence.ts';

/** Intervals on each side that tell the rate. */
const REACH = 8;
/** An interval longer than this is a pause and tells no rate, in seconds. */
const LONGEST_SECONDS = 4;
/** How many beats away from the last interval that counts the rate is still known. */
const KNOWN_FOR = 16;

/**
 * The usual interval around each beat in seconds: the median of those between beats that are not ventricular, ± 8; NaN
 * where there is none near.
 */
export function usualIntervals({ count, kind, interval }: RhythmColumns): Float32Array {
  const usual = new Float32Array(count).fill(Number.NaN);
  const row = new Int32Array(count);
  let length = 0;
  for (let i = 1; i < count; i++) {
    if (!isVentricular(kind[i]!) && !isVentricular(kind[i - 1]!) && interval[i]! <= LONGEST_SECONDS) row[length++] = i;
  }
  const window = new SlidingQuantile(2 * REACH + 2);
  let end = 0;
  for (let at = 0; at < length; at++) {
    while (end < Math.min(length, at + REACH + 1)) window.add(interval[row[end++]!]!);
    if (at - REACH - 1 >= 0) window.remove(interval[row[at - REACH - 1]!]!);
    const from = at === 0 ? Math.max(0, row[0]! - KNOWN_FOR) : row[at]!;
    const until = Math.min(at + 1 < length ? row[at + 1]! : count, row[at]! + KNOWN_FOR);
    usual.fill(window.quantile(0.5), from, until);
  }
  return usual;
}
