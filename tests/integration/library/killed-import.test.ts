import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { openLibrary } from '../../../src/main/library/open-library.ts';
import { writeSimulatedRecord } from './generated-record.ts';
import { temporaryFolder } from './workstation.ts';

const IMPORTER = new URL('./importing-process.ts', import.meta.url).pathname;
const ROUNDS = 10;

/** Imports in a process of its own and kills it after so many milliseconds; returns how long it was allowed to live. */
async function importKilledAfter(library: string, path: string, milliseconds: number | undefined): Promise<number> {
  const child = fork(IMPORTER, [library, path], { serialization: 'advanced', execArgv: [] });
  await once(child, 'message');
  const began = performance.now();
  const timer = milliseconds === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), milliseconds);
  child.send('go');
  await once(child, 'exit');
  clearTimeout(timer);
  return performance.now() - began;
}

/** How many rows each table holds, the search index and SQLite's own left out. */
function rowCounts(folder: string): Record<string, number> {
  const database = new Database(join(folder, 'library.db'), { readonly: true });
  const tables = database
    .prepare<[], { name: string }>(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'study_search%'",
    )
    .all();
  const counts = tables.map(({ name }): [string, number] => {
    const row = database.prepare<[], { count: number }>(`SELECT count(*) AS count FROM ${name}`).get();
    return [name, row?.count ?? -1];
  });
  database.close();
  return Object.fromEntries(counts);
}

describe('an import that is killed at any moment', () => {
  it('leaves the whole study or nothing, in every table', async () => {
    const path = writeSimulatedRecord(temporaryFolder(), 'holter', { seconds: 2400 });
    const create = (): string => {
      const folder = temporaryFolder();
      openLibrary(folder, { mode: 'owner' }).close();
      return folder;
    };
    const whole = create();
    const empty = rowCounts(whole);
    const duration = await importKilledAfter(whole, path, undefined);
    const complete = rowCounts(whole);
    expect(complete['signal_chunks']).toBeGreaterThan(30);

    let interrupted = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const folder = create();
      const moment = (duration * (round + Math.random())) / ROUNDS;
      await importKilledAfter(folder, path, moment);
      const before = rowCounts(folder);
      const owner = openLibrary(folder, { mode: 'owner' });
      const { rows } = owner.studies.search({ text: '', offset: 0, limit: 10 });
      owner.close();
      const after = rowCounts(folder);
      if (rows.length === 0) expect(after).toEqual(empty);
      else expect(after).toEqual(complete);
      if (rows.length === 0 && (before['studies'] ?? 0) > 0) interrupted++;
    }
    // Most moments must have been in the middle of the import, else this proves nothing.
    expect(interrupted).toBeGreaterThan(ROUNDS / 4);
  }, 120_000);
});
