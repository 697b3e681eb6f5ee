import { statSync } from 'node:fs';
import { Problem } from '../../shared/problem.ts';
import { APPLICATION_ID, type Connection } from './connection.ts';
import { damagedLibrary } from './damage.ts';

/** A library up to this size is checked as a whole when it is opened: some 0.1 s. */
const WHOLE_CHECK_BYTES = 64 * 1024 * 1024;
/** The tables that make a library large. Of a large one they are checked later, by a worker (`checkBulkTables`). */
const BULK_TABLES = ['signal_chunks', 'envelope_blocks', 'source_pieces'] as const;

interface TableName {
  readonly name: string;
}

/**
 * Returns whether tables were left out because the library is large.
 * @throws Problem `unreadable` for a damaged database, `unsupported` for one of another program
 */
export function checkAtOpening(connection: Connection, file: string): boolean {
  const { database } = connection;
  const tables = connection.read(() =>
    database
      .prepare<[], TableName>("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'")
      .all(),
  );
  if (tables.length === 0) return false;
  if (connection.headerNumber('application_id') !== APPLICATION_ID) {
    throw new Problem(
      'unsupported',
      'library.db in this folder belongs to another program. Choose another library folder.',
    );
  }
  if (statSync(file).size <= WHOLE_CHECK_BYTES) {
    check(connection, 'PRAGMA quick_check(1)');
    return false;
  }
  const bulk: readonly string[] = BULK_TABLES;
  for (const { name } of tables) if (!bulk.includes(name)) check(connection, `PRAGMA quick_check('${name}')`);
  return true;
}

/** The check that `checkAtOpening` leaves out for a large library; may take minutes. @throws Problem `unreadable` */
export function checkBulkTables(connection: Connection): void {
  for (const name of BULK_TABLES) check(connection, `PRAGMA quick_check('${name}')`);
}

function check(connection: Connection, pragma: string): void {
  const result = connection.read(() => connection.database.prepare<[], { quick_check: string }>(pragma).all());
  const [first] = result;
  if (first && first.quick_check !== 'ok') throw damagedLibrary(first.quick_check.split('\n')[0] ?? 'unknown');
}
