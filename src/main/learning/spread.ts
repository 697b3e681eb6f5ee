/** A figure over several seeds. */
export interface Spread {
  readonly mean: number;
  /** Standard deviation of the sample (n − 1); NaN for one value alone. */
  readonly deviation: number;
  readonly count: number;
}

/** Of the values that are numbers. */
export function spreadOf(values: readonly number[]): Spread {
  const present = values.filter((value) => !Number.isNaN(value));
  const count = present.length;
  const mean = present.reduce((sum, value) => sum + value, 0) / count;
  const squares = present.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: count > 1 ? Math.sqrt(squares / (count - 1)) : NaN, count };
}
