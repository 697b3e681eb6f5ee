import { MODEL_RATE } from '../../nat/inputs/model-band.ts';
import { RR_FEATURES, rrFeatures } from '../../nat/inputs/rr-features.ts';
import { type RandomStream, randomStream } from '../../nat/random.ts';

/**
 * RR features of simulated recordings, for rhythms that few training records hold: atrial fibrillation, without which a
 * model learns that every early beat is ectopic; premature beats, bigeminy and tachycardia of the atria, without which
 * it then learns that no beat of an irregular rhythm is; and sinus rhythm that changes its rate (docs/results.md has
 * what each is worth).
 */
export interface SimulatedRhythm {
  readonly features: Float32Array;
  /** What each beat is: one of SINUS, ECTOPIC, FIBRILLATING. */
  readonly kind: Uint8Array;
}

const SINUS = 0;
const ECTOPIC = 1;
const FIBRILLATING = 2;

/** What a stretch of simulated rhythm shows: fibrillation alone, at least one ectopic beat, or sinus rhythm alone. */
export const STRETCHES = ['fibrillation', 'ectopy', 'sinus'] as const;
export type Stretch = (typeof STRETCHES)[number];

const RECORDS = 96;
const BEATS = 1800;

export function simulatedRhythms(seed: number): readonly SimulatedRhythm[] {
  return Array.from({ length: RECORDS }, (_, record) => simulate(randomStream(seed, `simulated rhythm ${record}`)));
}

/** How ectopic beats come, for some minutes at a time. */
const PATTERNS = ['none', 'sparse', 'frequent', 'bigeminy', 'trigeminy', 'runs', 'tachycardia'] as const;
type Pattern = (typeof PATTERNS)[number];

function simulate(random: RandomStream): SimulatedRhythm {
  const positions = new Int32Array(BEATS);
  const kind = new Uint8Array(BEATS);
  const sinus = sinusRhythm(random);
  const fibrillation = fibrillationRhythm(random);
  const ectopy = ectopicRhythm(random);
  const withFibrillation = random.uniform() < 0.5;
  const permanent = withFibrillation && random.uniform() < 0.4;
  let fibrillates = permanent || (withFibrillation && random.uniform() < 0.5);
  let left = episodeBeats(random);
  let seconds = 0;
  for (let beat = 0; beat < BEATS; beat++) {
    if (left-- <= 0 && withFibrillation && !permanent) {
      fibrillates = !fibrillates;
      left = episodeBeats(random);
    }
    const usual = sinus(seconds);
    if (fibrillates) {
      seconds += fibrillation();
      kind[beat] = FIBRILLATING;
    } else {
      const { interval, ectopic } = ectopy(usual);
      seconds += interval;
      kind[beat] = ectopic ? ECTOPIC : SINUS;
    }
    positions[beat] = Math.round(seconds * MODEL_RATE);
  }
  return { features: rrFeatures(positions), kind };
}

/** RR intervals in seconds at a time in seconds: a mean, breathing, slow waves, and drifts of the rate over minutes. */
function sinusRhythm(random: RandomStream): (seconds: number) => number {
  const mean = 0.55 + 0.5 * random.uniform();
  const breathing = random.uniform() < 0.3 ? 0.06 + 0.14 * random.uniform() : 0.01 + 0.05 * random.uniform();
  const drift = 0.45 * random.uniform();
  const period = 120 + 900 * random.uniform();
  const phase = 2 * Math.PI * random.uniform();
  return (seconds) => {
    const slow = 0.04 * Math.sin(seconds / 9) + drift * Math.sin(phase + (2 * Math.PI * seconds) / period);
    return Math.max(0.38, mean * (1 + slow + breathing * Math.sin(1.6 * seconds) + 0.01 * random.normal()));
  };
}

/**
 * Gamma-distributed RR intervals, independent from beat to beat (shape and mean within the ranges of Hennig et al. 2006,
 * doi 10.1109/TBME.2005.863940).
 */
