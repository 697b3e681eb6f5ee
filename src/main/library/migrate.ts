import { Problem } from '../../shared/problem.ts';
import { APPLICATION_ID, type Connection } from './connection.ts';
import { studiesAndSignals } from './migrations/001-studies-and-signals.ts';
import { annotations } from './migrations/002-annotations.ts';
import { searchAndSettings } from './migrations/003-search-and-settings.ts';
import { readings } from './migrations/004-readings.ts';
import { editing } from './migrations/005-editing.ts';
import { learning } from './migrations/006-learning.ts';
import { measurements } from './migrations/007-measurements.ts';
import { readingsAgain } from './migrations/008-readings-again.ts';
import { earlierGroupings } from './migrations/009-earlier-groupings.ts';

/** In order; the position is the schema number. A released one is never edited. */
const MIGRATIONS: readonly string[] = [
  studiesAndSignals,
  annotations,
  searchAndSettings,
  readings,
  editing,
  learning,
  measurements,
  readingsAgain,
  earlierGroupings,
];

export const SCHEMA_NUMBER = MIGRATIONS.length;

/** Brings the database to `target`, each step in a transaction of its own. @throws Problem `unsupported` for a newer one. */
export function migrate(connection: Connection, target = SCHEMA_NUMBER): void {
  const present = connection.headerNumber('user_version');
  requireNotNewer(present);
  for (let number = present; number < target; number++) {
    connection.write(() => {
      connection.database.exec(MIGRATIONS[number] ?? '');
      connection.database.pragma(`application_id = ${APPLICATION_ID}`);
      connection.database.pragma(`user_version = ${number + 1}`);
    });
  }
}

/** For connections that may not migrate. @throws Problem `unsupported` */
export function requireCurrentSchema(connection: Connection): void {
  const present = connection.headerNumber('user_version');
  requireNotNewer(present);
  if (present < SCHEMA_NUMBER) {
    throw new Problem(
      'unsupported',
      `This library was written by an older version of Einthoven (schema ${present}, now ${SCHEMA_NUMBER}). Open it ` +
        'once in the workstation, which brings it up to date.',
    );
  }
}

function requireNotNewer(present: number): void {
  if (present > SCHEMA_NUMBER) {
    throw new Problem(
      'unsupported',
      `This library was written by a newer version of Einthoven (schema ${present}; this version knows ` +
        `${SCHEMA_NUMBER}). Update Einthoven to open it.`,
    );
  }
}
