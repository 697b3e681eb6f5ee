import { statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Problem } from '../../shared/problem.ts';
import { openPicked } from '../files/file-source.ts';
import { findRecords } from '../files/find-records.ts';
import { formatOf } from '../formats/registry.ts';
import { stemOf } from '../formats/sibling-name.ts';

/**
 * The recordings among what was picked, one path each and in that order. Folders are searched. Of files picked one by
 * one, those that belong to another picked record (`101.dat` and `101.atr` beside `101.hea`) come with it; every other
 * is tried, so that whoever picked it is told about it.
 */
export function pickedRecords(paths: readonly string[]): string[] {
  const folders = paths.filter((path) => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false);
  const files = paths.filter((path) => !folders.includes(path)).map(look);
  const parts = new Set(files.flatMap(({ parts }) => parts));
  const stems = new Set(files.filter(({ kind }) => kind === 'record').map(({ stem }) => stem));
  const tried = files.filter(({ path, stem, kind }) => !parts.has(path) && (kind !== 'part' || !stems.has(stem)));
  return [...new Set([...tried.map(({ path }) => path), ...folders.flatMap((folder) => findRecords(folder))])];
}

interface PickedPath {
  readonly path: string;
  /** The path without its extension. */
  readonly stem: string;
  /** A record of its own, recognised as a part of one, or neither. */
  readonly kind: 'record' | 'part' | 'unknown';
  /** Paths of the other files that belong to the record. */
  readonly parts: readonly string[];
}

function look(path: string): PickedPath {
  const folder = dirname(path);
  const unknown = { path, stem: join(folder, stemOf(basename(path))), kind: 'unknown', parts: [] } as const;
  try {
    const picked = openPicked(path);
    try {
      const format = formatOf(picked);
      if (!format) return unknown;
      if (format.isRecord?.(picked) === false) return { ...unknown, kind: 'part' };
      const names = (format.parts?.(picked) ?? []).filter((name) => name !== basename(path));
      return { ...unknown, kind: 'record', parts: names.map((name) => join(folder, name)) };
    } finally {
      picked.close();
    }
  } catch (thrown) {
    if (thrown instanceof Problem) return unknown; // it will be said when it is imported
    throw thrown;
  }
}
