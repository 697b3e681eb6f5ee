/** Statistics of the values around each place, by a sorted window kept up to date by insertion and removal. */

/** Ratio of the largest to the smallest value of a mode. */
const MODE_BAND = 1.06;

/** The quantile of the values within ± `half` places. */
export function runningQuantile(values: Float64Array, half: number, share: number): Float64Array {
  const out = new Float64Array(values.length);
  const window: number[] = [];
  for (let i = 0; i < Math.min(half, values.length); i++) insert(window, values[i]!);
  for (let i = 0; i < values.length; i++) {
    if (i + half < values.length) insert(window, values[i + half]!);
    if (i - half - 1 >= 0) window.splice(lowerBound(window, values[i - half - 1]!), 1);
    const position = share * (window.length - 1);
    const below = Math.floor(position);
    const above = Math.min(window.length - 1, below + 1);
    out[i] = window[below]! + (window[above]! - window[below]!) * (position - below);
  }
  return out;
}

/**
 * The largest share of the values within ± `half` places that lie within `MODE_BAND` of one another. Of RR intervals:
 * about 0.2 in atrial fibrillation, near 1 in a regular rhythm, with ectopy the share of the undisturbed intervals.
 */
export function modeShare(rr: Float64Array, half: number): Float64Array {
  const out = new Float64Array(rr.length);
  const window: number[] = [];
  for (let i = 0; i < Math.min(half, rr.length); i++) insert(window, rr[i]!);
  for (let i = 0; i < rr.length; i++) {
    if (i + half < rr.length) insert(window, rr[i + half]!);
    if (i - half - 1 >= 0) window.splice(lowerBound(window, rr[i - half - 1]!), 1);
    let most = 0;
    for (let low = 0, high = 0; high < window.length; high++) {
      while (window[low]! * MODE_BAND < window[high]!) low++;
      most = Math.max(most, high - low + 1);
    }
    out[i] = most / window.length;
  }
  return out;
}

const insert = (sorted: number[], value: number): void => void sorted.splice(lowerBound(sorted, value), 0, value);

function lowerBound(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
