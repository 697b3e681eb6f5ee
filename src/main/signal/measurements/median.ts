/** The middle of some values, the mean of the two middle ones where their number is even; NaN of none. Sorts in place. */
export function medianOf(values: number[] | Float64Array): number {
  const { length } = values;
  if (length === 0) return Number.NaN;
  values.sort((a, b) => a - b);
  const middle = length >> 1;
  return length % 2 === 1 ? values[middle]! : (values[middle - 1]! + values[middle]!) / 2;
}
