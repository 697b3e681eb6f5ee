/** Bringing the leads of a window together. Absent leads have presence 0 and never count. */
import type { Tensor } from '../graph/graph.ts';
import {
  add,
  batchedProduct,
  divide,
  multiply,
  normalise,
  reduceSum,
  reshape,
  scale,
  shift,
  softmax,
  transpose,
  weightedMean,
} from '../graph/operations.ts';
import { sizeOf } from '../graph/shape.ts';
import type { Scope } from '../parameters/scope.ts';
import { linear } from './linear.ts';
import { HIDDEN } from './neighborhood.ts';

/** Mean over the leads present: values [windows · leads, ..rest], presence [windows, leads] → [windows, ..rest]. */
export function meanOverLeads(values: Tensor, presence: Tensor): Tensor {
  const [windows = 1, leads = 1] = presence.shape;
  const rest = values.shape.slice(1);
  const perLead = reshape(values, [windows, leads, sizeOf(rest)]);
  return reshape(weightedMean(perLead, reshape(presence, [windows, leads, 1]), [1]), [windows, ...rest]);
}

/**
 * Learnt mean over the leads present: each lead's weight is a softmax over the leads of a score of its own values.
 * values [windows · leads, count, dim] → [windows, count, dim].
 */
export function attendOverLeads(scope: Scope, values: Tensor, presence: Tensor): Tensor {
  const [windows = 1, leads = 1] = presence.shape;
  const [, count = 1, dim = 1] = values.shape;
  const byLead = transpose(reshape(values, [windows, leads, count, dim]), [0, 2, 1, 3]);
  const scores = reshape(linear(scope, byLead, 1, { deviation: 0, withoutBias: true }), [windows, count, 1, leads]);
  const weights = softmax(add(scores, hideAbsent(presence, [windows, 1, 1, leads])));
  return reshape(batchedProduct(weights, byLead), [windows, count, dim]);
}

/**
 * Tells every lead about the others: adds a learnt map of the mean over the leads present, which starts silent.
 * tokens [windows · leads, length, dim] → the same shape. A lead alone hears itself.
 */
export function mixLeads(scope: Scope, tokens: Tensor, presence: Tensor): Tensor {
  const [windows = 1, leads = 1] = presence.shape;
  const [, length = 1, dim = 1] = tokens.shape;
  const common = linear(scope, meanOverLeads(normalise(tokens), presence), dim, { deviation: 0 });
  const perLead = reshape(tokens, [windows, leads, length, dim]);
  return reshape(add(perLead, reshape(common, [windows, 1, length, dim])), tokens.shape);
}

/** Zero where a lead is present and `HIDDEN` where it is not, for adding to scores. */
export function hideAbsent(presence: Tensor, shape: readonly number[]): Tensor {
  return reshape(scale(shift(presence, -1), -HIDDEN), shape);
}

/**
 * A vector a lead, put where its name belongs: values [windows · leads, dim], identity [windows, leads, names]
 * (one-hot) → [windows, names, dim], zeros for names that are absent.
 */
export function placeByName(values: Tensor, identity: Tensor, presence: Tensor): Tensor {
  const [windows = 1, leads = 1] = identity.shape;
  const present = multiply(identity, reshape(presence, [windows, leads, 1]));
  const count = shift(reshape(reduceSum(present, [1]), [windows, identity.shape[2] ?? 1, 1]), 1e-6);
  const placed = batchedProduct(transpose(present, [0, 2, 1]), reshape(values, [windows, leads, values.shape[1] ?? 1]));
  return divide(placed, count);
}
