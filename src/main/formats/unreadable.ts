import { Problem } from '../../shared/problem.ts';

const DAMAGED = 'The file is damaged or incomplete; please obtain it again from its source.';

/**
 * A file that is damaged, truncated or lies about itself.
 * @param field what was being read, in the words of the format (`number of samples`)
 * @param where line and byte offset, as `at()` writes them
 * @param what what is wrong with it, as the rest of a sentence (`promises 10 signals, but 2 follow`)
 */
export const unreadable = (file: string, field: string, where: string, what: string, advice = DAMAGED): Problem =>
  new Problem('unreadable', `${file} cannot be read: the ${field} (${where}) ${what}. ${advice}`);

/** A file that is sound but of a kind not read; `advice` says what would help. */
export const unsupported = (file: string, what: string, advice: string): Problem =>
  new Problem('unsupported', `${file} ${what}. ${advice}`);

export const atByte = (offset: number): string => `byte ${String(offset)}`;
export const atLine = (line: number, offset: number): string => `line ${String(line)}, ${atByte(offset)}`;

/**
 * What stands in a field, for a sentence. Only text with a digit in it is repeated, and only its beginning: anything else
 * could be a name, and sentences never carry one.
 */
export const shown = (text: string): string =>
  /\d/.test(text) ? `"${text.length > 24 ? `${text.slice(0, 24)}…` : text}"` : 'something else';
