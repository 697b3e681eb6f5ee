import { MISSING_SAMPLE } from '../../../src/shared/recording.ts';

/** A number generator with a seed (mulberry32): the same noise on every machine. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** One wave: offset from the R peak and standard deviation in seconds, height in millivolts. */
export type Wave = readonly [offset: number, width: number, height: number];

export const NORMAL_BEAT: readonly Wave[] = [
  [-0.16, 0.02, 0.12],
  [-0.03, 0.008, -0.12],
  [0, 0.011, 1],
  [0.03, 0.009, -0.25],
  [0.28, 0.045, 0.3],
];
/** Wide, without a P wave, with a T wave the other way. */
export const VENTRICULAR_BEAT: readonly Wave[] = [
  [-0.02, 0.03, 1.3],
  [0.07, 0.035, -0.5],
  [0.3, 0.06, -0.45],
];

export interface TrainOptions {
  readonly rate: number;
  readonly seconds: number;
  /** R peaks in seconds. */
  readonly beats: readonly number[];
  readonly wavesOf?: (beat: number) => readonly Wave[];
  /** Integer steps per millivolt; negative turns the lead upside down. */
  readonly stepsPerMillivolt?: number;
  readonly baseline?: number;
  /** Standard deviation of white noise, in millivolts. */
  readonly noise?: number;
  /** Amplitude of a slow baseline wander, in millivolts. */
  readonly wander?: number;
  readonly seed?: number;
}

export const regularBeats = (seconds: number, interval: number, first = 0.6): number[] =>
  Array.from({ length: Math.max(0, Math.ceil((seconds - first - 0.2) / interval)) }, (_, i) => first + i * interval);

/** An ECG lead as a device would write it, with its R peaks where `beats` says. */
export function syntheticLead(options: TrainOptions): Int32Array {
  const { rate, seconds, beats, wavesOf = () => NORMAL_BEAT, stepsPerMillivolt = 1000, baseline = 0 } = options;
  const { noise = 0.005, wander = 0, seed = 1 } = options;
  const random = seeded(seed);
  const millivolts = new Float64Array(Math.round(rate * seconds));
  for (let i = 0; i < millivolts.length; i++) {
    // The sum of twelve uniform numbers is close enough to a Gaussian.
    let gaussian = -6;
    for (let k = 0; k < 12; k++) gaussian += random();
    millivolts[i] = noise * gaussian + wander * Math.sin((2 * Math.PI * 0.25 * i) / rate);
  }
  beats.forEach((beat, index) => {
    for (const [offset, width, height] of wavesOf(index)) {
      const centre = beat + offset;
      const from = Math.max(0, Math.ceil((centre - 5 * width) * rate));
      const to = Math.min(millivolts.length, (centre + 5 * width) * rate);
      for (let i = from; i < to; i++) {
        millivolts[i] = (millivolts[i] ?? 0) + height * Math.exp(-(((i / rate - centre) / width) ** 2) / 2);
      }
    }
  });
  return Int32Array.from(millivolts, (value) => Math.round(value * stepsPerMillivolt) + baseline);
}

export function withGap(samples: Int32Array, from: number, to: number): Int32Array {
  return samples.slice().fill(MISSING_SAMPLE, Math.round(from), Math.round(to));
}

/** Cuts leads of one rate into blocks of `size` samples. */
export function* blocksOf(leads: readonly Int32Array[], size: number): Generator<Int32Array[], void, undefined> {
  const length = Math.max(0, ...leads.map((lead) => lead.length));
  for (let from = 0; from < length; from += size) yield leads.map((lead) => lead.slice(from, from + size));
}
