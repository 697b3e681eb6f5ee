import type { Tensor } from '../graph/graph.ts';
import { batchedProduct, reshape, softmax, transpose } from '../graph/operations.ts';
import type { Scope } from '../parameters/scope.ts';
import { linear } from './linear.ts';

/**
 * Several learnt weighted means over time, side by side: tokens [n, length, dim] → [n, queries · dim].
 */
export function attentionPooling(scope: Scope, tokens: Tensor, queries: number): Tensor {
  const [batch = 1, , dim = 1] = tokens.shape;
  const scores = linear(scope.within('scores'), tokens, queries, { withoutBias: true });
  const weights = softmax(transpose(scores, [0, 2, 1]));
  return reshape(batchedProduct(weights, tokens), [batch, queries * dim]);
}
