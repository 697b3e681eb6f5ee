import { STANDING } from '../../../../shared/contract/editing.ts';

/** `Anna de Vries` is AV; a name of one word gives its first two letters. */
export function initialsOf(name: string): string {
  const words = name
    .trim()
    .split(/[\s.-]+/)
    .filter((word) => word !== '');
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
