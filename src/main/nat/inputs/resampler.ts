/**
 * Sampling-rate conversion by a Kaiser-windowed sinc evaluated at the phases of the ratio (polyphase form; Crochiere &
 * Rabiner, Multirate Digital Signal Processing, 1983, §3–4). Linear phase, so beats stay where they are. Any output
 * sample depends on a bounded stretch of input, so a recording can be converted in pieces with identical results.
 */
/** Zero crossings of the sinc on either side. */
const HALF_WIDTH = 16;
/** Stop-band attenuation about 80 dB (Kaiser 1974). */
const KAISER_BETA = 8;
/** Ratios with more phases are rounded to this many: 1/2048 of a sample. */
const MAX_PHASES = 2048;
/** Output samples computed side by side. */
const LANES = 8;

export class Resampler {
  readonly fromRate: number;
  readonly toRate: number;
  /** Input samples on either side of a position that an output sample depends on. */
  readonly reach: number;
  readonly #phases: number;
  /** Whether the phases are those of the ratio itself, so that they return. */
  readonly #exact: boolean;
  readonly #taps: number;
  readonly #table: Float64Array;

  /** @param cutoffHertz −6 dB corner in Hz; just below half the lower rate unless given */
  constructor(fromRate: number, toRate: number, cutoffHertz = Infinity) {
    this.fromRate = fromRate;
    this.toRate = toRate;
    const cutoff = Math.min(0.95, (0.95 * toRate) / fromRate, (2 * cutoffHertz) / fromRate);
    this.reach = Math.ceil(HALF_WIDTH / cutoff);
    this.#taps = 2 * this.reach;
    ({ phases: this.#phases, exact: this.#exact } = phasesOf(fromRate, toRate));
    this.#table = kernelTable(this.#phases, this.#taps, cutoff, HALF_WIDTH / cutoff);
  }

  /** Output samples that `inputSamples` stand for: the same duration. */
  outputLength(inputSamples: number): number {
    return Math.floor((inputSamples * this.toRate) / this.fromRate);
  }

  /** The output position of an input sample index. */
  outputPosition(inputSample: number): number {
    return Math.round((inputSample * this.toRate) / this.fromRate);
  }

  /**
   * Fills `output` with output samples from index `first` on. `given[0]` is input sample `inputStart`; what lies outside
   * `given` counts as its nearest edge sample.
   */
  read(given: Float32Array, inputStart: number, first: number, output: Float32Array): void {
    const input = new Float64Array(given); // turned into numbers once, not once a tap
    const table = this.#table;
    const taps = this.#taps;
    const span = this.#phases;
    const last = input.length - 1;
    // Output samples a whole number of phases apart are weighed alike: eight of them share every read of the table.
    for (let start = 0; start < output.length; start += LANES * span) {
      for (let index = start; index < Math.min(start + span, output.length); index++) {
        const a = this.#base(first + index) - inputStart;
        const h = this.#base(first + index + (LANES - 1) * span) - inputStart;
        const complete = index + (LANES - 1) * span < output.length && a >= 0 && h + taps - 1 <= last;
        if (!complete || !this.#exact) {
          for (let at = index; at < Math.min(output.length, index + LANES * span); at += span) {
            output[at] = this.#weighed(input, this.#base(first + at) - inputStart, this.#row(first + at));
          }
          continue;
        }
        const row = this.#row(first + index);
        const step = (h - a) / (LANES - 1); // whole: phases return after a whole number of input samples
        let sumA = 0;
        let sumB = 0;
        let sumC = 0;
        let sumD = 0;
        let sumE = 0;
        let sumF = 0;
        let sumG = 0;
        let sumH = 0;
        for (let tap = 0; tap < taps; tap++) {
          const weight = table[row + tap]!;
          const at = a + tap;
          sumA += weight * input[at]!;
          sumB += weight * input[at + step]!;
          sumC += weight * input[at + 2 * step]!;
          sumD += weight * input[at + 3 * step]!;
          sumE += weight * input[at + 4 * step]!;
          sumF += weight * input[at + 5 * step]!;
          sumG += weight * input[at + 6 * step]!;
          sumH += weight * input[at + 7 * step]!;
        }
        output[index] = sumA;
        output[index + span] = sumB;
        output[index + 2 * span] = sumC;
        output[index + 3 * span] = sumD;
        output[index + 4 * span] = sumE;
        output[index + 5 * span] = sumF;
        output[index + 6 * span] = sumG;
        output[index + 7 * span] = sumH;
      }
    }
  }

  /** Where in the table the weights of an output sample begin. */
  #row(index: number): number {
    const position = (index * this.fromRate) / this.toRate;
    const phase = Math.round((position - Math.floor(position)) * this.#phases);
    return (phase === this.#phases ? 0 : phase) * this.#taps;
  }

  /** The first input sample that an output sample depends on. */
  #base(index: number): number {
    const position = (index * this.fromRate) / this.toRate;
    const whole = Math.floor(position);
    const next = Math.round((position - whole) * this.#phases) === this.#phases ? 1 : 0;
    return whole + next - this.reach + 1;
  }

  /** One output sample; the input is continued by its edge samples. */
  #weighed(input: Float64Array, base: number, row: number): number {
    const last = input.length - 1;
    let sum = 0;
    for (let tap = 0; tap < this.#taps; tap++) {
      sum += this.#table[row + tap]! * input[Math.min(last, Math.max(0, base + tap))]!;
    }
    return sum;
  }

  /** A whole lead at once. */
  convert(input: Float32Array): Float32Array {
    const output = new Float32Array(this.outputLength(input.length));
    if (input.length > 0) this.read(input, 0, 0, output);
    return output;
  }
}

/** Distinct fractional positions of output samples: the reduced numerator of toRate / fromRate, when both are rational. */
function phasesOf(fromRate: number, toRate: number): { readonly phases: number; readonly exact: boolean } {
  const scale = 1000;
  const from = Math.round(fromRate * scale);
  const to = Math.round(toRate * scale);
  const phases = to / greatestCommonDivisor(from, to);
  const whole = Math.abs(fromRate * scale - from) < 1e-6 && Math.abs(toRate * scale - to) < 1e-6;
  const exact = whole && phases <= MAX_PHASES;
  return { phases: exact ? phases : MAX_PHASES, exact };
}

const greatestCommonDivisor = (a: number, b: number): number => (b === 0 ? a : greatestCommonDivisor(b, a % b));

function kernelTable(phases: number, taps: number, cutoff: number, halfWidth: number): Float64Array {
  const table = new Float64Array(phases * taps);
  for (let phase = 0; phase < phases; phase++) {
    let sum = 0;
    for (let tap = 0; tap < taps; tap++) {
      const distance = tap - taps / 2 + 1 - phase / phases;
      const value = sinc(distance * cutoff) * kaiser(distance / halfWidth);
      table[phase * taps + tap] = value;
      sum += value;
    }
    // Unit gain at 0 Hz for every phase: a constant stays constant.
    for (let tap = 0; tap < taps; tap++) table[phase * taps + tap]! /= sum;
  }
  return table;
}

const sinc = (x: number): number => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));

function kaiser(x: number): number {
  return Math.abs(x) >= 1 ? 0 : besselI0(KAISER_BETA * Math.sqrt(1 - x * x)) / besselI0(KAISER_BETA);
}

/** Modified Bessel function of the first kind, order 0, by its power series. */
function besselI0(x: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 1; term > sum * 1e-12; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}
