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

/** Flat vectors that a step reads and replaces. */
export interface OptimiserState {
  readonly parameters: Tensor;
  readonly firstMoment: Tensor;
  readonly secondMoment: Tensor;
  /** Exponential moving average of the parameters, when one is kept. */
  readonly averaged?: Tensor | undefined;
}

/** Numbers of a step, each a tensor of one element, and two vectors as long as the parameters. */
export interface OptimiserSettings {
  readonly learningRate: Tensor;
  readonly weightDecay: Tensor;
  /** Largest norm the whole gradient may have; it is scaled down to it. */
  readonly clipNorm: Tensor;
  readonly firstDecay: Tensor;
  readonly secondDecay: Tensor;
  /** 1 − β₁ᵗ and 1 − β₂ᵗ, computed outside in float64: in float32 the second loses its first four digits at t = 1. */
  readonly firstCorrection: Tensor;
  readonly secondCorrection: Tensor;
  /** How much of the moving average a step keeps. */
  readonly averageDecay: Tensor;
  /** Per parameter, times the learning rate: layer-wise rates, 0 to freeze. */
  readonly learningRateScale: Tensor;
  /** Per parameter, times the weight decay: 0 for biases. */
  readonly weightDecayScale: Tensor;
}

const EPSILON = 1e-8;

/**
 * One step of AdamW (Loshchilov and Hutter 2019) after clipping the gradient's global norm (Pascanu et al. 2013).
 * All on flat vectors: a dozen passes over memory, whatever the number of parameters' names.
 */
export function adamw(
  gradient: Tensor,
  state: OptimiserState,
  settings: OptimiserSettings,
): { next: OptimiserState; gradientNorm: Tensor } {
  const { graph } = gradient;
  const one = graph.scalar(1);
  const gradientNorm = reshape(squareRoot(reduceSum(multiply(gradient, gradient), [0])), [1]);
  const shrink = minimum(divide(settings.clipNorm, shift(gradientNorm, 1e-6)), one);
  const clipped = multiply(gradient, shrink);

  const firstMoment = blend(state.firstMoment, clipped, subtract(one, settings.firstDecay));
  const secondMoment = blend(state.secondMoment, multiply(clipped, clipped), subtract(one, settings.secondDecay));
  // lr · (m / c₁) / (√(v / c₂) + ε) with the corrections gathered into single numbers.
  const root = squareRoot(settings.secondCorrection);
  const stepSize = divide(multiply(settings.learningRate, root), settings.firstCorrection);
  const denominator = add(squareRoot(secondMoment), multiply(root, graph.scalar(EPSILON)));
  const direction = multiply(divide(firstMoment, denominator), stepSize);
  const decay = multiply(
    multiply(state.parameters, settings.weightDecayScale),
    multiply(settings.learningRate, settings.weightDecay),
  );
  const parameters = subtract(state.parameters, multiply(add(direction, decay), settings.learningRateScale));
  const averaged = state.averaged && blend(state.averaged, parameters, subtract(one, settings.averageDecay));
  return { next: { parameters, firstMoment, secondMoment, averaged }, gradientNorm };
}

/** old + share · (new − old). */
function blend(old: Tensor, fresh: Tensor, share: Tensor): Tensor {
  return add(old, multiply(subtract(fresh, old), share));
}