function fibrillationRhythm(random: RandomStream): () => number {
  const mean = 0.45 + 0.45 * random.uniform();
  const shape = 10 + 30 * random.uniform();
  return () => Math.max(0.24, (mean * gamma(random, shape)) / shape);
}

/**
 * Premature beats of one focus: coupling, its scatter and the pause after it are the focus's own. Ranges are this
 * project's choice: coupling 50–88 % of the sinus interval, pause up to 1.25 of it, runs at 115–200 beats a minute.
 */
function ectopicRhythm(random: RandomStream): (usual: number) => { interval: number; ectopic: boolean } {
  const coupling = 0.5 + 0.38 * random.uniform();
  const scatter = 0.01 + 0.05 * random.uniform();
  const pause = 1 + 0.25 * random.uniform();
  const runInterval = 0.3 + 0.22 * random.uniform();
  let pattern: Pattern = 'none';
  let patternLeft = 0;
  let runLeft = 0;
  let sinusSince = 0;
  return (usual) => {
    if (patternLeft-- <= 0) {
      pattern = PATTERNS[Math.floor(random.uniform() * PATTERNS.length)]!;
      patternLeft = 40 + Math.floor(300 * random.uniform());
    }
    if (runLeft > 0) {
      runLeft--;
      return { interval: Math.min(0.85 * usual, runInterval) * (1 + 0.012 * random.normal()), ectopic: true };
    }
    if (random.uniform() < chanceOf(pattern, sinusSince)) {
      sinusSince = 0;
      runLeft = runLength(pattern, random);
      const early = Math.min(0.92, Math.max(0.35, coupling + scatter * random.normal()));
      return { interval: usual * early, ectopic: true };
    }
    return { interval: usual * (sinusSince++ === 0 ? pause : 1), ectopic: false };
  };
}

function chanceOf(pattern: Pattern, sinusSince: number): number {
  switch (pattern) {
    case 'none':
      return 0;
    case 'sparse':
      return 0.03;
    case 'frequent':
      return 0.2;
    case 'bigeminy':
      return sinusSince >= 1 ? 0.9 : 0;
    case 'trigeminy':
      return sinusSince >= 2 ? 0.9 : 0;
    case 'runs':
      return 0.04;
    case 'tachycardia':
      return 0.01;
  }
}

/** Further ectopic beats after the first: couplets, short runs, minutes of tachycardia. */
function runLength(pattern: Pattern, random: RandomStream): number {
  if (pattern === 'runs') return 1 + Math.floor(12 * random.uniform() ** 2);
  if (pattern === 'tachycardia') return 20 + Math.floor(600 * random.uniform() ** 2);
  return pattern === 'frequent' && random.uniform() < 0.15 ? 1 : 0;
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

/**
 * Copies the features of `count` consecutive beats of such a stretch into `out`, beginning at row `row`.
 * @returns 1 for each beat that is ectopic; undefined when the draw found no such stretch, and nothing was copied
 */
export function drawStretch(
  rhythms: readonly SimulatedRhythm[],
  stretch: Stretch,
  random: RandomStream,
  count: number,
  out: Float32Array,
  row: number,
): Uint8Array | undefined {
  for (let attempt = 0; attempt < 40; attempt++) {
    const rhythm = rhythms[Math.floor(random.uniform() * rhythms.length)];
    if (!rhythm) return undefined;
    const first = Math.floor(random.uniform() * (BEATS - count));
    const kind = rhythm.kind.subarray(first, first + count);
    if (!shows(kind, stretch)) continue;
    out.set(rhythm.features.subarray(first * RR_FEATURES, (first + count) * RR_FEATURES), row * RR_FEATURES);
    return kind.map((each) => (each === ECTOPIC ? 1 : 0));
  }
  return undefined;
}

function shows(kind: Uint8Array, stretch: Stretch): boolean {
  switch (stretch) {
    case 'fibrillation':
      return kind.every((each) => each === FIBRILLATING);
    case 'ectopy':
      return kind.includes(ECTOPIC) && !kind.includes(FIBRILLATING);
    case 'sinus':
      return kind.every((each) => each === SINUS);
  }
}
