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

export class Resampler {
  readonly fromRate: number;
  readonly toRate: number;
  /** Input samples on either side of a position that an output sample depends on. */
  readonly reach: number;
  readonly #phases: number;
  readonly #taps: number;
  readonly #table: Float64Array;

  /** @param cutoffHertz −6 dB corner in Hz; just below half the lower rate unless given */
  constructor(fromRate: number, toRate: number, cutoffHertz = Infinity) {
    this.fromRate = fromRate;
    this.toRate = toRate;
    const cutoff = Math.min(0.95, (0.95 * toRate) / fromRate, (2 * cutoffHertz) / fromRate);
    this.reach = Math.ceil(HALF_WIDTH / cutoff);
    this.#taps = 2 * this.reach;
    this.#phases = phaseCount(fromRate, toRate);
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
   * Fills `output` with output samples from index `first` on. `input[0]` is input sample `inputStart`; what lies outside
   * `input` counts as its nearest edge sample.
   */
  read(input: Float32Array, inputStart: number, first: number, output: Float32Array): void {
    const taps = this.#taps;
    const phases = this.#phases;
    const last = input.length - 1;
    for (let index = 0; index < output.length; index++) {
      const position = ((first + index) * this.fromRate) / this.toRate;
      let whole = Math.floor(position);
      let phase = Math.round((position - whole) * phases);
      if (phase === phases) {
        phase = 0;
        whole += 1;
      }
      const base = whole - this.reach + 1 - inputStart;
      const row = phase * taps;
      let sum = 0;
      if (base >= 0 && base + taps - 1 <= last) {
        for (let tap = 0; tap < taps; tap++) sum += this.#table[row + tap]! * input[base + tap]!;
      } else {
        for (let tap = 0; tap < taps; tap++) {
          sum += this.#table[row + tap]! * input[Math.min(last, Math.max(0, base + tap))]!;
        }
      }
      output[index] = sum;
    }
  }

  /** A whole lead at once. */
  convert(input: Float32Array): Float32Array {
    const output = new Float32Array(this.outputLength(input.length));
    if (input.length > 0) this.read(input, 0, 0, output);
    return output;
  }
}

/** Distinct fractional positions of output samples: the reduced numerator of toRate / fromRate, when both are rational. */
function phaseCount(fromRate: number, toRate: number): number {
  const scale = 1000;
  const from = Math.round(fromRate * scale);
  const to = Math.round(toRate * scale);
  const phases = to / greatestCommonDivisor(from, to);
  const exact = Math.abs(fromRate * scale - from) < 1e-6 && Math.abs(toRate * scale - to) < 1e-6;
  return exact && phases <= MAX_PHASES ? phases : MAX_PHASES;
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
