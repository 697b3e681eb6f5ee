import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { Problem } from '../../../shared/problem.ts';
import { verifyFiles } from '../../inference/models/model-files.ts';
import { type ModelFolder, type ModelPlaces, modelWithId } from '../../inference/models/model-registry.ts';
import { replaceFile } from '../../learning/replace-file.ts';

/** The folder that bears an id and holds, byte for byte, what its card says; undefined where there is none. */
export async function soundModel(places: ModelPlaces, id: string): Promise<ModelFolder | undefined> {
  const found = modelWithId(places, id);
  if (!found) return undefined;
  try {
    await verifyFiles(found.folder, found.origin);
    return found;
  } catch (thrown) {
    if (thrown instanceof Problem) return undefined;
    throw thrown;
  }
}

/**
 * Puts a finished, checked folder among the library's models. A sound model of that id stays as it is; a damaged one is
 * mended file by file, so that at no moment it is missing. What was given is gone afterwards.
 * @param made on the same disk as the library
 * @throws whatever the file system throws; what was there before can be mended again
 */
export async function placeModel(made: string, places: ModelPlaces, id: string): Promise<void> {
  if (!(await soundModel(places, id))) {
    const found = modelWithId(places, id);
    const folder = found?.origin === 'local' ? found.folder : join(places.local ?? '', id);
    if (existsSync(folder)) {
      for (const name of readdirSync(made)) {
        replaceFile(join(folder, name), new Uint8Array(readFileSync(join(made, name))));
      }
    } else {
      mkdirSync(dirname(folder), { recursive: true, mode: 0o700 });
      for (const name of readdirSync(made)) flush(join(made, name));
      flush(made);
      renameSync(made, folder);
      flush(dirname(folder));
    }
  }
  rmSync(made, { recursive: true, force: true });
}

/** A power cut must not leave a model that is there in name alone. Windows cannot open folders, and needs no flush. */
function flush(path: string): void {
  try {
    const descriptor = openSync(path, 'r');
    try {
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  } catch (thrown) {
    if (process.platform !== 'win32') throw thrown;
  }
}
