import type { ModelTrouble } from '../../../shared/contract/learning-troubles.ts';
import { Problem } from '../../../shared/problem.ts';
import { whyNot } from '../../inference/models/find-model.ts';
import { type ModelPlaces, modelsByPreference, wantedModels } from '../../inference/models/model-registry.ts';
import type { Library } from '../../library/open-library.ts';
import { problemCodeOf, problemOf } from './sound-models.ts';

/** In the place of a model's id where rules read. */
export const RULES = 'rules';

/** What reads, and what of the models that should is not sound. */
export interface ModelInUse {
  /** Id of the first sound model of those wanted and those that came with the program; undefined where rules read. */
  readonly reads: string | undefined;
  /** Of the model that was chosen, and of those that came with the program; the most important first. */
  readonly troubles: readonly ModelTrouble[];
}

/** Looks at every byte of the models that can come to be used. */
export async function modelInUse(library: Library, places: ModelPlaces): Promise<ModelInUse> {
  const wanted = wantedModels(library.settings);
  const candidates = modelsByPreference(places, wanted);
  const [chosen] = wanted;
  const found: Omit<ModelTrouble, 'reads'>[] = [];
  if (chosen !== undefined && !candidates.some(({ card }) => card?.id === chosen)) {
    found.push(troubleOf(chosen, 'local', whyNot(places, chosen)));
  }
  let reads: string | undefined;
  for (const { card, folder, origin, problem } of candidates) {
    const trouble = problem ?? (await problemOf(folder, origin));
    if (trouble === undefined) reads ??= card?.id;
    else if (origin === 'shipped' || card?.id === chosen) found.push(troubleOf(card?.id, origin, trouble));
  }
  return { reads, troubles: found.map((one) => ({ ...one, ...(reads === undefined ? {} : { reads }) })) };
}

/** Id of the model that reads. @throws Problem of the model that should, where none is sound */
export async function requireModelInUse(library: Library, places: ModelPlaces): Promise<string> {
  const { reads, troubles } = await modelInUse(library, places);
  if (reads !== undefined) return reads;
  // A program that is whole always has one that reads: what it brought along is to be mended first.
  const trouble = troubles.find(({ origin }) => origin === 'shipped') ?? troubles[0];
  if (trouble?.origin === 'shipped') {
    throw new Problem('unreadable', `${trouble.text} Until then rules read, and no model can be trained or compared.`);
  }
  throw new Problem(
    'not-found',
    `${trouble === undefined ? '' : `${trouble.text} `}No model can be used here, so there is none to train further. Install Einthoven again.`,
  );
}

const troubleOf = (
  modelId: string | undefined,
  origin: ModelTrouble['origin'],
  problem: Problem,
): Omit<ModelTrouble, 'reads'> => ({
  ...(modelId === undefined ? {} : { modelId }),
  ...{ origin, code: problemCodeOf(problem), text: problem.message },
});
