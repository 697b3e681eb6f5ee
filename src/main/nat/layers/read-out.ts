import type { Tensor } from '../graph/graph.ts';
import {
  absolute,
  batchedProduct,
  maximum,
  minimum,
  negate,
  reshape,
  scale,
  shift,
  subtract,
} from '../graph/operations.ts';

/**
 * Tokens read at given positions, linearly interpolated between the two nearest token centres:
 * tokens [n, length, dim], positions [n, count] in samples → [n, count, dim].
 *
 * The interpolation is a product with hat-shaped weights max(0, 1 − |position − token|): portable, and its gradient
 * needs no scatter. Positions before the first and after the last centre read that token.
 */
export function readAt(tokens: Tensor, positions: Tensor, samplesPerToken: number): Tensor {
  const { graph } = tokens;
  const [batch = 1, length = 1] = tokens.shape;
  const count = positions.shape[1] ?? 1;
  const inTokens = shift(scale(positions, 1 / samplesPerToken), -(samplesPerToken - 1) / (2 * samplesPerToken));
  const inside = minimum(maximum(inTokens, graph.scalar(0)), graph.scalar(length - 1));
  const centres = graph.constant(
    Float32Array.from({ length }, (_, token) => token),
    [1, 1, length],
  );
  const distance = absolute(subtract(reshape(inside, [batch, count, 1]), centres));
  return batchedProduct(maximum(shift(negate(distance), 1), graph.scalar(0)), tokens);
}
