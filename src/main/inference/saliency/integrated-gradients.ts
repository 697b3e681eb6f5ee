/**
 * Integrated gradients (Sundararajan, Taly & Yan 2017, arXiv:1703.01365): the gradient times the signal, averaged on the
 * way from a flat line to the signal. All contributions together are the change of the decision between the two. The
 * gradient at the signal alone says little of a model that normalises its layers: there it hardly changes with height.
 */

const POINTS = 16;
/** Points that are computed in one go: more need more memory than they save time. */
export const POINTS_AT_ONCE = 4;

/**
 * @param signal what is explained
 * @param gradientTimesSignal told of signals one after the other, POINTS_AT_ONCE copies of the signal's length, gives
 * gradient × signal of each
 * @returns the contribution of every sample
 */
export async function integratedGradients(
  signal: Float32Array,
  gradientTimesSignal: (signals: Float32Array) => Promise<Float32Array>,
): Promise<Float32Array> {
  const { length } = signal;
  const contributions = new Float32Array(length);
  const signals = new Float32Array(POINTS_AT_ONCE * length);
  for (let first = 0; first < POINTS; first += POINTS_AT_ONCE) {
    // Points lie denser near the flat line, where the decision changes most.
    const path = Array.from({ length: POINTS_AT_ONCE }, (_, i) => (first + i + 0.5) / POINTS);
    for (const [at, place] of path.entries()) {
      const share = place * place;
      for (let i = 0; i < length; i++) signals[at * length + i] = share * signal[i]!;
    }
    const products = await gradientTimesSignal(signals);
    for (const [at, place] of path.entries()) {
      // The signal was multiplied by place²; the width of a step there is 2 · place / POINTS.
      const weight = 2 / (place * POINTS);
      for (let i = 0; i < length; i++) contributions[i]! += weight * products[at * length + i]!;
    }
  }
  return contributions;
}

/** The same values for every point that is computed in one go. */
export function forEveryPoint(values: Float32Array): Float32Array {
  const out = new Float32Array(POINTS_AT_ONCE * values.length);
  for (let at = 0; at < POINTS_AT_ONCE; at++) out.set(values, at * values.length);
  return out;
}
