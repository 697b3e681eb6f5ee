import { STANDING } from '../../../../shared/contract/editing.ts';

/** What stands before a name and is none: titles, as they are written in English and German. */
const TITLES = /^(dr|prof|professor|doctor|doktor|pd|priv|doz|med|univ|dent|rer|nat|phd|md|mr|mrs|ms|herr|frau|dipl)$/i;

/** `Dr. med. Anna de Vries` is AV; a name of one word gives its first two letters. */
export function initialsOf(name: string): string {
  const all = name
    .replace(/, adjudicated$/, '')
    .trim()
    .split(/[\s.,-]+/)
    .filter((word) => word !== '');
  const named = all.filter((word) => !TITLES.test(word));
  const words = named.length > 0 ? named : all;
  const [first = '', last = ''] = [words[0], words.length > 1 ? words.at(-1) : ''];
  return (last === '' ? first.slice(0, 2) : `${first.charAt(0)}${last.charAt(0)}`).toUpperCase();
}

/**
 * Whose initials stand beside the labels of a set, by `STANDING`: none beside the reader's own.
 * @param setOf the reader whose set it is; undefined for one that is no reader's
 * @param takenFrom whose labels those are that were taken over with the set
 */
export function initialsByStanding(
  reader: string | undefined,
  setOf: string | undefined,
  takenFrom: string | undefined,
): readonly string[] {
  const initials = ['', '', ''];
  if (setOf !== undefined && setOf !== reader) initials[STANDING.reader] = initialsOf(setOf);
  if (takenFrom !== undefined && takenFrom !== reader) initials[STANDING.otherReader] = initialsOf(takenFrom);
  return initials;
}
