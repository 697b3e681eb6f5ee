import { Problem } from '../../shared/problem.ts';

/** Whether whatever was thrown is an SQLite error; its `code` is the extended result code's name. */
const sqliteCode = (thrown: unknown): string | undefined =>
  thrown instanceof Error && thrown.name === 'SqliteError' && 'code' in thrown && typeof thrown.code === 'string'
    ? thrown.code
    : undefined;

export const damagedLibrary = (detail: string): Problem =>
  new Problem(
    'unreadable',
    `The library file library.db is damaged (${detail}). Nothing in it was changed. Restore it from a backup, or move ` +
      'it to another folder to start with an empty library.',
  );

export const diskProblem = (thrown?: unknown): Problem =>
  new Problem(
    'disk',
    'The library could not be written: the disk is full or refuses to be written. Nothing was changed. Make room on ' +
      'the disk that holds the library, then try again.',
    { cause: thrown },
  );

/** What an SQLite failure means to a person; everything else is passed on as it is. */
export function toLibraryProblem(thrown: unknown): unknown {
  const code = sqliteCode(thrown);
  if (code === undefined) return thrown;
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB')
    return damagedLibrary('its pages are inconsistent');
  if (code === 'SQLITE_FULL' || code.startsWith('SQLITE_IOERR') || code.startsWith('SQLITE_READONLY')) {
    return diskProblem(thrown);
  }
  if (code === 'SQLITE_CANTOPEN') {
    return new Problem(
      'disk',
      'The library folder could not be opened. Check that it exists and that you may write to it.',
      { cause: thrown },
    );
  }
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) {
    return new Problem('locked', 'The library is busy with another task. Please try again in a moment.', {
      cause: thrown,
    });
  }
  return thrown;
}
