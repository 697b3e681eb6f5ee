import type { Tensor } from '../graph/graph.ts';
import { add } from '../graph/operations.ts';
import { activation } from './activation.ts';
import type { Level } from '../level.ts';
import type { Scope } from '../parameters/scope.ts';
import { linear } from './linear.ts';
import { stridedConvolution } from './strided-convolution.ts';
import { repeatTokens } from './upsampling.ts';

/**
 * All levels brought together at the finest: from the coarsest down, repeat and add the next level (a feature
 * pyramid, Lin et al. 2017), then smooth over three tokens. Result [n, finest length, dim]. Dense tasks use it.
 */
export function pyramid(scope: Scope, levels: readonly Level[], dim: number): Tensor {
  let joined: Tensor | undefined;
  for (const [index, level] of [...levels.entries()].reverse()) {
    const lateral = linear(scope.within(`lateral${index}`), level.tokens, dim);
    const coarser = joined && repeatTokens(joined, (lateral.shape[1] ?? 1) / (joined.shape[1] ?? 1));
    joined = coarser ? add(coarser, lateral) : lateral;
  }
  if (!joined) throw new Error('a pyramid needs levels');
  return activation(stridedConvolution(scope.within('smooth'), activation(joined), { kernel: 3, stride: 1, out: dim }));
}
