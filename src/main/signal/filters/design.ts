import type { SecondOrderSection } from './second-order-section.ts';

/**
 * Butterworth filters by the bilinear transform with prewarped corner (Oppenheim & Schafer, Discrete-Time Signal
 * Processing, §7.1): −3 dB at `hertz`. `order` is even: sections come in complex pairs.
 * @throws RangeError for a corner that the sampling rate does not allow
 */
export function butterworth(
  kind: 'lowpass' | 'highpass',
  order: number,
  hertz: number,
  rate: number,
): SecondOrderSection[] {
  requireBelowNyquist(hertz, rate);
  if (order < 2 || order % 2 !== 0) throw new RangeError(`a Butterworth cascade of order ${String(order)} is not even`);
  const k = Math.tan((Math.PI * hertz) / rate);
  return Array.from({ length: order / 2 }, (_, pair) => {
    const damping = 2 * Math.sin((Math.PI * (2 * pair + 1)) / (2 * order));
    const scale = 1 / (1 + damping * k + k * k);
    const a1 = 2 * (k * k - 1) * scale;
    const a2 = (1 - damping * k + k * k) * scale;
    return kind === 'lowpass'
      ? { b0: k * k * scale, b1: 2 * k * k * scale, b2: k * k * scale, a1, a2 }
      : { b0: scale, b1: -2 * scale, b2: scale, a1, a2 };
  });
}

/** A notch: zero gain at `hertz`, −3 dB `hertz / quality` apart (Bristow-Johnson, Audio EQ Cookbook). */
export function notch(hertz: number, quality: number, rate: number): SecondOrderSection {
  requireBelowNyquist(hertz, rate);
  const w = (2 * Math.PI * hertz) / rate;
  const alpha = Math.sin(w) / (2 * quality);
  const scale = 1 / (1 + alpha);
  const a1 = -2 * Math.cos(w) * scale;
  return { b0: scale, b1: a1, b2: scale, a1, a2: (1 - alpha) * scale };
}

function requireBelowNyquist(hertz: number, rate: number): void {
  if (!(hertz > 0 && hertz < rate / 2)) {
    throw new RangeError(`a corner of ${String(hertz)} Hz needs more than ${String(2 * hertz)} samples per second`);
  }
}
