import { Problem } from '../../../shared/problem.ts';
import { BEAT_RECIPE, type BeatRecipe } from '../beats/train-beats.ts';
import { BEAT_PLAN, type SamplingPlan, USUAL_SHARE } from '../beats/window-sampler.ts';
import { FINDINGS_PLAN } from '../findings/findings-sampler.ts';
import { FINDINGS_RECIPE, type FindingsRecipe } from '../findings/train-findings.ts';
import type { Pace, TrainOptions } from '../train-model.ts';
import { WAVES_RECIPE, type WavesRecipe } from '../waves/train-waves.ts';
import type { RecipeChoice } from './task.ts';

/** Factor of the learning rate per block below the head where the trunk is pretrained (Clark et al. 2020). */
const PRETRAINED_LAYER_DECAY = 0.75;

type PaceChoice = Partial<
  Pick<RecipeChoice, 'steps' | 'batch' | 'learningRate' | 'weightDecay' | 'layerDecay' | 'from'>
>;

/** A recipe's pace with what was chosen in its place. */
export function paceOf(usual: Pace, choice: PaceChoice): Pace {
  return {
    windows: choice.batch ?? usual.windows,
    leads: usual.leads,
    steps: choice.steps ?? usual.steps,
    learningRate: choice.learningRate ?? usual.learningRate,
    warmUpSteps: usual.warmUpSteps,
    weightDecay: choice.weightDecay ?? usual.weightDecay,
    layerDecay: choice.layerDecay ?? (choice.from === undefined ? usual.layerDecay : PRETRAINED_LAYER_DECAY),
  };
}

/** @throws Problem `bad-input` for two views of an odd number of windows */
export function beatRecipe(choice: RecipeChoice): Omit<BeatRecipe, 'model'> {
  const pace = paceOf(BEAT_RECIPE, choice);
  const contrastiveWeight = choice.contrastive ?? BEAT_RECIPE.contrastiveWeight;
  if (contrastiveWeight > 0 && pace.windows % 2 === 1) {
    throw new Problem('bad-input', 'The contrastive loss shows every window twice: --batch must be even.');
  }
  return {
    ...BEAT_RECIPE,
    ...pace,
    head: choice.rhythm ? BEAT_RECIPE.head : { ...BEAT_RECIPE.head, rhythmFeatures: 0 },
    contrastiveWeight,
    temperature: choice.temperature ?? BEAT_RECIPE.temperature,
  };
}

const NOTHING_SIMULATED = { fibrillation: 0, ectopy: 0, sinus: 0 };

/**
 * @param sets names of the sets that are trained on
 * @throws Problem `bad-input` for shares that add up to more than one
 */
export function beatPlan(choice: RecipeChoice, sets: readonly string[]): SamplingPlan {
  const simulated = choice.rhythm ? { ...BEAT_PLAN.simulated, ...choice.simulated } : NOTHING_SIMULATED;
  const total = Object.values(simulated).reduce((sum, share) => sum + share, 0);
  if (total > 1 + 1e-9) {
    const kinds = Object.entries(simulated).map(([kind, share]) => `${kind} ${share}`);
    throw new Problem(
      'bad-input',
      `The shares of windows with simulated rhythm add up to more than one (${kinds.join(', ')}). Lower them with --simulate.`,
    );
  }
  return {
    ...BEAT_PLAN,
    simulated,
    setShare: sharesOf(sets, choice.setShare ?? {}, USUAL_SHARE),
  };
}

export const findingsRecipe = (choice: RecipeChoice, sets: readonly string[]): Omit<FindingsRecipe, 'model'> => ({
  ...FINDINGS_RECIPE,
  ...paceOf(FINDINGS_RECIPE, choice),
  plan: { ...FINDINGS_PLAN, setShare: sharesOf(sets, choice.setShare ?? {}, FINDINGS_PLAN.setShare) },
});

export const wavesRecipe = (choice: RecipeChoice): Omit<WavesRecipe, 'model'> => ({
  ...WAVES_RECIPE,
  ...paceOf(WAVES_RECIPE, choice),
});

/** What is frozen: nothing, or all but the head. */
export const frozenOf = ({ frozenTrunk }: Pick<RecipeChoice, 'frozenTrunk'>): Pick<TrainOptions, 'frozen'> =>
  frozenTrunk ? { frozen: ['trunk'] } : {};

/** A set that neither the command nor the recipe knows. */
const UNKNOWN_SHARE = 0.3;

/**
 * The probability of a record from each set, adding up to one. Sets given on the command line have exactly their share;
 * the rest divide what is left in the usual proportions.
 * @throws Problem `bad-input` for a set that is not there, or shares above one
 */
export function sharesOf(
  sets: readonly string[],
  given: Readonly<Record<string, number>>,
  usual: Readonly<Record<string, number>>,
): Record<string, number> {
  const stranger = Object.keys(given).find((set) => !sets.includes(set));
  if (stranger !== undefined) {
    throw new Problem('bad-input', `--share names ${stranger}, but the data hold ${sets.join(', ')}.`);
  }
  const fixed = Object.values(given).reduce((sum, share) => sum + share, 0);
  const rest = sets.filter((set) => given[set] === undefined);
  if (fixed > 1 + 1e-9 || (rest.length === 0 && fixed <= 0)) {
    throw new Problem('bad-input', `The shares given with --share add up to ${fixed}; they are parts of one.`);
  }
  const weight = (set: string): number => usual[set] ?? UNKNOWN_SHARE;
  const total = rest.reduce((sum, set) => sum + weight(set), 0);
  const scale = rest.length === 0 ? 1 / fixed : 1;
  return Object.fromEntries(
    sets.map((set) => {
      const own = given[set];
      return [set, own === undefined ? (1 - fixed) * (weight(set) / total) : own * scale];
    }),
  );
}
