import type { Tensor } from '../graph/graph.ts';
import {
  add,
  divide,
  exponential,
  logarithm,
  logSumExp,
  maximum,
  multiply,
  negate,
  reduceSum,
  reshape,
  shift,
  subtract,
} from '../graph/operations.ts';

/**
 * Weighted mean of −Σ target · log softmax(logits) over all rows: a row counts with the weight of its target classes,
 * a row of zeros not at all. logits and targets [.., classes], weights [classes] → [1].
 *
 * `adjustment` [classes] is added to the logits in training only; τ·log(prior) gives balanced classes (logit
 * adjustment, Menon et al. 2021). Composed, since LogSoftmax falls back to the CPU on WebGPU.
 */
export function crossEntropy(logits: Tensor, targets: Tensor, weights: Tensor, adjustment?: Tensor): Tensor {
  const adjusted = adjustment ? add(logits, adjustment) : logits;
  const weighted = multiply(targets, weights);
  const logLikelihood = multiply(weighted, subtract(adjusted, logSumExp(adjusted)));
  const all = [...logits.shape.keys()];
  const mean = divide(reduceSum(logLikelihood, all), shift(reduceSum(weighted, all), 1e-6));
  return reshape(negate(mean), [1]);
}

/**
 * Weighted mean of the binary cross-entropy of independent labels: logits, targets and weights [.., labels] → [1].
 * A weight of 0 leaves a label out that is not known for a window.
 */
export function binaryCrossEntropy(logits: Tensor, targets: Tensor, weights: Tensor): Tensor {
  const terms = multiply(subtract(softplus(logits), multiply(targets, logits)), weights);
  const all = [...logits.shape.keys()];
  return reshape(divide(reduceSum(terms, all), shift(reduceSum(weights, all), 1e-6)), [1]);
}

/** log(1 + eˣ), safe for large x. The larger of x and 0 cancels out, so it may be taken for a constant. */
function softplus(x: Tensor): Tensor {
  const larger = maximum(x, x.graph.scalar(0));
  return add(logarithm(add(exponential(subtract(x, larger)), exponential(negate(larger)))), larger);
}
