import { Resampler } from './resampler.ts';

/** Rate of every signal the model sees, in Hz. */
export const MODEL_RATE = 250;
/** The model's band: upper corner (−6 dB) in Hz. */
const UPPER_HERTZ = 40;
/** Length of each of three moving averages whose cascade is the baseline: −3 dB of what remains at 0.67 Hz. */
const BASELINE_SAMPLES = 183;
const BASELINE_PASSES = 3;

/**
 * A lead as the model sees it: 0.67–40 Hz, zero-phase, at 250 Hz. Both filters have finite impulse responses, so that a
 * recording can be prepared piece by piece with a bounded look-ahead.
 * @param lead in physical units at `rate`; missing samples as NaN
 */
export function toModelBand(lead: Float32Array, rate: number): Float32Array {
  return withoutBaseline(resamplerFrom(rate).convert(bridged(lead)));
}

/** The one used last: its table takes as long as some seconds of signal, and most leads are of one rate. */
let resampler = new Resampler(MODEL_RATE, MODEL_RATE, UPPER_HERTZ);

function resamplerFrom(rate: number): Resampler {
  if (resampler.fromRate !== rate) resampler = new Resampler(rate, MODEL_RATE, UPPER_HERTZ);
  return resampler;
}

/** Samples at 250 Hz that a lead of so many samples has in the model's band. */
export const modelBandLength = (samples: number, rate: number): number => Math.floor((samples * MODEL_RATE) / rate);

/** How far, at 250 Hz, a sample without baseline depends on those around it. */
const BASELINE_REACH = BASELINE_PASSES * (BASELINE_SAMPLES >> 1);

/** A stretch [from, to) of samples. */
export interface SampleRange {
  readonly from: number;
  readonly to: number;
}

/** Any stretch of a lead in the model's band, from the stretch of its own samples that it depends on. */
export class ModelBandRange {
  /** Samples of the lead that `read` needs, within the lead. */
  readonly needed: SampleRange;
  readonly #resampler: Resampler;
  readonly #range: SampleRange;
  readonly #filtered: SampleRange;

  /** @param samples of the whole lead at `rate`; @param range at 250 Hz, clipped to the lead */
  constructor(samples: number, rate: number, range: SampleRange) {
    const length = modelBandLength(samples, rate);
    const clip = (at: number): number => Math.min(length, Math.max(0, at));
    this.#resampler = resamplerFrom(rate);
    this.#range = { from: clip(range.from), to: clip(range.to) };
    this.#filtered = { from: clip(range.from - BASELINE_REACH), to: clip(range.to + BASELINE_REACH) };
    const { reach } = this.#resampler;
    const ownSample = (at: number): number => (at * rate) / MODEL_RATE;
    this.needed = {
      from: Math.max(0, Math.floor(ownSample(this.#filtered.from)) - reach - 1),
      to: Math.min(samples, Math.ceil(ownSample(this.#filtered.to)) + reach + 1),
    };
  }

  /**
   * The same as that stretch of `toModelBand` of the whole lead, but for rounding, and for missing samples whose
   * neighbours lie outside.
   * @param lead the needed samples in physical units; missing ones as NaN
   */
  read(lead: Float32Array): Float32Array {
    const { from, to } = this.#filtered;
    const signal = new Float32Array(to - from);
    if (lead.length > 0) this.#resampler.read(bridged(lead), this.needed.from, from, signal);
    return withoutBaseline(signal).subarray(this.#range.from - from, this.#range.to - from);
  }
}

/** Takes the baseline away, in place. */
function withoutBaseline(signal: Float32Array): Float32Array {
  const baseline = signal.slice();
  for (let pass = 0; pass < BASELINE_PASSES; pass++) movingAverage(baseline, BASELINE_SAMPLES);
  for (let i = 0; i < signal.length; i++) signal[i]! -= baseline[i]!;
  return signal;
}

/** Missing stretches as straight lines between their neighbours; all zero where nothing is known. */
function bridged(lead: Float32Array): Float32Array {
  const out = lead.slice();
  let last = -1;
  for (let i = 0; i <= out.length; i++) {
    if (i < out.length && Number.isNaN(out[i])) continue;
    if (i - last > 1) {
      const before = last >= 0 ? out[last]! : i < out.length ? out[i]! : 0;
      const after = i < out.length ? out[i]! : before;
      for (let at = last + 1; at < i; at++) out[at] = before + ((after - before) * (at - last)) / (i - last);
    }
    last = i;
  }
  return out;
}

/** Centred mean over `width` samples (odd), in place; the window is cut at the ends. */
function movingAverage(values: Float32Array, width: number): void {
  const half = width >> 1;
  const source = values.slice();
  let sum = 0;
  let count = 0;
  for (let i = 0; i < Math.min(half, source.length); i++) {
    sum += source[i]!;
    count++;
  }
  const whole = Math.min(source.length, half + 1);
  for (let i = 0; i < whole; i++) {
    if (i + half < source.length) {
      sum += source[i + half]!;
      count++;
    }
    values[i] = sum / count;
  }
  const inside = Math.max(whole, source.length - half);
  for (let i = whole; i < inside; i++) {
    sum += source[i + half]!;
    sum -= source[i - half - 1]!;
    values[i] = sum / width;
  }
  for (let i = inside; i < source.length; i++) {
    sum -= source[i - half - 1]!;
    count--;
    values[i] = sum / count;
  }
}
