import type { BeatFamilies } from './beat-families.ts';
import { NO_FAMILY } from './beat-families.ts';
import type { BeatMeasures } from './beat-measures.ts';
import type { RrContext } from './rr-context.ts';

/*
 * The log-odds that a beat is ventricular are a sum over what distinguishes it in every published rule set (Hamilton 2002,
 * EP Limited; de Chazal et al. 2004, doi 10.1109/TBME.2004.827359; Llamedo & Martínez 2011, doi
 * 10.1109/TBME.2010.2068048): another shape than usual, itself and as a family, a blunter and taller complex, an early
 * beat and a pause behind it. The weights are those of a logistic regression over the 22 records of the MIT-BIH
 * Arrhythmia Database's first half and the Supraventricular one, rounded; either database alone gives weights that find
 * the ventricular beats of the other about as well.
 */
const BIAS = 1.9;
/** Logarithm of how unlike the usual shape it is, as 1 − correlation. */
const UNLIKE_WEIGHT = 0.75;
const FAMILY_UNLIKE_WEIGHT = 2.2;
const UNLIKE_OFFSET = 0.03;
/** Octaves of height, of bluntness, of the interval before and of that behind, each within its bounds. */
const AMPLITUDE_WEIGHT = 0.9;
const AMPLITUDE_BOUNDS = [-1.5, 2] as const;
const FAMILY_BLUNTNESS_WEIGHT = 3.5;
const BLUNTNESS_BOUNDS = [-1, 1.5] as const;
const EARLY_WEIGHT = -2.9;
const EARLY_BOUNDS = [-1, 0.3] as const;
const PAUSE_WEIGHT = 3;
const PAUSE_BOUNDS = [-0.5, 0.8] as const;

/** Log-odds that each beat is ventricular; −Infinity where its shape is not known or cannot be compared. */
export function ventricularScores(families: BeatFamilies, measures: BeatMeasures, rr: RrContext): Float32Array {
  const { correlation, bluntness, amplitude } = measures;
  const { family, count } = families;
  const { length } = family;
  const unlike = (row: number): number => Math.log(Math.max(0, 1 - correlation[row]!) + UNLIKE_OFFSET);
  const blunt = (row: number): number => within(bluntness[row]!, BLUNTNESS_BOUNDS);
  const known = (row: number): boolean => family[row] !== NO_FAMILY && !Number.isNaN(correlation[row]!);

  const beats = new Float64Array(count);
  const familyUnlike = new Float64Array(count);
  const familyBlunt = new Float64Array(count);
  for (let row = 0; row < length; row++) {
    if (!known(row)) continue;
    const own = family[row]!;
    beats[own]!++;
    familyUnlike[own]! += unlike(row);
    familyBlunt[own]! += blunt(row);
  }
  const scores = new Float32Array(length).fill(-Infinity);
  for (let row = 0; row < length; row++) {
    if (!known(row)) continue;
    const own = family[row]!;
    const early = within(octaves(rr.before[row]!, rr.usual[row]!), EARLY_BOUNDS);
    const pause = within(octaves(rr.after[row]!, rr.usual[row]!), PAUSE_BOUNDS);
    scores[row] =
      BIAS +
      UNLIKE_WEIGHT * unlike(row) +
      FAMILY_UNLIKE_WEIGHT * (familyUnlike[own]! / beats[own]!) +
      AMPLITUDE_WEIGHT * within(Math.log2(Math.max(1e-3, amplitude[row]!)), AMPLITUDE_BOUNDS) +
      FAMILY_BLUNTNESS_WEIGHT * (familyBlunt[own]! / beats[own]!) +
      EARLY_WEIGHT * early +
      PAUSE_WEIGHT * pause;
  }
  return scores;
}

const within = (value: number, [least, most]: readonly [number, number]): number =>
  Math.max(least, Math.min(most, value));

/** Octaves between two intervals; 0 where one is not known. */
const octaves = (interval: number, usual: number): number =>
  interval > 0 && usual > 0 ? Math.log2(interval / usual) : 0;
