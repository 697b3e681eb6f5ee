import type { Tensor } from '../graph/graph.ts';
import {
  add,
  divide,
  logSumExp,
  matrixProduct,
  minimum,
  multiply,
  negate,
  reduceSum,
  reshape,
  scale,
  shift,
  subtract,
} from '../graph/operations.ts';
import { HIDDEN } from '../layers/neighborhood.ts';

/**
 * Supervised contrastive loss (Khosla et al. 2020, L_out): every labelled item is drawn to those of its class and
 * pushed from the rest. embedding [items, e] of unit length, targets [items, classes] (a row of zeros is not
 * labelled and takes no part), weights [classes], temperature [1] → [1]. Items without a companion do not count.
 */
export function supervisedContrastive(
  embedding: Tensor,
  targets: Tensor,
  weights: Tensor,
  temperature: Tensor,
): Tensor {
  const { graph } = embedding;
  const items = embedding.shape[0] ?? 1;
  const itself = graph.constant(identityMatrix(items), [items, items]);
  const similarity = divide(matrixProduct(embedding, embedding, { transposeRight: true }), temperature);

  const unlabelled = scale(shift(reshape(reduceSum(targets, [1]), [1, items]), -1), -HIDDEN);
  const others = add(add(similarity, unlabelled), scale(itself, HIDDEN));
  const logShare = subtract(similarity, logSumExp(others));

  const sameClass = matrixProduct(targets, targets, { transposeRight: true });
  const companions = subtract(sameClass, multiply(sameClass, itself));
  const count = reduceSum(companions, [1]);
  const mean = divide(reduceSum(multiply(companions, logShare), [1]), shift(count, 1e-6));
  const weight = multiply(reduceSum(multiply(targets, weights), [1]), minimum(count, graph.scalar(1)));
  const loss = divide(reduceSum(multiply(mean, weight), [0, 1]), shift(reduceSum(weight, [0, 1]), 1e-6));
  return reshape(negate(loss), [1]);
}

function identityMatrix(size: number): Float32Array {
  const values = new Float32Array(size * size);
  for (let at = 0; at < size; at++) values[at * size + at] = 1;
  return values;
}
