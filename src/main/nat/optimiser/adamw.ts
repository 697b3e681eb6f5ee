import type { Tensor } from '../graph/graph.ts';
import {
  add,
  divide,
  minimum,
  multiply,
  reduceSum,
  reshape,
  shift,
  squareRoot,
  subtract,
} from '../graph/operations.ts';
import type { StepNumber } from './step-numbers.ts';

/** Flat vectors that a step reads and replaces. */
export interface OptimiserState {
  readonly parameters: Tensor;
  readonly firstMoment: Tensor;
  readonly secondMoment: Tensor;
  /** Exponential moving average of the parameters, when one is kept. */
  readonly averaged?: Tensor | undefined;
}

/** Tensors that steer a step: numbers of one element from `stepNumbers`, and two vectors as long as the parameters. */
export interface OptimiserInputs {
  readonly numbers: Readonly<Record<StepNumber, Tensor>>;
  /** Per parameter, times the learning rate: layer-wise rates, 0 to freeze. */
  readonly learningRateScale: Tensor;
  /** Per parameter, times the weight decay: 0 for biases. */
  readonly weightDecayScale: Tensor;
}

/**
 * One step of AdamW (Loshchilov and Hutter 2019) after clipping the gradient's global norm (Pascanu et al. 2013).
 * All on flat vectors: a dozen passes over memory, whatever the number of parameters' names.
 */
export function adamw(
  gradient: Tensor,
  state: OptimiserState,
  { numbers, learningRateScale, weightDecayScale }: OptimiserInputs,
): { next: OptimiserState; gradientNorm: Tensor } {
  const one = gradient.graph.scalar(1);
  const squares = multiply(gradient, gradient);
  const gradientNorm = reshape(squareRoot(reduceSum(squares, [0])), [1]);
  const shrink = minimum(divide(numbers.clipNorm, shift(gradientNorm, 1e-6)), one);

  const firstMoment = blend(state.firstMoment, gradient, numbers.firstShare, shrink);
  const secondMoment = blend(state.secondMoment, squares, numbers.secondShare, multiply(shrink, shrink));
  const direction = divide(firstMoment, add(squareRoot(secondMoment), numbers.epsilon));
  const decay = multiply(multiply(state.parameters, weightDecayScale), numbers.decay);
  const move = multiply(add(multiply(direction, numbers.stepSize), decay), learningRateScale);
  const parameters = subtract(state.parameters, move);
  const averaged = state.averaged && blend(state.averaged, parameters, numbers.averageShare, one);
  return { next: { parameters, firstMoment, secondMoment, averaged }, gradientNorm };
}

/** (1 − share) · old + share · factor · new. */
function blend(old: Tensor, fresh: Tensor, share: Tensor, factor: Tensor): Tensor {
  const kept = subtract(old.graph.scalar(1), share);
  return add(multiply(old, kept), multiply(fresh, multiply(share, factor)));
}
