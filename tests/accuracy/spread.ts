export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Standard deviation of a sample; 0 of a single value. */
export function deviation(values: readonly number[]): number {
  const middle = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / Math.max(1, values.length - 1));
}

/** `91.2 ± 0.4`; a single value without a spread, a dash where there is none. */
export function meanAndSpread(values: readonly number[]): string {
  if (values.length === 0) return '–';
  const middle = mean(values).toFixed(1);
  return values.length === 1 ? middle : `${middle} ± ${deviation(values).toFixed(1)}`;
}
