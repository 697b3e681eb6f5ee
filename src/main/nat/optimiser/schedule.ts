/** Linear warm-up, then a half cosine down to a floor (Loshchilov and Hutter 2017). */
export interface CosineSchedule {
  readonly peak: number;
  readonly warmUpSteps: number;
  readonly totalSteps: number;
  /** What remains of the peak at the end. */
  readonly floor: number;
}

/** Learning rate of a step, counted from 1. */
export function learningRateAt(step: number, { peak, warmUpSteps, totalSteps, floor }: CosineSchedule): number {
  if (step <= warmUpSteps) return (peak * step) / warmUpSteps;
  const done = Math.min(1, (step - warmUpSteps) / Math.max(1, totalSteps - warmUpSteps));
  return peak * (floor + (1 - floor) * 0.5 * (1 + Math.cos(Math.PI * done)));
}
