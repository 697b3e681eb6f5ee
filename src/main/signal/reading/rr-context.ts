/** RR intervals on each side that tell the local rhythm. */
const REACH = 8;
/** An RR interval longer than this is a pause or lost signal and tells no rhythm, in seconds. */
const LONGEST_SECONDS = 2.5;

export interface RrContext {
  /** Seconds from the beat before; NaN for the first beat. */
  readonly before: Float32Array;
  /** Seconds to the next beat; NaN for the last. */
  readonly after: Float32Array;
  /** Median of the RR intervals around, in seconds; NaN where there is none. */
  readonly usual: Float32Array;
  /** Median distance of these intervals from `usual`, in seconds. */
  readonly spread: Float32Array;
}

/**
 * RR intervals and the local rhythm.
 * @param counts Which beats end an interval that tells the rhythm (1): all at first, later those that are not ectopic.
 */
export function rrContext(sample: Int32Array, rate: number, counts?: Uint8Array): RrContext {
  const { length } = sample;
  const before = new Float32Array(length).fill(Number.NaN);
  const after = new Float32Array(length).fill(Number.NaN);
  const usual = new Float32Array(length).fill(Number.NaN);
  const spread = new Float32Array(length).fill(Number.NaN);
  for (let i = 1; i < length; i++) before[i] = after[i - 1] = (sample[i]! - sample[i - 1]!) / rate;
  const telling = (i: number): boolean =>
    before[i]! <= LONGEST_SECONDS && (counts === undefined || (counts[i] === 1 && counts[i - 1] === 1));
  const around = new Float64Array(2 * REACH);
  for (let i = 0; i < length; i++) {
    let found = 0;
    let left = 0;
    // The interval before the beat itself is left out: it is what is judged.
    for (let k = i - 1; k > 0 && left < REACH && i - k <= 4 * REACH; k--) {
      if (!telling(k)) continue;
      around[found++] = before[k]!;
      left++;
    }
    let right = 0;
    for (let k = i + 1; k < length && right < REACH && k - i <= 4 * REACH; k++) {
      if (!telling(k)) continue;
      around[found++] = before[k]!;
      right++;
    }
    if (found === 0) continue;
    const intervals = around.subarray(0, found);
    const middle = median(intervals);
    usual[i] = middle;
    for (let k = 0; k < found; k++) around[k] = Math.abs(around[k]! - middle);
    spread[i] = median(intervals);
  }
  return { before, after, usual, spread };
}

/** Sorts the values. */
function median(values: Float64Array): number {
  values.sort();
  const { length } = values;
  return (values[length >> 1]! + values[(length - 1) >> 1]!) / 2;
}
