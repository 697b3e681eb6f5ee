import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { locateProgramFiles } from '../../src/main/hosts/workstation/program-files.ts';
import { modelPlaces, modelsByPreference } from '../../src/main/inference/models/model-registry.ts';
import { readModel, type UsableModel } from '../../src/main/inference/models/read-model.ts';
import { SMALL_MODEL } from '../../src/main/nat/model-config.ts';
import { packSeeded } from '../unit/inference-models/seeded-model.ts';

/** A folder of models, and the one that readings use. */
export interface BenchModel {
  readonly place: string;
  readonly usable: UsableModel;
}

/** The model that came with the program; where there is none, one of its size with seeded weights in `scratch`. */
export async function benchModel(scratch: string): Promise<BenchModel> {
  const shipped = join(locateProgramFiles().resources, 'models');
  const [best] = modelsByPreference(modelPlaces(shipped, undefined), []);
  if (best?.card) return { place: shipped, usable: await readModel(best.folder, 'shipped') };
  const place = join(scratch, 'models');
  mkdirSync(place);
  return { place, usable: await packSeeded(scratch, join(place, 'seeded'), { model: SMALL_MODEL }) };
}
