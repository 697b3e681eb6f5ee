import {
  type ModelPlaces,
  modelsByPreference,
  type Settings,
  wantedModels,
} from '../../inference/models/model-registry.ts';
import { RULES } from '../../inference/reading/rules.ts';
import { problemOf } from '../learning/sound-models.ts';

/** What a reading that begins now is made by: the id of the first sound model of those preferred, else that of the rules. */
export async function modelInUse(places: ModelPlaces, settings: Settings): Promise<string> {
  for (const { card, folder, origin } of modelsByPreference(places, wantedModels(settings))) {
    if (card && (await problemOf(folder, origin)) === undefined) return card.id;
  }
  return RULES;
}
