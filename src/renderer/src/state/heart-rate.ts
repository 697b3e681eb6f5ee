/** Beats per minute. */
export interface HeartRate {
  readonly mean: number;
  readonly slowest: number;
  readonly fastest: number;
  /** RR intervals that slowest and fastest are averaged over. */
  readonly over: number;
}

/** Holter convention: extremes over several beats, so that one pause or one premature beat is not a heart rate. */
export const INTERVALS_OF_EXTREMES = 8;

/**
 * Heart rate from beat positions in rising order (sample indices, `rate` in Hz): the mean over the whole span, slowest and
 * fastest over eight consecutive RR intervals, fewer where there are fewer. Undefined below two beats.
 */
export function heartRate(samples: ArrayLike<number>, count: number, rate: number): HeartRate | undefined {
  const intervals = count - 1;
  if (intervals < 1 || !(rate > 0)) return undefined;
  const perMinute = (from: number, to: number): number =>
    (60 * rate * (to - from)) / Math.max(1, (samples[to] ?? 0) - (samples[from] ?? 0));
  const over = Math.min(INTERVALS_OF_EXTREMES, intervals);
  let slowest = Infinity;
  let fastest = 0;
  for (let first = 0; first + over <= intervals; first++) {
    const value = perMinute(first, first + over);
    if (value < slowest) slowest = value;
    if (value > fastest) fastest = value;
  }
  return { mean: perMinute(0, intervals), slowest, fastest, over };
}
