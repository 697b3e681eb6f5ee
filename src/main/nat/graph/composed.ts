/** Small compositions that several layers and objectives share; they have no gradient of their own. */
import type { Tensor } from './graph.ts';
import { reduceMax, reduceSum } from './ops/broadcast.ts';
import { add, detach, divide, exponential, logarithm, multiply, scale, shift, subtract } from './ops/elementwise.ts';

/** Mean along axes, which stay with length 1. */
export function meanAlong(tensor: Tensor, axes: readonly number[]): Tensor {
  const sum = reduceSum(tensor, axes);
  const count = tensor.shape.reduce((a, b) => a * b, 1) / sum.shape.reduce((a, b) => a * b, 1);
  return scale(sum, 1 / count);
}

/** log Σ exp along the last axis, which stays with length 1; safe for large values. */
export function logSumExp(tensor: Tensor): Tensor {
  // The maximum cancels out of the result, so it may be taken for a constant: the gradient stays exact.
  const largest = detach(reduceMax(tensor, [-1]));
  return add(logarithm(reduceSum(exponential(subtract(tensor, largest)), [-1])), largest);
}

/** Σ w·x / (Σ w + ε) over the axes: a mean over what is present, and zero where nothing is. */
export function weightedMean(tensor: Tensor, weights: Tensor, axes: readonly number[], epsilon = 1e-6): Tensor {
  return divide(reduceSum(multiply(tensor, weights), axes), shift(reduceSum(weights, axes), epsilon));
}
