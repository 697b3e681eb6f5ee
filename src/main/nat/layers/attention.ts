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

  // Heads to the front before anything else: what follows then moves whole runs of memory.
  const joint = reshape(linear(scope.within('in'), input, 3 * dim), [batch, length, 3, heads, width]);
  const [query, key, value] = split(transpose(joint, [2, 0, 3, 1, 4]), 0, [1, 1, 1]).map((part) =>
    reshape(part, [batch, heads, blocks.count, blocks.length, width]),
  );
  const queries = scale(query!, 1 / Math.sqrt(width));
  const keys = withHalo(key!, blocks);
  const values = withHalo(value!, blocks);

  const scores = add(batchedProduct(queries, swapLastTwo(keys)), scoreBias(scope, blocks, length, options));
  const attended = reshape(batchedProduct(softmax(scores), values), [batch, heads, length, width]);
  const joined = reshape(transpose(attended, [0, 2, 1, 3]), [batch, length, dim]);
  return linear(scope.within('out'), joined, dim);
}

/** What is added to the scores of every window alike: [heads, blocks, queries, keys]. */
function scoreBias(scope: Scope, blocks: Blocks, length: number, { heads, kernel }: AttentionOptions): Tensor {
  const reach = kernel === 'all' ? length - 1 : kernel - 1;
  const columns = blocks.length + 2 * blocks.halo;
  const table = scope.bias('distance', [heads, 2 * reach + 1]);
  const spread = relativeBias(table, blocks.length, columns, blocks.halo);
  const bias = reshape(spread, [heads, 1, blocks.length, columns]);
  if (kernel === 'all') return bias;
  const mask = neighborhoodMask(blocks, kernel);
  return add(scope.graph.constant(mask.values, mask.shape), bias);
}

/**
 * Blocks with the last tokens of the one before and the first of the one after: [.., blocks, length, c] → [.., blocks,
 * halo + length + halo, c]. Beyond both ends stand zeros, which the mask hides. Cut first and then put together, so
 * that the gradient adds up the halos alone and not the blocks.
 */
function withHalo(tokens: Tensor, { count, length, halo }: Blocks): Tensor {
  if (halo === 0) return tokens;
  const [first, middle, last] = split(tokens, -2, [halo, length - 2 * halo, halo]);
  const before = pad(slice(last!, -3, 0, count - 1), -3, 1, 0);
  const after = pad(slice(first!, -3, 1, count), -3, 0, 1);
  return concat([before, first!, middle!, last!, after], -2);
}
