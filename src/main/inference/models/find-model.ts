import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Problem } from '../../../shared/problem.ts';
import { readCard } from './model-files.ts';
import { type ModelPlaces, modelsByPreference } from './model-registry.ts';
import { readModel, type UsableModel } from './read-model.ts';

/** The model to read with, and what has to be said about it. */
export interface FoundModel {
  readonly model: UsableModel | undefined;
  /** Why it is not the one that was chosen, or why there is none. */
  readonly notice: string | undefined;
}

/** The first model that can be used, of those wanted and those shipped. */
export async function findModel(places: ModelPlaces, wanted: readonly string[]): Promise<FoundModel> {
  const candidates = modelsByPreference(places, wanted);
  const [first] = wanted;
  const missing =
    first !== undefined && !candidates.some(({ card }) => card?.id === first)
      ? whyNot(places, first).message
      : undefined;
  const troubles = missing === undefined ? [] : [missing];
  for (const candidate of candidates) {
    try {
      if (candidate.problem) throw candidate.problem;
      const model = await readModel(candidate.folder, candidate.origin);
      return { model, notice: troubles[0] && `${troubles[0]} ${model.id} is used instead.` };
    } catch (thrown) {
      if (!(thrown instanceof Problem)) throw thrown;
      troubles.push(thrown.message);
    }
  }
  return {
    model: undefined,
    notice: `${troubles.join(' ') || 'No model came with this program.'} Rules read the recording instead.`,
  };
}

/** Why a chosen model is none of those that can be considered. */
export function whyNot({ local }: ModelPlaces, id: string): Problem {
  const folder = local === undefined ? undefined : join(local, id);
  if (folder !== undefined && existsSync(folder)) {
    try {
      readCard(folder, 'local');
    } catch (thrown) {
      if (thrown instanceof Problem) return thrown;
      throw thrown;
    }
  }
  return new Problem('not-found', `The model ${id} is no longer there.`);
}
