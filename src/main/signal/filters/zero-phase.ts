import type { SecondOrderSection } from './second-order-section.ts';

/**
 * Runs a cascade forward and backward over `values`, in place: no delay, the magnitude squared (Gustafsson 1996,
 * doi 10.1109/78.492552). The ends are continued by odd reflection over `padding` samples, and every section starts in
 * the steady state of the first value it sees, so that neither end rings.
 */
export function filterZeroPhase(sections: readonly SecondOrderSection[], values: Float32Array, padding: number): void {
  const { length } = values;
  if (length === 0) return;
  const reach = Math.min(padding, length - 1);
  const extended = new Float64Array(length + 2 * reach);
  const first = values[0]!;
  const last = values[length - 1]!;
  for (let i = 0; i < reach; i++) {
    extended[i] = 2 * first - values[reach - i]!;
    extended[length + reach + i] = 2 * last - values[length - 2 - i]!;
  }
  extended.set(values, reach);
  for (const section of sections) {
    run(section, extended, 1);
    run(section, extended, -1);
  }
  for (let i = 0; i < length; i++) values[i] = extended[reach + i]!;
}

/** One section over all values, forward or backward (transposed direct form II). */
function run({ b0, b1, b2, a1, a2 }: SecondOrderSection, values: Float64Array, direction: 1 | -1): void {
  let at = direction === 1 ? 0 : values.length - 1;
  const start = values[at]!;
  // State after an endless past of `start`.
  const settled = (start * (b0 + b1 + b2)) / (1 + a1 + a2);
  let s2 = b2 * start - a2 * settled;
  let s1 = b1 * start - a1 * settled + s2;
  for (let n = values.length; n > 0; n--, at += direction) {
    const x = values[at]!;
    const y = b0 * x + s1;
    s1 = b1 * x - a1 * y + s2;
    s2 = b2 * x - a2 * y;
    values[at] = y;
  }
}
