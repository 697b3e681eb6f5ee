import type { Tensor } from '../graph/graph.ts';
import {
  add,
  batchedProduct,
  concat,
  pad,
  reshape,
  scale,
  slice,
  softmax,
  split,
  swapLastTwo,
  transpose,
} from '../graph/operations.ts';
import type { Scope } from '../parameters/scope.ts';
import { linear } from './linear.ts';
import { type Blocks, chooseBlocks, neighborhoodMask } from './neighborhood.ts';
import { relativeBias } from './relative-bias.ts';

export interface AttentionOptions {
  readonly heads: number;
  /** Keys each query sees, odd; `all` is dense attention. */
  readonly kernel: number | 'all';
  /** Compute a neighborhood in one block of all tokens; slower, the same result. */
  readonly oneBlock?: boolean;
}

/**
 * Multi-head self-attention along time with a learnt bias per distance: [n, length, dim] → the same shape.
 *
 * A neighborhood (Hassani et al. 2023, in one dimension) is computed block-banded: a block of queries against its
 * own keys and a halo of half a window on either side, with an additive mask for the exact windows. On the CPU this
 * was measured 1.5 times faster than dense attention with a mask and than gathering every query's keys.
 */
export function selfAttention(scope: Scope, input: Tensor, options: AttentionOptions): Tensor {
  const [batch = 1, length = 1, dim = 1] = input.shape;
  const { heads, kernel, oneBlock = false } = options;
  if (dim % heads !== 0) throw new RangeError(`${dim} channels do not divide among ${heads} heads`);
  const blocks: Blocks = kernel === 'all' || oneBlock ? { count: 1, length, halo: 0 } : chooseBlocks(length, kernel);
  const width = dim / heads;
  const columns = blocks.length + 2 * blocks.halo;

  const joint = reshape(linear(scope.within('in'), input, 3 * dim), [batch, blocks.count, blocks.length, 3 * dim]);
  const [query, keyValue] = split(joint, 3, [dim, 2 * dim]);
  const queries = transpose(
    reshape(scale(query!, 1 / Math.sqrt(width)), [batch, blocks.count, blocks.length, heads, width]),
    [0, 1, 3, 2, 4],
  );
  const [keys, values] = split(
    transpose(
      reshape(withHalo(keyValue!, blocks), [batch, blocks.count, columns, 2, heads, width]),
      [3, 0, 1, 4, 2, 5],
    ),
    0,
    [1, 1],
  ).map((part) => reshape(part, [batch, blocks.count, heads, columns, width]));

  const scores = add(batchedProduct(queries, swapLastTwo(keys!)), scoreBias(scope, blocks, length, options));
  const attended = batchedProduct(softmax(scores), values!);
  const joined = reshape(transpose(attended, [0, 1, 3, 2, 4]), [batch, length, dim]);
  return linear(scope.within('out'), joined, dim);
}

/** What is added to the scores of every window alike: [blocks, heads, queries, keys]. */
function scoreBias(scope: Scope, blocks: Blocks, length: number, { heads, kernel }: AttentionOptions): Tensor {
  const reach = kernel === 'all' ? length - 1 : kernel - 1;
  const columns = blocks.length + 2 * blocks.halo;
  const table = scope.bias('distance', [heads, 2 * reach + 1]);
  const bias = relativeBias(table, blocks.length, columns, blocks.halo);
  if (kernel === 'all') return bias;
  const mask = neighborhoodMask(blocks, kernel);
  return add(scope.graph.constant(mask.values, mask.shape), bias);
}

/**
 * Blocks with the last tokens of the one before and the first of the one after: [n, blocks, length, c] → [n, blocks,
 * halo + length + halo, c]. Beyond both ends stand zeros, which the mask hides.
 */
function withHalo(tokens: Tensor, { count, length, halo }: Blocks): Tensor {
  if (halo === 0) return tokens;
  const before = pad(slice(slice(tokens, 1, 0, count - 1), 2, length - halo, length), 1, 1, 0);
  const after = pad(slice(slice(tokens, 1, 1, count), 2, 0, halo), 1, 0, 1);
  return concat([before, tokens, after], 2);
}
