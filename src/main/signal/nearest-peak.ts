import { MISSING_SAMPLE } from '../../shared/recording.ts';

/** How far from a click an R peak is looked for, in seconds: about half a QRS complex, and less than half any RR interval. */
export const SNAP_SECONDS = 0.1;
/** The level that deflections are measured from, and what is usual beside them, are those of so many seconds around. */
export const SURROUNDINGS_SECONDS = 0.4;
/** A moving mean of this width keeps a single noisy sample from being the peak, in seconds. */
const SMOOTHING_SECONDS = 0.008;
/** A deflection smaller than so many median deviations is noise: 4 are exceeded by 0.7 % of samples of normal noise. */
const LEAST_DEVIATIONS = 4;

/**
 * The main deflection nearest to a place in a lead: index into `samples`, or undefined where there is none.
 * @param samples a stretch of one lead; missing samples are `MISSING_SAMPLE`
 * @param at where it is looked for, index into `samples`
 * @param rate samples a second
 */
export function nearestPeak(samples: Int32Array, at: number, rate: number): number | undefined {
  const known = samples.filter((value) => value !== MISSING_SAMPLE).sort();
  if (known.length === 0) return undefined;
  const level = known[known.length >> 1]!;
  const deviations = known.map((value) => Math.abs(value - level)).sort();
  const usual = Math.max(1, deviations[deviations.length >> 1]!);
  const half = Math.max(0, Math.round((SMOOTHING_SECONDS * rate - 1) / 2));
  const reach = Math.round(SNAP_SECONDS * rate);
  const height = (index: number): number => {
    let sum = 0;
    let count = 0;
    for (let i = Math.max(0, index - half); i <= Math.min(samples.length - 1, index + half); i++) {
      if (samples[i] === MISSING_SAMPLE) continue;
      sum += samples[i]!;
      count++;
    }
    return count === 0 ? 0 : Math.abs(sum / count - level);
  };
  let best: number | undefined;
  let highest = LEAST_DEVIATIONS * usual;
  for (let index = Math.max(0, at - reach); index <= Math.min(samples.length - 1, at + reach); index++) {
    const here = height(index);
    // A peak, not the flank of one that lies out of reach.
    if (here <= highest || here < height(index - 1) || here < height(index + 1)) continue;
    highest = here;
    best = index;
  }
  return best;
}
