import type { Patient } from '../../shared/recording.ts';
import type { Connection } from './connection.ts';

/**
 * The row of a patient. Two recordings belong to one patient only when their files state the same id and agree in name,
 * birth date and sex; without an id each study has a patient of its own. Nothing is
 * guessed here; what must not be on two sides of a split is told by `PatientGroups`.
 */
export function patientKey(connection: Connection, { id, name, birthDate, sex }: Patient): number | null {
  if (id === undefined && name === undefined && birthDate === undefined && sex === undefined) return null;
  const { database } = connection;
  const stated = [id ?? null, name ?? null, birthDate ?? null, sex ?? null];
  const known =
    id === undefined
      ? undefined
      : database
          .prepare<(string | null)[], { key: number }>(
            'SELECT key FROM patients WHERE stated_id IS ? AND name IS ? AND birth_date IS ? AND sex IS ?',
          )
          .get(...stated);
  if (known) return known.key;
  const { lastInsertRowid } = database
    .prepare('INSERT INTO patients (stated_id, name, birth_date, sex) VALUES (?, ?, ?, ?)')
    .run(...stated);
  return Number(lastInsertRowid);
}
