import type { StudyRow } from '../../../shared/contract/library.ts';
import { STANDARD_LEADS } from '../../../shared/leads.ts';
import { strings } from '../language/strings.ts';
import { UNKNOWN } from './unknown.ts';

/** What a study is called in a list: the patient as the file names them, else the record. */
export const studyTitle = (row: StudyRow): string => row.patientName ?? row.patientId ?? row.recordName;

/** `69 y`, or from the date of birth alone nothing: an age is only shown where the file states one. */
export const ageText = (row: StudyRow): string =>
  row.ageYears === undefined ? UNKNOWN : strings.facts.years(row.ageYears);

export const sexText = (row: StudyRow): string =>
  row.sex === undefined || row.sex === 'unknown' ? UNKNOWN : strings.facts.sex[row.sex];

/** Age and sex in the space of one column: `69 M`, `– F`, `–`. */
export function ageAndSex(row: StudyRow): string {
  const sex = row.sex === undefined || row.sex === 'unknown' ? undefined : strings.facts.sexLetter[row.sex];
  if (row.ageYears === undefined && sex === undefined) return UNKNOWN;
  return `${row.ageYears ?? UNKNOWN} ${sex ?? UNKNOWN}`;
}

/** `12 leads` for the standard twelve, the names where there are few, the number otherwise. */
export function leadsText(names: readonly string[]): string {
  if (names.length === 0) return UNKNOWN;
  const standard = names.length === 12 && STANDARD_LEADS.every((name) => names.includes(name));
  return standard || names.length > 4 ? strings.facts.leads(names.length) : names.join(', ');
}

/** Why a file could not be read, without the name that stands beside it already: a long one would leave no room for the reason. */
export function reasonText({ reason, recordName }: Pick<StudyRow, 'reason' | 'recordName'>): string {
  if (reason === undefined) return strings.status.quarantined;
  if (!reason.startsWith(recordName)) return reason;
  const rest = reason.slice(recordName.length).replace(/^(\.\w+)?:?\s+/, '');
  return rest.charAt(0).toUpperCase() + rest.slice(1);
}
