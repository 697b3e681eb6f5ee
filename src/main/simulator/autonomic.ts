import type { Random } from './random.ts';

const TURN = 2 * Math.PI;

/** Relative standard deviations of a healthy adult's RR interval at 60 beats a minute, by frequency band. */
const VERY_LOW = { from: 0.004, to: 0.03, components: 8, deviation: 0.02 };
/** The Mayer wave: Gaussian band around 0.1 Hz, as in McSharry et al. 2003 (doi 10.1109/TBME.2003.808805). */
const LOW = { centre: 0.1, spread: 0.012, components: 12, deviation: 0.02 };
/** Respiratory sinus arrhythmia: with LOW it gives McSharry's LF/HF power ratio of 0.5. */
const RESPIRATORY_DEVIATION = 0.028;

/** How far a breath turns the heart's electrical axis and changes its amplitude (Sameni et al. 2007, doi 10.1155/2007/43407). */
const BREATH_TURN_RADIANS = 0.06;
const BREATH_GAIN = 0.04;

/**
 * Breathing and vegetative tone as closed functions of time in seconds, so that any moment of a day can be asked for
 * without the ones before. Each band is a sum of sinusoids of random phase, the discrete form of McSharry's spectrum.
 */
export class Autonomic {
  readonly #breathsPerSecond: number;
  readonly #breathDrift: Float64Array;
  readonly #waves: Float64Array;

  constructor(random: Random) {
    this.#breathsPerSecond = random.between(0.22, 0.28);
    const drift: number[] = [];
    for (let index = 0; index < 4; index++)
      drift.push(random.between(0.25, 0.6), random.between(0.008, 0.05) * TURN, random.uniform() * TURN);
    this.#breathDrift = Float64Array.from(drift);
    const waves: number[] = [];
    for (let index = 0; index < VERY_LOW.components; index++) {
      const frequency = VERY_LOW.from * (VERY_LOW.to / VERY_LOW.from) ** random.uniform();
      const amplitude = VERY_LOW.deviation * Math.sqrt(2 / VERY_LOW.components);
      waves.push(amplitude, frequency * TURN, random.uniform() * TURN);
    }
    for (let index = 0; index < LOW.components; index++) {
      const frequency = LOW.centre + LOW.spread * random.gaussian();
      waves.push(LOW.deviation * Math.sqrt(2 / LOW.components), frequency * TURN, random.uniform() * TURN);
    }
    this.#waves = Float64Array.from(waves);
  }

  /** −1 (breathed out) to 1 (breathed in); the breathing rate wanders slowly. */
  breath(time: number): number {
    return Math.sin(TURN * this.#breathsPerSecond * time + sumOfSines(this.#breathDrift, time));
  }

  /** The factor on the mean RR interval at a moment; an interval shortens while breathing in. */
  intervalFactor(time: number, variability: number): number {
    const respiratory = RESPIRATORY_DEVIATION * Math.SQRT2 * -this.breath(time - 0.6);
    return 1 + variability * (sumOfSines(this.#waves, time) + respiratory);
  }

  /** Turn of the dipole in the frontal plane, in radians. */
  axisTurn(time: number): number {
    return BREATH_TURN_RADIANS * this.breath(time);
  }

  amplitudeFactor(time: number): number {
    return 1 - BREATH_GAIN * this.breath(time);
  }
}

/** Triples of amplitude, angular frequency and phase. */
function sumOfSines(triples: Float64Array, time: number): number {
  let sum = 0;
  for (let at = 0; at < triples.length; at += 3)
    sum += triples[at]! * Math.sin(triples[at + 1]! * time + triples[at + 2]!);
  return sum;
}
