/** How leads' probabilities become one: their arithmetic mean, or their geometric mean scaled to a sum of one. */
export type LeadsJoin = 'mean' | 'geometric-mean';

/**
 * Derivative of the log-odds of a class, by all leads together, with respect to each lead's logits. The distance to
 * certainty is summed from the other classes, so that it stays exact where the leads are sure.
 * @param logits of each lead
 * @param label index of the class
 */
export function jointSlope(logits: readonly Float32Array[], label: number, join: LeadsJoin): Float32Array[] {
  const leads = logits.length;
  if (join === 'geometric-mean') {
    const mean = Float64Array.from(logits[0] ?? [], (_, c) => logits.reduce((sum, row) => sum + row[c]! / leads, 0));
    const share = softmax(mean);
    const rest = restOf(share, label);
    return logits.map((row) => Float32Array.from(row, (_, c) => (c === label ? 1 : -share[c]! / rest) / leads));
  }
  const shares = logits.map(softmax);
  const own = shares.reduce((sum, share) => sum + share[label]! / leads, 0);
  const rest = shares.reduce((sum, share) => sum + restOf(share, label) / leads, 0);
  return shares.map((share) =>
    Float32Array.from(
      share,
      (one, c) => (share[label]! * (c === label ? restOf(share, label) : -one)) / (leads * own * rest),
    ),
  );
}

function softmax(logits: ArrayLike<number>): Float64Array {
  const values = Float64Array.from(logits);
  const largest = Math.max(...values);
  const exponents = values.map((value) => Math.exp(value - largest));
  const sum = exponents.reduce((total, one) => total + one, 0);
  return exponents.map((one) => one / sum);
}

const restOf = (share: Float64Array, label: number): number =>
  share.reduce((sum, one, c) => (c === label ? sum : sum + one), 0);
