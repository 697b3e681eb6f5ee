import { AAMI_CLASSES, type AamiClass } from '../../../shared/annotation-codes.ts';
import { type BeatRecipe, BEAT_RECIPE } from '../beats/train-beats.ts';

/** How a clinic's own labels are learned from. */
export interface ClinicRecipe extends Omit<BeatRecipe, 'model'> {
  /** Of the windows of a step, those of the clinic's own recordings; the rest is rehearsed. */
  readonly ownWindows: number;
  /**
   * Share of a step's loss that the clinic's labels decide. A window holds a dozen beats, of which a reader may have
   * confirmed one: without this, what is rehearsed would drown them.
   */
  readonly ownShare: number;
  /** A single label counts for no more than so many rehearsed ones. */
  readonly mostWeight: number;
  /**
   * What beats of the own windows that nobody confirmed are worth, as a share of a label, with the parent's
   * probabilities as their target (Li and Hoiem, "Learning without forgetting", 2016).
   */
  readonly keepShare: number;
  /** How much of what is rehearsed is the parent's word rather than the true label. */
  readonly rehearsalKeep: number;
}

const FEWEST_STEPS = 60;
const MOST_STEPS = 300;
/** Up to so many labels the fewest steps are enough. */
const FEW_LABELS = 1_000;

/**
 * Sixty steps, as record-adaptive use has, and with the square root of what is beyond a thousand labels. More steps fit the
 * corrected patients a little better and cost the others more than that (docs/learning-loop.md).
 */
export const usualSteps = (labels: number): number =>
  Math.min(MOST_STEPS, Math.round(FEWEST_STEPS * Math.sqrt(Math.max(1, labels / FEW_LABELS))));

/** What was tried, and with what, is in docs/learning-loop.md. */
export const clinicRecipe = (steps: number): ClinicRecipe => ({
  ...BEAT_RECIPE,
  windows: 16,
  ownWindows: 8,
  steps,
  learningRate: 2e-3,
  ownShare: 0.25,
  mostWeight: 4,
  keepShare: 0.5,
  rehearsalKeep: 1,
});

/**
 * How the own windows divide among the classes: each class that there is counts with the fourth root of its beats, between
 * balanced and as it comes. A class of one beat would otherwise be seen in a quarter of all windows.
 */
export function classFocus(counts: Readonly<Record<AamiClass, number>>): Partial<Record<AamiClass, number>> {
  const present = AAMI_CLASSES.filter((name) => counts[name] > 0);
  return Object.fromEntries(present.map((name) => [name, counts[name] ** 0.25]));
}
