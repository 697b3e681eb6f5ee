import { BEAT_PROMINENCE, BEAT_SHARE, FEWEST_BEATS } from './quality-limits.ts';
import { PARTS, type SecondMeasures } from './second-measures.ts';

/** Seconds on each side whose beats are looked for. */
const REACH = 2;
/** Parts of a second on each side of a beat in which a lead may show it: the leads do not peak together. */
const TOLERANCE = 2;

/**
 * Whether a lead shows the beats that all leads together gave, around one second (bSQI of Li, Mark & Clifford 2008, with
 * the beats of all leads in the place of a second detector). True where there are too few beats to say.
 * @param beats in seconds, ascending
 */
export function shownBeats(
  { peaks, usualPeak, from, seconds }: SecondMeasures,
  at: number,
  beats: Float64Array,
): boolean {
  const first = Math.max(0, at - REACH);
  const last = Math.min(seconds, at + REACH + 1);
  const stretch = peaks.subarray(first * PARTS, last * PARTS);
  let usual = 0;
  for (let second = first; second < last; second++) usual += usualPeak[second]! / (last - first);
  let count = 0;
  let shown = 0;
  for (let i = firstAtOrAfter(beats, from + first); i < beats.length && beats[i]! < from + last; i++) {
    const part = Math.floor((beats[i]! - from - first) * PARTS);
    let peak = 0;
    for (let p = Math.max(0, part - TOLERANCE); p <= Math.min(stretch.length - 1, part + TOLERANCE); p++) {
      peak = Math.max(peak, stretch[p]!);
    }
    count++;
    if (peak > BEAT_PROMINENCE * usual) shown++;
  }
  return count < FEWEST_BEATS || shown >= BEAT_SHARE * count;
}

function firstAtOrAfter(values: Float64Array, bound: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle]! < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}
