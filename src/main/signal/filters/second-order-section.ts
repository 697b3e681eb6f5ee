/**
 * One second-order section: H(z) = (b0 + b1 z⁻¹ + b2 z⁻²) / (1 + a1 z⁻¹ + a2 z⁻²). Filters of higher order are
 * cascades of these, which stay accurate in floating point where one long polynomial does not.
 */
export interface SecondOrderSection {
  readonly b0: number;
  readonly b1: number;
  readonly b2: number;
  readonly a1: number;
  readonly a2: number;
}

/** |H| of a cascade at a frequency. */
export function magnitudeAt(sections: readonly SecondOrderSection[], hertz: number, rate: number): number {
  const w = (2 * Math.PI * hertz) / rate;
  let magnitude = 1;
  for (const { b0, b1, b2, a1, a2 } of sections) {
    const numerator = Math.hypot(b0 + b1 * Math.cos(w) + b2 * Math.cos(2 * w), b1 * Math.sin(w) + b2 * Math.sin(2 * w));
    const denominator = Math.hypot(
      1 + a1 * Math.cos(w) + a2 * Math.cos(2 * w),
      a1 * Math.sin(w) + a2 * Math.sin(2 * w),
    );
    magnitude *= numerator / denominator;
  }
  return magnitude;
}
