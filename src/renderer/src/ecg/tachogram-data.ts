import type { BeatStore } from './beat-store.svelte.ts';

/** A longer interval is a pause in the labels or in the signal: the line is broken there (seconds). */
const LONGEST_INTERVAL = 5;
/** Part of the intervals that does not count for the scale's lower end. */
const TAIL = 0.01;
/** Pauses are what a tachogram is looked at for: of the longest intervals only the part that artefacts make is left out. */
const LONG_TAIL = 0.001;
/** In a short recording that is this many, but never more than `TAIL`. */
const FEWEST_LONG = 3;
/** Least height of the scale, in milliseconds: a regular rhythm should look regular. */
const LEAST_SPAN = 400;

export interface TachogramData {
  /** Seconds of each beat but the first, and the RR interval that ends there in milliseconds; null breaks the line. */
  readonly seconds: number[];
  readonly intervals: (number | null)[];
  /** Beat of each point. */
  readonly firstBeat: number;
  readonly low: number;
  readonly high: number;
}

export function tachogramData(beats: BeatStore, rate: number): TachogramData {
  const seconds: number[] = [];
  const intervals: (number | null)[] = [];
  const known: number[] = [];
  for (let beat = 1; beat < beats.count; beat++) {
    const interval = beats.interval(beat) / rate;
    const milliseconds = interval > 0 && interval <= LONGEST_INTERVAL ? 1000 * interval : null;
    seconds.push(beats.sample[beat]! / rate);
    intervals.push(milliseconds);
    if (milliseconds !== null) known.push(milliseconds);
  }
  const sorted = Float64Array.from(known).sort();
  const last = sorted.length - 1;
  const low = last < 0 ? 600 : sorted[Math.floor(TAIL * last)]!;
  const leftOut = Math.min(Math.floor(TAIL * last), Math.max(FEWEST_LONG, Math.floor(LONG_TAIL * last)));
  const high = last < 0 ? 1000 : sorted[last - leftOut]!;
  const middle = (low + high) / 2;
  const half = Math.max(LEAST_SPAN, 1.2 * (high - low)) / 2;
  return {
    seconds,
    intervals,
    firstBeat: 1,
    low: Math.max(0, Math.floor((middle - half) / 100) * 100),
    high: Math.ceil((middle + half) / 100) * 100,
  };
}
