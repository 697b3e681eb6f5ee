import { codeOfMnemonic } from '../../../shared/annotation-codes.ts';
import { type EditRows, STANDING } from '../../../shared/contract/editing.ts';
import type { AnnotationWindow } from '../../../shared/contract/review.ts';
import { stripOf } from '../../../shared/strips.ts';
import { CLASS_OF_CODE, NO_BEAT } from './beat-class.ts';

/**
 * An annotation that is no beat: a rhythm change, a quality change, a comment, an artifact. There are few, so they are
 * objects.
 */
export interface Mark {
  /** Names it in edits; −1 where the set cannot be edited. */
  readonly id: number;
  readonly sample: number;
  readonly code: number;
  /** What is written on the trace: `AFIB` for `(AFIB`, else the auxiliary text, else nothing. */
  readonly text: string;
  /** The auxiliary text as the set has it. */
  readonly aux: string;
  readonly subtype: number;
  /** See `STANDING`. */
  readonly standing: number;
}

export const QUALITY_CHANGE = codeOfMnemonic('~')?.code;

export function markOf(
  rows: AnnotationWindow & Partial<Pick<EditRows, 'id' | 'standing'>>,
  row: number,
  aux: string | undefined,
): Mark {
  const code = rows.code[row] ?? 0;
  const text = (aux ?? '').replace(/\0/g, '');
  return {
    id: rows.id?.[row] ?? -1,
    sample: rows.sample[row] ?? 0,
    code,
    text: shown(code, text),
    aux: text,
    subtype: rows.subtype[row] ?? 0,
    standing: rows.standing?.[row] ?? STANDING.source,
  };
}

function shown(code: number, aux: string): string {
  // Letters a lead: they have a lane of their own.
  if (code === QUALITY_CHANGE && /^[cnu]+$/.test(aux)) return '';
  return (stripOf(aux)?.text ?? aux).replace(/^\(/, '').trim();
}

/** Marks after an edit, in the order of time: those it changed are replaced by id, beats are left to the columns. */
export function patchMarks(marks: readonly Mark[], removed: Int32Array, rows: EditRows): readonly Mark[] {
  const touched = new Set([...removed, ...rows.id]);
  const kept = marks.filter(({ id }) => !touched.has(id));
  const texts = new Map(Array.from(rows.auxRow, (row, at) => [row, rows.auxText[at]]));
  const put: Mark[] = [];
  for (let row = 0; row < rows.id.length; row++) {
    if (CLASS_OF_CODE[rows.code[row]!] === NO_BEAT) put.push(markOf(rows, row, texts.get(row)));
  }
  if (put.length === 0) return kept.length === marks.length ? marks : kept;
  return [...kept, ...put].sort((one, other) => one.sample - other.sample);
}
