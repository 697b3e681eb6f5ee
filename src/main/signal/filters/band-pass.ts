import type { SecondOrderSection } from './second-order-section.ts';

/**
 * Butterworth band-pass of 2 · `order` poles by the bilinear transform, −3 dB at both edges. Each pole p of the low-pass
 * prototype becomes the two roots of s² − p·w·s + w0² = 0, with w the warped width of the band and w0² the product of its
 * warped edges (Oppenheim & Schafer, Discrete-Time Signal Processing, §7.1).
 * @throws RangeError for a band that is empty or that the sampling rate does not allow
 */
export function butterworthBandpass(order: number, low: number, high: number, rate: number): SecondOrderSection[] {
  if (!(low > 0 && low < high && high < rate / 2)) {
    throw new RangeError(`a band of ${String(low)}–${String(high)} Hz does not fit ${String(rate)} samples per second`);
  }
  const [w1, w2] = [Math.tan((Math.PI * low) / rate), Math.tan((Math.PI * high) / rate)];
  const width = w2 - w1;
  const centre = w1 * w2;
  const sections: SecondOrderSection[] = [];
  // Poles come in conjugate pairs, and so do what becomes of them: those above the real axis stand for both.
  for (let pole = 0; pole < order; pole++) {
    const isReal = 2 * pole + 1 === order;
    const angle = (Math.PI * (2 * pole + 1)) / (2 * order) + Math.PI / 2;
    const re = isReal ? -width : Math.cos(angle) * width;
    const im = isReal ? 0 : Math.sin(angle) * width;
    const root = squareRoot(re * re - im * im - 4 * centre, 2 * re * im);
    for (const sign of [1, -1]) {
      const x = (re + sign * root.re) / 2;
      const y = (im + sign * root.im) / 2;
      if (y > 0) sections.push(bandSection(-2 * x, x * x + y * y, width));
    }
    if (isReal && root.im === 0) sections.push(bandSection(-re, centre, width));
  }
  return sections;
}

/** The analogue section w·s / (s² + d·s + e), by the bilinear transform. */
function bandSection(d: number, e: number, width: number): SecondOrderSection {
  const scale = 1 / (1 + d + e);
  return { b0: width * scale, b1: 0, b2: -width * scale, a1: 2 * (e - 1) * scale, a2: (1 - d + e) * scale };
}

function squareRoot(re: number, im: number): { readonly re: number; readonly im: number } {
  const modulus = Math.hypot(re, im);
  const imaginary = Math.sqrt((modulus - re) / 2);
  return { re: Math.sqrt((modulus + re) / 2), im: im < 0 ? -imaginary : imaginary };
}
