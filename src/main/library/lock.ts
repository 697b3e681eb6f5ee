import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Problem } from '../../shared/problem.ts';
import { toLibraryProblem } from './damage.ts';

export interface LibraryLock {
  release(): void;
}

/**
 * Keeps a second program instance from writing to the same library. The lock is SQLite's own exclusive lock on an empty
 * database beside the library: the operating system lets go of it however the owner ends, `kill -9` included.
 * @throws Problem `locked` when another instance holds it.
 */
export function lockLibrary(folder: string): LibraryLock {
  let database: Database.Database | undefined;
  try {
    database = new Database(join(folder, 'library.lock'), { timeout: 0 });
    database.pragma('journal_mode = MEMORY');
    database.exec('BEGIN EXCLUSIVE');
  } catch (thrown) {
    database?.close();
    const problem = toLibraryProblem(thrown);
    if (problem instanceof Problem && problem.code === 'locked') {
      throw new Problem(
        'locked',
        'This library is in use by another Einthoven window or command. Close it, or choose another library folder.',
      );
    }
    throw problem;
  }
  const held = database;
  return { release: () => held.close() };
}
