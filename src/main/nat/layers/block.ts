import type { Tensor } from '../graph/graph.ts';
import { add, normalise } from '../graph/operations.ts';
import type { Scope } from '../parameters/scope.ts';
import { type AttentionOptions, selfAttention } from './attention.ts';
import { multilayerPerceptron } from './multilayer-perceptron.ts';

export interface BlockOptions extends AttentionOptions {
  /** Hidden units of the perceptron, as a multiple of the width. */
  readonly expansion: number;
  /** Probability that a window skips a branch during training (stochastic depth, Huang et al. 2016). */
  readonly dropPath: number;
}

/** A pre-norm transformer block: attention, then a perceptron, each added to what came in. [n, length, dim] → same. */
export function block(scope: Scope, input: Tensor, options: BlockOptions): Tensor {
  const dim = input.shape.at(-1) ?? 1;
  const perWindow = { shape: [input.shape[0] ?? 1, 1, 1] };
  const attended = selfAttention(scope.within('attention'), normalise(input), options);
  const middle = add(input, scope.within('attention').drop(attended, options.dropPath, perWindow));
  const hidden = Math.round(options.expansion * dim);
  const refined = multilayerPerceptron(scope.within('perceptron'), normalise(middle), hidden, dim);
  return add(middle, scope.within('perceptron').drop(refined, options.dropPath, perWindow));
}
