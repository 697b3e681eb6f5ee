/** Settings of AdamW, and their usual values. */
export const OPTIMISER_SETTINGS = {
  learningRate: 1e-3,
  weightDecay: 0.03,
  /** Largest norm the whole gradient may have; it is scaled down to it. */
  clipNorm: 1,
  /** β₁ and β₂: how much of the old moments a step keeps. */
  firstDecay: 0.9,
  secondDecay: 0.99,
  /** How much of the moving average of the parameters a step keeps. */
  averageDecay: 0.99,
} as const;

export type OptimiserSettings = { readonly [name in keyof typeof OPTIMISER_SETTINGS]: number };

const EPSILON = 1e-8;

/** Names of the numbers a step's graph is fed. */
export type StepNumber = 'stepSize' | 'epsilon' | 'decay' | 'clipNorm' | 'firstShare' | 'secondShare' | 'averageShare';

/**
 * The numbers of a step, counted from 1, computed in float64: 1 − β₂ᵗ in float32 would lose its first four digits at
 * t = 1. With c = 1 − βᵗ, lr · (m / c₁) / (√(v / c₂) + ε) is written (lr · √c₂ / c₁) · m / (√v + ε · √c₂).
 */
export function stepNumbers(settings: OptimiserSettings, step: number): Record<StepNumber, number> {
  const { learningRate, weightDecay, clipNorm, firstDecay, secondDecay, averageDecay } = settings;
  const root = Math.sqrt(1 - secondDecay ** step);
  return {
    stepSize: (learningRate * root) / (1 - firstDecay ** step),
    epsilon: EPSILON * root,
    decay: learningRate * weightDecay,
    clipNorm,
    firstShare: 1 - firstDecay,
    secondShare: 1 - secondDecay,
    averageShare: 1 - averageDecay,
  };
}
