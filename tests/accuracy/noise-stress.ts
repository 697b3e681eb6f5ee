import { isBeatCode } from '../../src/shared/annotation-codes.ts';
import type { RealRecord } from './real-records.ts';

/**
 * Noise added to recordings at given signal-to-noise ratios, as in the MIT-BIH Noise Stress Test (Moody, Muldrow & Mark
 * 1984) and WFDB's `nst`: 0 dB is where the noise's power equals that of a sine as high as the typical QRS complex.
 */

const median = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1] ?? NaN;

/** Power of a sine as high as the typical QRS complex is from peak to peak (within 50 ms of the beat), in steps². */
export function signalPower(samples: Int32Array, { header, reference }: RealRecord): number {
  const reach = Math.round(0.05 * header.rate);
  const heights = [...reference.sample].flatMap((at, i) => {
    const window = samples.subarray(Math.max(0, at - reach), at + reach + 1);
    return isBeatCode(reference.code[i] ?? 0) && window.length > 0 ? [Math.max(...window) - Math.min(...window)] : [];
  });
  return median(heights) ** 2 / 8;
}

/** Mean power over stretches of a second about their mean, without the quietest and the loudest 5 %. */
export function noisePower(samples: ArrayLike<number>, rate: number): number {
  const powers: number[] = [];
  for (let at = 0; at + rate <= samples.length; at += rate) {
    let mean = 0;
    let power = 0;
    for (let i = at; i < at + rate; i++) mean += (samples[i] ?? 0) / rate;
    for (let i = at; i < at + rate; i++) power += ((samples[i] ?? 0) - mean) ** 2 / rate;
    powers.push(power);
  }
  powers.sort((a, b) => a - b);
  const cut = Math.floor(powers.length * 0.05);
  const kept = powers.slice(cut, powers.length - cut);
  return kept.reduce((sum, power) => sum + power, 0) / kept.length;
}

/** One lead with noise at a ratio in decibels added where `isNoisy`; the noise is repeated when it is too short. */
export function withNoise(
  samples: Int32Array,
  noise: ArrayLike<number>,
  { signal, decibels, rate, isNoisy }: NoiseLevel,
): Int32Array {
  const gain = Math.sqrt(signal / noisePower(noise, rate) / 10 ** (decibels / 10));
  let mean = 0;
  for (let i = 0; i < noise.length; i++) mean += (noise[i] ?? 0) / noise.length;
  return samples.map((value, i) =>
    isNoisy(i / rate) ? Math.round(value + gain * ((noise[i % noise.length] ?? mean) - mean)) : value,
  );
}

export interface NoiseLevel {
  /** Power of the signal, of `signalPower`. */
  readonly signal: number;
  readonly decibels: number;
  readonly rate: number;
  readonly isNoisy: (seconds: number) => boolean;
}
