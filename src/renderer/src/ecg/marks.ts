import { codeOfMnemonic } from '../../../shared/annotation-codes.ts';
import { STANDING, type EditRows } from '../../../shared/contract/editing.ts';
import type { AnnotationWindow } from '../../../shared/contract/review.ts';
import { stripOf } from '../../../shared/strips.ts';

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
