import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import * as z from 'zod';
import { Problem } from '../../../shared/problem.ts';
import type { ModelCard } from './model-card.ts';
import type { ModelOrigin } from './model-problems.ts';
import { readCard } from './model-files.ts';

/** Folders that hold a folder per model. They need not exist. */
export interface ModelPlaces {
  readonly shipped: string | undefined;
  readonly local: string | undefined;
}

/** The models of the program and of a library. */
export const modelPlaces = (shipped: string | undefined, libraryFolder: string | undefined): ModelPlaces => ({
  shipped,
  local: libraryFolder === undefined ? undefined : join(libraryFolder, 'models'),
});

export interface ModelFolder {
  readonly folder: string;
  readonly origin: ModelOrigin;
}

/** Which local model the library's people chose, the latest first; none for the one that is shipped. */
export const ACTIVE_MODELS_SETTING = 'active-models';
const ActiveModels = z.array(z.string());

/** Where settings are read, such as a library's. */
export interface Settings {
  get(name: string): unknown;
}

/** Ids of the model in use and of those before it, which are fallen back to. */
export function wantedModels(settings: Settings): readonly string[] {
  const saved = ActiveModels.safeParse(settings.get(ACTIVE_MODELS_SETTING));
  return saved.success ? saved.data : [];
}

/** All folders that claim to be models, those of the program first. */
export function modelFolders({ shipped, local }: ModelPlaces): ModelFolder[] {
  return [...foldersIn(shipped, 'shipped'), ...foldersIn(local, 'local')];
}

const foldersIn = (place: string | undefined, origin: ModelOrigin): ModelFolder[] =>
  place === undefined || !existsSync(place)
    ? []
    : readdirSync(place, { withFileTypes: true })
        .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
        .map(({ name }) => ({ folder: join(place, name), origin }))
        .sort((a, b) => (a.folder < b.folder ? -1 : 1));

/** What a model is looked for among: folders with their cards, or the sentence that says why a card cannot be had. */
export type Candidate = ModelFolder &
  (
    | { readonly card: ModelCard; readonly problem?: undefined }
    | { readonly card?: undefined; readonly problem: Problem }
  );

/**
 * In the order in which they would be used: those wanted, then the shipped ones, the newest first. Local models that
 * nobody chose are not among them; damaged cards of shipped ones are, at the end, for what they say.
 */
export function modelsByPreference(places: ModelPlaces, wanted: readonly string[]): Candidate[] {
  const candidates = modelFolders(places).map(withCard);
  const chosen = wanted.flatMap((id) => candidates.filter(({ card }) => card?.id === id));
  const shipped = candidates
    .filter((one) => one.origin === 'shipped' && !chosen.includes(one))
    .sort((a, b) => byVersion(b.card?.version, a.card?.version));
  return [...chosen, ...shipped];
}

/** The folder whose card bears an id; undefined where there is none that can be read. */
export function modelWithId(places: ModelPlaces, id: string): ModelFolder | undefined {
  const folders = modelFolders(places);
  const bears = (one: ModelFolder): boolean => withCard(one).card?.id === id;
  // Most folders are named by the id: the other cards need not be read then.
  return folders.find((one) => basename(one.folder) === id && bears(one)) ?? folders.find(bears);
}

function withCard({ folder, origin }: ModelFolder): Candidate {
  try {
    return { folder, origin, card: readCard(folder, origin) };
  } catch (thrown) {
    if (thrown instanceof Problem) return { folder, origin, problem: thrown };
    throw thrown;
  }
}

/** Orders `1.2.10` after `1.2.9`, and no version before all. */
function byVersion(a: string | undefined, b: string | undefined): number {
  const numbers = (version: string | undefined): number[] => version?.split('.').map(Number) ?? [];
  const [left, right] = [numbers(a), numbers(b)];
  for (let at = 0; at < 3; at++) {
    const apart = (left[at] ?? -1) - (right[at] ?? -1);
    if (apart !== 0) return apart;
  }
  return 0;
}
