import { type AamiClass, annotationCode, isLabelCode } from '../../../shared/annotation-codes.ts';
import { isBlind } from '../../../shared/blind-sample.ts';
import { STANDING } from '../../../shared/contract/editing.ts';
import type { QueuePlan } from '../../../shared/contract/review-queue.ts';
import type { StoredAnnotations } from '../annotation-columns.ts';

export interface ReviewOrder {
  /** Rows to ask about, in order. */
  readonly rows: Int32Array;
  /** 1 where a row of `rows` is a blind one. */
  readonly blind: Uint8Array;
  /** Labels of the plan, and how many of them a person has set or confirmed. */
  readonly total: number;
  readonly done: number;
}

/** The order of AAMI classes in which errors matter most; labels that are no beats come last. */
const URGENCY: readonly (string | undefined)[] = ['V', 'F', 'S', 'Q', 'N'] satisfies AamiClass[];

/**
 * The labels nobody has confirmed yet, in the order of a plan. Blind ones are drawn from all labels and set evenly between
 * the others: where they stand tells nothing of their label, nor does the plan's choice of codes.
 */
export function reviewOrder(
  state: StoredAnnotations,
  { order, codes, blindShare }: QueuePlan,
  seed: number,
): ReviewOrder {
  const wanted = codes && new Set(codes);
  const asked: number[] = [];
  const blind: number[] = [];
  let total = 0;
  let done = 0;
  for (let row = 0; row < state.code.length; row++) {
    const code = state.code[row]!;
    if (!isLabelCode(code)) continue;
    const isOfPlan = wanted === undefined || wanted.has(code);
    const isDone = state.standing[row] !== STANDING.source;
    if (isOfPlan) total++;
    if (isOfPlan && isDone) done++;
    if (isDone) continue;
    if (isBlind(state.id[row]!, blindShare, seed)) blind.push(row);
    else if (isOfPlan) asked.push(row);
  }
  // An unknown confidence is asked about after every known one.
  const doubt = (row: number): number => (Number.isNaN(state.confidence[row]!) ? 2 : state.confidence[row]!);
  if (order === 'least-confident') asked.sort((a, b) => doubt(a) - doubt(b) || a - b);
  if (order === 'class') {
    const rank = (row: number): number => {
      const at = URGENCY.indexOf(annotationCode(state.code[row]!)?.aami);
      return at < 0 ? URGENCY.length : at;
    };
    asked.sort((a, b) => rank(a) - rank(b) || doubt(a) - doubt(b) || a - b);
  }
  const apart = blindShare > 0 ? Math.max(1, Math.round(1 / blindShare) - 1) : Infinity;
  const rows = new Int32Array(asked.length + blind.length);
  const marks = new Uint8Array(rows.length);
  let at = 0;
  let next = 0;
  for (const [index, row] of asked.entries()) {
    rows[at++] = row;
    if ((index + 1) % apart === 0 && next < blind.length) {
      marks[at] = 1;
      rows[at++] = blind[next++]!;
    }
  }
  while (next < blind.length) {
    marks[at] = 1;
    rows[at++] = blind[next++]!;
  }
  return { rows, blind: marks, total, done };
}
