import type { Tensor } from '../graph/graph.ts';
import { add, normalise } from '../graph/operations.ts';
import { activation } from './activation.ts';
import type { Scope } from '../parameters/scope.ts';
import { stridedConvolution } from './strided-convolution.ts';

/** A pre-norm residual block of two convolutions over time: [n, length, dim] → the same shape. */
export function convolutionBlock(scope: Scope, input: Tensor, kernel: number, dropPath: number): Tensor {
  const dim = input.shape.at(-1) ?? 1;
  const options = { kernel, stride: 1, out: dim };
  const inner = activation(stridedConvolution(scope.within('first'), normalise(input), options));
  const refined = stridedConvolution(scope.within('second'), inner, options);
  return add(input, scope.drop(refined, dropPath, { shape: [input.shape[0] ?? 1, 1, 1] }));
}
