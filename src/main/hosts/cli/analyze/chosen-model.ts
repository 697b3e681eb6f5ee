import { existsSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { modelPlaces, modelsByPreference, type ModelFolder } from '../../../inference/models/model-registry.ts';
import type { FileModel } from '../../../jobs/file-reading-contract.ts';
import { locateProgramFiles } from '../../workstation/program-files.ts';
import { text } from '../arguments.ts';
import type { CommandContext } from '../command.ts';

/** The word for a reading by rules alone. */
const NO_MODEL = 'none';

export interface ChosenModel {
  /** What a process that reads is told; absent where rules read. */
  readonly model: FileModel | undefined;
  /** Where it lies as far as is known: what devices are tried with. */
  readonly folder: ModelFolder | undefined;
  /** Why the model that was named is not used. */
  readonly notice?: string | undefined;
  /** Whether a reading by rules is not what was asked for. */
  readonly isExpected: boolean;
}

/** `--model ID|FOLDER|none`; the best model that came with the program where nothing is said. */
export function chosenModel(
  context: Pick<CommandContext, 'values' | 'cwd'>,
  models = join(locateProgramFiles().resources, 'models'),
): ChosenModel {
  const named = text(context, 'model');
  if (named === NO_MODEL) return { model: undefined, folder: undefined, isExpected: false };
  const shipped = modelsByPreference(modelPlaces(models, undefined), []);
  if (named === undefined) {
    const first = shipped.find(({ card }) => card);
    return { model: { shipped: models }, folder: first, isExpected: shipped.length > 0 };
  }
  const known = shipped.find(({ card, folder }) => card?.id === named || basename(folder) === named);
  const folder = known ?? folderNamed(resolve(context.cwd, named));
  if (folder) return { model: { folder: folder.folder, origin: folder.origin }, folder, isExpected: true };
  const notice = `There is no model ${named}: name a folder with a card.json, or the id of a model that came with the program. Rules read instead.`;
  return { model: undefined, folder: undefined, notice, isExpected: true };
}

const folderNamed = (path: string): ModelFolder | undefined =>
  existsSync(path) && statSync(path).isDirectory() ? { folder: path, origin: 'local' } : undefined;
