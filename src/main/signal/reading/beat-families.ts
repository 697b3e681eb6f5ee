import { type ShapeComparison, ShapeTemplate } from './shape-comparison.ts';

/** A beat belongs to a family from this correlation on (Hamilton 2002, EP Limited: beats are matched to beat types). */
const SAME_FAMILY = 0.9;
/** Nothing else needs to be looked at from this correlation on. */
const SURELY_SAME = 0.97;
const MOST_FAMILIES = 16;
/** Beats a family's shape is the mean of: it follows slow changes. */
const MEMORY = 32;
/** A family of one or two beats gives its place to a new one when all places are taken. */
const NO_FAMILY = 255;

/** Beats of one shape, told apart over the whole recording. */
export interface BeatFamilies {
  /** Family of each beat; `NO_FAMILY` where the shape is not known. */
  readonly family: Uint8Array;
  readonly count: number;
}

export { NO_FAMILY };

/** Groups beats by their shape in one pass: each joins the family it is most like, or founds one. */
export function beatFamilies(comparison: ShapeComparison, count: number, leads: number): BeatFamilies {
  const family = new Uint8Array(count).fill(NO_FAMILY);
  const templates: ShapeTemplate[] = [];
  let last = 0;
  for (let row = 0; row < count; row++) {
    if (!comparison.isKnown(row)) continue;
    comparison.read(row);
    let best = -1;
    let bestCorrelation = -2;
    let shift = 0;
    for (let k = 0; k < templates.length && bestCorrelation < SURELY_SAME; k++) {
      // The family of the beat before is looked at first.
      const index = k === 0 ? last : k <= last ? k - 1 : k;
      const { correlation, shift: at } = comparison.compare(row, templates[index]!);
      if (correlation <= bestCorrelation) continue;
      best = index;
      bestCorrelation = correlation;
      shift = at;
    }
    if (bestCorrelation < SAME_FAMILY && templates.length < MOST_FAMILIES) {
      best = templates.push(new ShapeTemplate(leads)) - 1;
      shift = 0;
    }
    if (bestCorrelation >= SAME_FAMILY || templates[best]!.beats === 0) {
      comparison.learn(row, templates[best]!, shift, MEMORY);
    }
    family[row] = best;
    last = best;
  }
  return { family, count: templates.length };
}
