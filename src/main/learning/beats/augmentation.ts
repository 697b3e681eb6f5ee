import { MODEL_RATE } from '../../nat/inputs/model-band.ts';
import { WINDOW_SAMPLES } from '../../nat/model-config.ts';
import type { RandomStream } from '../../nat/random.ts';

/**
 * Disturbances a recording may come with and a class must not depend on. No flips and no shifts: polarity and place
 * carry meaning. Strengths in units of the lead's own scale (about the height of its R peaks).
 */
export interface AugmentationStrength {
  /** Largest change of speed, as a share. */
  readonly timeScale: number;
  /** Deviation of the logarithm of the gain, between the lead and its usual scale. */
  readonly gain: number;
  readonly wander: number;
  readonly whiteNoise: number;
  readonly mains: number;
  /** Probability that a stretch of 0.2–0.8 s goes silent. */
  readonly timeOut: number;
  /** Probability that recorded noise (wander, muscle) is added, and its largest share of the scale. */
  readonly recordedNoise: number;
}

export const USUAL_AUGMENTATION: AugmentationStrength = {
  timeScale: 0.08,
  gain: 0.15,
  wander: 0.15,
  whiteNoise: 0.04,
  mains: 0.02,
  timeOut: 0.1,
  recordedNoise: 0.25,
};

/** Stretches of real noise at 250 Hz, each scaled to unit deviation. */
export type NoiseBank = readonly Float32Array[];

const stretched = new Float32Array(2 * WINDOW_SAMPLES);

/**
 * Changes the speed of both channels about the window's middle by `factor` and moves the beats along.
 * Ratios of RR intervals stay as they are.
 */
export function stretchTime(signal: Float32Array, at: number, factor: number): void {
  const middle = (WINDOW_SAMPLES - 1) / 2;
  for (let channel = 0; channel < 2; channel++) {
    const start = at + channel * WINDOW_SAMPLES;
    for (let i = 0; i < WINDOW_SAMPLES; i++) {
      const source = middle + (i - middle) / factor;
      const whole = Math.floor(source);
      const share = source - whole;
      const a = whole < 0 || whole >= WINDOW_SAMPLES ? 0 : signal[start + whole]!;
      const b = whole + 1 < 0 || whole + 1 >= WINDOW_SAMPLES ? 0 : signal[start + whole + 1]!;
      stretched[channel * WINDOW_SAMPLES + i] = a + (b - a) * share;
    }
  }
  signal.set(stretched, at);
}

export const stretchedPosition = (position: number, factor: number): number => {
  const middle = (WINDOW_SAMPLES - 1) / 2;
  return middle + (position - middle) * factor;
};

/** Adds disturbances to a scaled lead and, alike, to its residual: what is added is in neither median beat. */
export function disturb(
  signal: Float32Array,
  at: number,
  random: RandomStream,
  strength: AugmentationStrength,
  noise: NoiseBank,
): void {
  const gain = Math.exp(strength.gain * random.normal());
  const wander = strength.wander * Math.abs(random.normal());
  const wanderStep = (2 * Math.PI * (0.05 + 0.45 * random.uniform())) / MODEL_RATE;
  const wanderPhase = 2 * Math.PI * random.uniform();
  const mains = strength.mains * Math.abs(random.normal());
  const mainsStep = (2 * Math.PI * (random.uniform() < 0.5 ? 50 : 60)) / MODEL_RATE;
  const white = strength.whiteNoise * random.uniform();
  const bank = random.uniform() < 0.3 ? noise[Math.floor(random.uniform() * noise.length)] : undefined;
  const share = strength.recordedNoise * random.uniform();
  const bankStart = bank ? Math.floor(random.uniform() * Math.max(1, bank.length - WINDOW_SAMPLES)) : 0;
  for (let i = 0; i < WINDOW_SAMPLES; i++) {
    const added =
      wander * Math.sin(wanderPhase + wanderStep * i) +
      mains * Math.sin(mainsStep * i) +
      white * random.normal() +
      share * (bank?.[bankStart + i] ?? 0);
    signal[at + i] = gain * signal[at + i]! + added;
    signal[at + WINDOW_SAMPLES + i] = gain * signal[at + WINDOW_SAMPLES + i]! + added;
  }
  if (random.uniform() < strength.timeOut) {
    const length = Math.floor((0.2 + 0.6 * random.uniform()) * MODEL_RATE);
    const start = Math.floor(random.uniform() * (WINDOW_SAMPLES - length));
    signal.fill(0, at + start, at + start + length);
    signal.fill(0, at + WINDOW_SAMPLES + start, at + WINDOW_SAMPLES + start + length);
  }
}
