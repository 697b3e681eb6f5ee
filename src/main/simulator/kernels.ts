import type { Vector } from './lead-field.ts';

/**
 * One Gaussian bump of the heart's dipole: the moment of its peak, a direction, and widths (standard deviations) before
 * and after the peak. Sums of such kernels over the cardiac cycle are the model of McSharry, Clifford, Tarassenko, Smith
 * 2003 (doi 10.1109/TBME.2003.808805) in its three-dimensional form, Sameni, Clifford, Jutten, Shamsollahi 2007 (doi
 * 10.1155/2007/43407). Here all three axes of a kernel share their timing, and time runs in seconds around the beat
 * instead of in phase, so that a QRS keeps its width at every rate.
 */
export interface Kernel extends Vector {
  /** Seconds from the reference moment of the wave. */
  readonly at: number;
  readonly rise: number;
  readonly fall: number;
}

export const kernel = (at: number, rise: number, fall: number, x: number, y: number, z: number): Kernel => ({
  at: at / 1000,
  rise: rise / 1000,
  fall: fall / 1000,
  x,
  y,
  z,
});

/** Beyond this many widths a kernel is nothing: 3 · 10⁻⁶ of its height. */
const REACH = 5;

/** The dipole over a run of samples; `x`, `y` and `z` in mV hold `count` samples from sample `start` of the recording. */
export interface DipoleBlock {
  readonly rate: number;
  start: number;
  count: number;
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly z: Float64Array;
}

/** How a wave is placed: `time` is its reference moment; kernels after `stretchFrom` are drawn `stretch` times as long. */
export interface Placement {
  time: number;
  stretchFrom: number;
  stretch: number;
  gain: number;
  /** Turn in the frontal plane, radians. */
  turn: number;
}

export function addKernels(block: DipoleBlock, kernels: readonly Kernel[], placement: Placement): void {
  const { rate, start, count, x, y, z } = block;
  const cosine = Math.cos(placement.turn) * placement.gain;
  const sine = Math.sin(placement.turn) * placement.gain;
  for (const bump of kernels) {
    const stretch = bump.at > placement.stretchFrom ? placement.stretch : 1;
    const offset = stretch === 1 ? bump.at : placement.stretchFrom + (bump.at - placement.stretchFrom) * stretch;
    const peak = (placement.time + offset) * rate - start;
    const rise = bump.rise * stretch * rate;
    const fall = bump.fall * stretch * rate;
    const from = Math.max(0, Math.ceil(peak - REACH * rise));
    const to = Math.min(count - 1, Math.floor(peak + REACH * fall));
    if (from > to) continue;
    const dx = bump.x * cosine - bump.y * sine;
    const dy = bump.x * sine + bump.y * cosine;
    const dz = bump.z * placement.gain;
    const beforeScale = -0.5 / (rise * rise);
    const afterScale = -0.5 / (fall * fall);
    for (let n = from; n <= to; n++) {
      const distance = n - peak;
      const value = Math.exp(distance * distance * (distance < 0 ? beforeScale : afterScale));
      x[n]! += dx * value;
      y[n]! += dy * value;
      z[n]! += dz * value;
    }
  }
}
