import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Problem } from '../../shared/problem.ts';
import { readModelFile, type StoredModel } from './model-file.ts';

/** Files of finished models end like this; nothing else looks at the ending. */
export const MODEL_EXTENSION = '.nat';

export interface FoundModel {
  readonly path: string;
  /** The model, or the sentence that says why it cannot be used. */
  readonly model: StoredModel | undefined;
  readonly problem: string | undefined;
}

/** The models in folders and their sub-folders, sorted by path; files may be named too. A damaged one is listed as such. */
export function findModels(places: readonly string[]): FoundModel[] {
  return places
    .flatMap((place) => (isFolder(place) ? filesBelow(place) : [place]))
    .sort()
    .map((path) => {
      try {
        return { path, model: readModelFile(path), problem: undefined };
      } catch (thrown) {
        if (!(thrown instanceof Problem)) throw thrown;
        return { path, model: undefined, problem: thrown.message };
      }
    });
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesBelow(path);
    return entry.isFile() && entry.name.endsWith(MODEL_EXTENSION) ? [path] : [];
  });
