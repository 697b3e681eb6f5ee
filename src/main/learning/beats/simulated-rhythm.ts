import { MODEL_RATE } from '../../nat/inputs/model-band.ts';
import { RR_FEATURES, rrFeatures } from '../../nat/inputs/rr-features.ts';
import { type RandomStream, randomStream } from '../../nat/random.ts';

/**
 * RR features of simulated recordings in which atrial fibrillation alternates with sinus rhythm. Few training records
 * are in AF; without these a model learns that every early beat is ectopic (docs/results.md).
 */
export interface SimulatedRhythm {
  readonly features: Float32Array;
  /** 1 for beats in atrial fibrillation. */
  readonly fibrillating: Uint8Array;
}

const RECORDS = 48;
const BEATS = 1800;

export function simulatedRhythms(seed: number): readonly SimulatedRhythm[] {
  return Array.from({ length: RECORDS }, (_, record) => simulate(randomStream(seed, `simulated rhythm ${record}`)));
}

/**
 * AF: gamma-distributed RR intervals, independent from beat to beat (shape and mean within the ranges of Hennig et al.
 * 2006, doi 10.1109/TBME.2005.863940). Sinus: respiratory and slow modulation about a mean.
 */
function simulate(random: RandomStream): SimulatedRhythm {
  const positions = new Int32Array(BEATS);
  const fibrillating = new Uint8Array(BEATS);
  const sinusMean = 0.65 + 0.4 * random.uniform();
  const afMean = 0.45 + 0.45 * random.uniform();
  const shape = 10 + 30 * random.uniform();
  const respiration = 0.02 + 0.04 * random.uniform();
  const permanent = random.uniform() < 0.4;
  let inAf = permanent || random.uniform() < 0.5;
  let left = episodeBeats(random);
  let seconds = 0;
  for (let beat = 0; beat < BEATS; beat++) {
    if (left-- <= 0 && !permanent) {
      inAf = !inAf;
      left = episodeBeats(random);
    }
    const slow = 0.03 * Math.sin(seconds / 9) + 0.04 * Math.sin(seconds / 151);
    const interval = inAf
      ? Math.max(0.24, (afMean * gamma(random, shape)) / shape)
      : sinusMean * (1 + slow + respiration * Math.sin(seconds * 1.6) + 0.008 * random.normal());
    seconds += interval;
    positions[beat] = Math.round(seconds * MODEL_RATE);
    fibrillating[beat] = inAf ? 1 : 0;
  }
  return { features: rrFeatures(positions), fibrillating };
}

const episodeBeats = (random: RandomStream): number => Math.floor(60 + 600 * random.uniform() ** 2);

/** Marsaglia & Tsang 2000, for shapes above 1. */
function gamma(random: RandomStream, shape: number): number {
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = random.normal();
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - random.uniform()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}

/** Copies the features of `count` consecutive beats, all in AF, into `out` at `row`; false when the draw found none. */
export function drawFibrillation(
  rhythms: readonly SimulatedRhythm[],
  random: RandomStream,
  count: number,
  out: Float32Array,
  row: number,
): boolean {
  for (let attempt = 0; attempt < 20; attempt++) {
    const rhythm = rhythms[Math.floor(random.uniform() * rhythms.length)];
    if (!rhythm) return false;
    const first = Math.floor(random.uniform() * (BEATS - count));
    if (rhythm.fibrillating.subarray(first, first + count).some((value) => value === 0)) continue;
    out.set(rhythm.features.subarray(first * RR_FEATURES, (first + count) * RR_FEATURES), row * RR_FEATURES);
    return true;
  }
  return false;
}
