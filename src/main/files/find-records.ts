import { readdirSync, type Dirent } from 'node:fs';
import { basename, join } from 'node:path';
import { Problem } from '../../shared/problem.ts';
import type { PickedFile } from '../formats/format.ts';
import { FORMATS } from '../formats/registry.ts';
import { openPicked } from './file-source.ts';

const MAX_DEPTH = 8;
/** Entries looked at, over all folders. */
const MAX_ENTRIES = 200_000;

/**
 * The recordings in a folder and its sub-folders, one path each, sorted: every file that a format recognises as a record
 * and that is no part of another record beside it. Links are not followed.
 * Sub-folders that may not be read are passed over.
 * @throws Problem `not-found` when the folder cannot be read, `bad-input` when it holds more than can be looked through
 */
export function findRecords(folder: string): string[] {
  const found: string[] = [];
  const budget = { entries: MAX_ENTRIES };
  walk(folder, 0, budget, found);
  return found.sort();
}

function walk(folder: string, depth: number, budget: { entries: number }, found: string[]): void {
  const entries = entriesOf(folder);
  if (entries === undefined) {
    if (depth > 0) return;
    const message = `The folder ${basename(folder)} cannot be read. Please check that it exists and that you may read it.`;
    throw new Problem('not-found', message);
  }
  budget.entries -= entries.length;
  if (budget.entries < 0) {
    throw new Problem(
      'bad-input',
      `The folder holds more than ${String(MAX_ENTRIES)} files. Please pick a part of it.`,
    );
  }
  const names = entries.filter((entry) => entry.isFile() && !entry.name.startsWith('.')).map((entry) => entry.name);
  for (const name of recordsAmong(folder, names)) found.push(join(folder, name));
  if (depth === MAX_DEPTH) return;
  for (const entry of entries) {
    if (entry.isDirectory() && !entry.name.startsWith('.')) walk(join(folder, entry.name), depth + 1, budget, found);
  }
}

function entriesOf(folder: string): Dirent[] | undefined {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return undefined;
  }
}

function recordsAmong(folder: string, names: readonly string[]): string[] {
  const parts = new Set<string>();
  const records = names.filter((name) => withFile(join(folder, name), (picked) => isRecord(picked, parts)) ?? false);
  return records.filter((name) => !parts.has(name));
}

function isRecord(picked: PickedFile, parts: Set<string>): boolean {
  const format = FORMATS.find((each) => (each.isRecord ?? each.sniff)(picked));
  for (const part of format?.parts?.(picked) ?? []) parts.add(part);
  return format !== undefined;
}

/** What cannot be opened at all is no record. */
function withFile<T>(path: string, use: (picked: PickedFile) => T): T | undefined {
  try {
    const picked = openPicked(path);
    try {
      return use(picked);
    } finally {
      picked.close();
    }
  } catch (thrown) {
    if (thrown instanceof Problem) return undefined;
    throw thrown;
  }
}
