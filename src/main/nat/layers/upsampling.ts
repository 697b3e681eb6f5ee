import type { Tensor } from '../graph/graph.ts';
import { expand, reshape } from '../graph/operations.ts';

/** Repeat every token: [n, length, dim] → [n, factor · length, dim]. */
export function repeatTokens(tokens: Tensor, factor: number): Tensor {
  const [batch = 1, length = 1, dim = 1] = tokens.shape;
  if (factor === 1) return tokens;
  const repeated = expand(reshape(tokens, [batch, length, 1, dim]), [batch, length, factor, dim]);
  return reshape(repeated, [batch, length * factor, dim]);
}
