import { Random } from './random.ts';
import type { Noise } from './scenario.ts';
import { SlowNoise } from './slow-noise.ts';

/** Baseline wander: electrode potentials that drift over seconds, and breathing. Share of the amplitude that is breathing. */
const WANDER_KNOT_SECONDS = 0.5;
const WANDER_MEMORY = 0.88;
const BREATH_SHARE = 0.6;
/** Muscle noise as surface EMG: white noise between these corner frequencies, its strength rising and falling. */
const MUSCLE_FROM_HERTZ = 20;
const MUSCLE_TO_HERTZ = 110;
const MUSCLE_SWING = 0.35;
/** A loosening electrode: a jump of this size in mV that fades again with these time constants in seconds. */
const MOTION_MILLIVOLTS = [0.3, 1.1] as const;
const MOTION_RISE = 0.05;
const MOTION_FALL = 0.45;
/** Below this many mV an artefact is over. */
const FADED = 1e-5;

/** What disturbs one electrode, sample after sample, in mV. */
export class ElectrodeNoise {
  readonly #muscleRandom: Random;
  readonly #motionRandom: Random;
  readonly #rate: number;
  readonly #wander: SlowNoise | undefined;
  readonly #breath: number;
  readonly #wanderGain: number;
  readonly #mains: number;
  readonly #muscleLevel: SlowNoise;
  readonly #muscleGain: number;
  readonly #level: Float64Array;
  readonly #highPass: number;
  readonly #lowPass: number;
  #low = 0;
  #band = 0;
  readonly #motionPerSecond: number;
  /** Samples from the start of the coming block to the next artefact. */
  #nextMotion: number;
  #drive = 0;
  #motion = 0;

  /**
   * @param share of the recording's loose-electrode artefacts that fall on this electrode.
   * @param length the most samples that will be asked for at a time.
   */
  constructor(name: string, seed: number, rate: number, noise: Noise, share: number, length: number) {
    // One sequence of random numbers for each kind of noise: the order in which they are drawn must not matter.
    const stream = (kind: string): Random => new Random(seed, `${kind} at ${name}`);
    const random = stream('coupling');
    this.#muscleRandom = stream('muscle');
    this.#motionRandom = stream('motion');
    this.#rate = rate;
    const wander = noise.baselineWander ?? 0;
    // A lead is a difference of electrodes: 1/√2 of its noise at each.
    this.#wander = wander > 0 ? new SlowNoise(stream('wander'), rate, WANDER_KNOT_SECONDS, WANDER_MEMORY) : undefined;
    this.#breath = wander * BREATH_SHARE * random.between(-1, 1);
    this.#wanderGain = wander * Math.SQRT1_2 * Math.sqrt(1 - BREATH_SHARE ** 2);
    this.#mains = (noise.mains ?? 0) * random.between(-1.2, 1.2);
    this.#muscleLevel = new SlowNoise(stream('muscle level'), rate, 0.6, 0.7);
    this.#level = new Float64Array(length);
    this.#highPass = 1 - Math.exp((-2 * Math.PI * MUSCLE_FROM_HERTZ) / rate);
    this.#lowPass = 1 - Math.exp((-2 * Math.PI * Math.min(MUSCLE_TO_HERTZ, 0.4 * rate)) / rate);
    this.#muscleGain = ((noise.muscle ?? 0) * Math.SQRT1_2) / bandDeviation(this.#highPass, this.#lowPass);
    this.#motionPerSecond = ((noise.electrodeMotionPerMinute ?? 0) / 60) * share;
    this.#nextMotion = Math.ceil(this.#motionRandom.waiting(this.#motionPerSecond) * rate);
  }

  /**
   * Writes `count` samples into `out`. `breath` (−1 to 1) and `mains` (unit root mean square) are common to all
   * electrodes and hold the same samples.
   */
  fill(out: Float64Array, breath: Float64Array, mains: Float64Array, count: number): void {
    const breathGain = this.#breath;
    const mainsGain = this.#mains;
    for (let n = 0; n < count; n++) out[n] = breathGain * breath[n]! + mainsGain * mains[n]!;
    this.#wander?.addTo(out, this.#wanderGain, count);
    if (this.#muscleGain > 0) this.#addMuscle(out, count);
    if (this.#motionPerSecond > 0) this.#addMotion(out, count);
  }

  #addMuscle(out: Float64Array, count: number): void {
    const random = this.#muscleRandom;
    const level = this.#level;
    level.fill(1, 0, count);
    this.#muscleLevel.addTo(level, MUSCLE_SWING, count);
    const gain = this.#muscleGain;
    const highPass = this.#highPass;
    const lowPass = this.#lowPass;
    let low = this.#low;
    let band = this.#band;
    for (let n = 0; n < count; n++) {
      const white = random.roughGaussian();
      low += highPass * (white - low);
      band += lowPass * (white - low - band);
      out[n]! += gain * Math.max(0.2, level[n]!) * band;
    }
    this.#low = low;
    this.#band = band;
  }

  /** Between artefacts, once the last has faded, there is nothing to do. */
  #addMotion(out: Float64Array, count: number): void {
    const rise = 1 / (MOTION_RISE * this.#rate);
    const fall = 1 - 1 / (MOTION_FALL * this.#rate);
    let drive = this.#drive;
    let motion = this.#motion;
    let next = this.#nextMotion;
    for (let n = 0; n < count; n++) {
      if (drive === 0) {
        if (next >= count) break;
        n = Math.max(n, next);
      }
      if (n >= next) {
        const size = this.#motionRandom.between(...MOTION_MILLIVOLTS);
        drive += this.#motionRandom.uniform() < 0.5 ? -size : size;
        next += Math.ceil(this.#motionRandom.waiting(this.#motionPerSecond) * this.#rate);
      }
      drive *= fall;
      motion += rise * (drive - motion);
      out[n]! += motion;
      if (Math.abs(drive) < FADED && Math.abs(motion) < FADED) drive = motion = 0;
    }
    this.#drive = drive;
    this.#motion = motion;
    this.#nextMotion = next - count;
  }
}

/** The standard deviation of unit white noise behind the two one-pole filters, from their impulse response. */
function bandDeviation(highPass: number, lowPass: number): number {
  let low = 0;
  let band = 0;
  let power = 0;
  for (let n = 0; n < 400; n++) {
    const white = n === 0 ? 1 : 0;
    low += highPass * (white - low);
    band += lowPass * (white - low - band);
    power += band * band;
  }
  return Math.sqrt(power);
}
