import { MODEL_RATE } from './model-band.ts';
import { modeShare, runningQuantile } from './running-statistics.ts';

/**
 * Rhythm as the beat head sees it: log ratios of RR intervals in short, medium and long context and measures of
 * irregularity, clipped to ±1.5 and scaled by 4. This project's own choice, found by measurement (docs/results.md):
 * without them class S cannot be told from N, and without the whole-record terms neither in irregular rhythm.
 */
export const RR_FEATURES = 24;

const CLIP = 1.5;
const SCALE = 4;
/** What the rate itself is measured against: 100 beats a minute, where tachycardia begins. */
const USUAL_SECONDS = 0.6;
/** Half-width, in beats, of the long-run context. */
const LONG_RUN = 200;

/**
 * @param samples positions of all beats of the recording at MODEL_RATE, ascending
 * @returns `samples.length × RR_FEATURES`, row-major. RR[i] is the interval that ends at beat i; the intervals missing
 * at both ends repeat the nearest one. All zero where there are fewer than three beats.
 */
export function rrFeatures(samples: Int32Array): Float32Array {
  const count = samples.length;
  const features = new Float32Array(count * RR_FEATURES);
  if (count < 3) return features;

  const rr = intervals(samples);
  const at = (index: number): number => rr[Math.min(count - 1, Math.max(0, index))]!;
  const median8 = runningQuantile(rr, 8, 0.5);
  const median32 = runningQuantile(rr, 32, 0.5);
  const longMedian = runningQuantile(rr, LONG_RUN, 0.5);
  const shortest = runningQuantile(rr, 16, 0.125);
  const steps = new Float64Array(count);
  for (let i = 0; i < count; i++) steps[i] = Math.abs(rr[i]! - at(i - 1));
  const irregularity = runningQuantile(steps, 16, 0.5);
  const steadiest = runningQuantile(steps, 16, 0.25);
  const steadiestLong = runningQuantile(steps, 64, 0.25);
  const periodic = leastLagIrregularity(rr, 32);
  const concentration = modeShare(rr, 32);
  const sums = prefixSums(rr);
  const squares = prefixSums(rr.map((interval) => interval * interval));
  const sorted = Float64Array.from(rr).sort();
  const quantile = (share: number): number => sorted[Math.floor(share * (count - 1))]!;
  const spread = (quantile(0.75) - quantile(0.25)) / quantile(0.5);

  for (let i = 0; i < count; i++) {
    const row = i * RR_FEATURES;
    const here = rr[i]!;
    const next = at(i + 1);
    const mean5 = windowMean(sums, i, 5);
    const deviation5 = Math.sqrt(Math.max(0, windowMean(squares, i, 5) - mean5 * mean5));
    let column = 0;
    const put = (ratio: number): void => {
      const value = Math.log(Math.max(ratio, 1e-6));
      features[row + column++] = SCALE * Math.min(CLIP, Math.max(-CLIP, value));
    };
    /** Spreads are zero for a regular rhythm: a linear scale that ends where the clip does. */
    const putSpread = (share: number): void => {
      features[row + column++] = SCALE * Math.min(CLIP, share);
    };
    put(at(i - 1) / median32[i]!);
    put(here / median32[i]!);
    put(next / median32[i]!);
    put(at(i + 2) / median32[i]!);
    put(here / mean5);
    put(here / median8[i]!);
    put(here / windowMean(sums, i, 32));
    put(next / here);
    put(here / at(i - 1));
    putSpread((4 * deviation5) / mean5);
    putSpread((4 * irregularity[i]!) / median32[i]!);
    putSpread(2 * spread);
    put(Math.min(here, next) / shortest[i]!);
    put(here / longMedian[i]!);
    put(next / longMedian[i]!);
    put(here / windowMean(sums, i, LONG_RUN));
    putSpread((10 * steadiest[i]!) / median32[i]!);
    putSpread((10 * steadiestLong[i]!) / median32[i]!);
    putSpread((4 * periodic[i]!) / median32[i]!);
    putSpread(1.5 * (1 - concentration[i]!));
    put(here / quantile(0.9));
    put(median8[i]! / quantile(0.9));
    put(median8[i]! / quantile(0.5));
    put(median8[i]! / (USUAL_SECONDS * MODEL_RATE));
  }
  return features;
}

/** RR[0] has no interval of its own and repeats RR[1]. Coinciding beats count as one sample apart. */
function intervals(samples: Int32Array): Float64Array {
  const rr = new Float64Array(samples.length);
  for (let i = 1; i < rr.length; i++) rr[i] = Math.max(1, samples[i]! - samples[i - 1]!);
  rr[0] = rr[1]!;
  return rr;
}

/** The least, over lags of one to four beats, of the median change from RR[i − lag] to RR[i] within ± `half` beats. */
function leastLagIrregularity(rr: Float64Array, half: number): Float64Array {
  const least = new Float64Array(rr.length).fill(Infinity);
  for (let lag = 1; lag <= 4; lag++) {
    const changes = rr.map((interval, i) => Math.abs(interval - rr[Math.max(0, i - lag)]!));
    const median = runningQuantile(changes, half, 0.5);
    for (let i = 0; i < least.length; i++) least[i] = Math.min(least[i]!, median[i]!);
  }
  return least;
}

function prefixSums(values: Float64Array): Float64Array {
  const sums = new Float64Array(values.length + 1);
  for (let i = 0; i < values.length; i++) sums[i + 1] = sums[i]! + values[i]!;
  return sums;
}

/** Mean of the values within ± `half` places of `index`, the window cut at the ends. */
function windowMean(sums: Float64Array, index: number, half: number): number {
  const from = Math.max(0, index - half);
  const to = Math.min(sums.length - 1, index + half + 1);
  return (sums[to]! - sums[from]!) / (to - from);
}
