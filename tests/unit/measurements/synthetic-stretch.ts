import type { DiagnosticLead } from '../../../src/main/signal/measurements/diagnostic-lead.ts';

export const RATE = 500;

/** Height in mV, middle and width (SD) in milliseconds from the mark. */
export type Bump = readonly [height: number, middle: number, width: number];

/** A normal beat: P, R, S, T. */
export const NORMAL: readonly Bump[] = [
  [0.15, -130, 18],
  [1, 0, 10],
  [-0.3, 26, 8],
  [0.3, 270, 40],
];
/** The same seen from the right: r and a deep S. */
export const RIGHT_SIDED: readonly Bump[] = [
  [0.08, -130, 18],
  [0.2, -16, 5],
  [-1.1, 8, 10],
  [0.1, 270, 40],
];
/** A wide one with its T wave the other way round. */
export const WIDE: readonly Bump[] = [
  [-1.4, 0, 32],
  [0.5, 240, 50],
];

/** A lead with beats at samples, in millivolts. */
export function leadOf(
  name: string,
  seconds: number,
  beats: readonly (readonly [sample: number, shape: readonly Bump[]])[],
  factor = 1,
): DiagnosticLead {
  const values = new Float32Array(seconds * RATE);
  for (const [sample, shape] of beats) {
    for (const [height, middle, width] of shape) {
      const centre = sample + (middle * RATE) / 1000;
      const reach = (5 * width * RATE) / 1000;
      for (let at = Math.max(0, Math.ceil(centre - reach)); at < Math.min(values.length, centre + reach); at++) {
        const distance = ((at - centre) * 1000) / RATE / width;
        values[at] = (values[at] ?? 0) + factor * height * Math.exp(-(distance ** 2) / 2);
      }
    }
  }
  return { name, values };
}
