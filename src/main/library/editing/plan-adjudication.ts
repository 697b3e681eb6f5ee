import { CHOICE } from '../../../shared/contract/comparing.ts';
import { STANDING } from '../../../shared/contract/editing.ts';
import { isLabelCode } from '../../../shared/annotation-codes.ts';
import { Problem } from '../../../shared/problem.ts';
import { outdated } from '../annotation-change.ts';
import { copyRow, emptyAnnotations, pickRows, type StoredAnnotations } from '../annotation-columns.ts';
import type { AdjudicatedChoice } from '../review-store.ts';
import { summarised, type PlannedEdit } from './plan-edit.ts';
import { rowsById } from './select-rows.ts';

/** Decisions as columns; see `compare.decide`. */
export interface Decisions {
  readonly firstId: Int32Array;
  readonly secondId: Int32Array;
  readonly choice: Uint8Array;
  readonly code: Uint8Array;
}

/** The sets that an adjudication is about, and what has been chosen so far. */
export interface Adjudication {
  readonly first: StoredAnnotations;
  readonly second: StoredAnnotations;
  /** The adjudicated set as it is: at first a copy of the first one. */
  readonly state: StoredAnnotations;
  readonly chosen: readonly AdjudicatedChoice[];
  readonly nextId: number;
}

const keyOf = (firstId: number, secondId: number): string => `${firstId} ${secondId}`;

/** What decisions change in the adjudicated set, and the choices to be kept. @throws Problem `bad-input` */
export function planAdjudication(
  { first, second, state, chosen, nextId }: Adjudication,
  decisions: Decisions,
): { readonly plan: PlannedEdit | undefined; readonly choices: readonly AdjudicatedChoice[] } {
  const { firstId, secondId, choice, code } = decisions;
  const count = firstId.length;
  if (secondId.length !== count || choice.length !== count || code.length !== count) {
    throw new Problem('bad-input', 'The columns of these decisions are of different length.');
  }
  const rows = { first: rowsById(first), second: rowsById(second), state: rowsById(state) };
  const known = new Map(chosen.map((each) => [keyOf(each.firstId, each.secondId), each.rowId]));
  const before: number[] = [];
  const after = emptyAnnotations(count);
  const choices: AdjudicatedChoice[] = [];
  const decided = new Set<number>();
  let free = nextId;
  let put = 0;
  for (let at = 0; at < count; at++) {
    const inFirst = rowOf(rows.first, firstId[at]!);
    const inSecond = rowOf(rows.second, secondId[at]!);
    if (inFirst < 0 && inSecond < 0) throw outdated();
    const what = choice[at]!;
    if (what === CHOICE.open || what > CHOICE.noBeat) throw new Problem('bad-input', 'A decision names no choice.');
    const [rowsOf, row] =
      what === CHOICE.noBeat
        ? [first, -1]
        : what === CHOICE.first
          ? [first, inFirst]
          : what === CHOICE.second || inFirst < 0
            ? [second, inSecond]
            : [first, inFirst];
    const earlier = inFirst >= 0 ? firstId[at]! : (known.get(keyOf(firstId[at]!, secondId[at]!)) ?? -1);
    const id = earlier >= 0 ? earlier : row >= 0 ? free++ : -1;
    if (id >= 0 && decided.has(id)) throw new Problem('bad-input', 'A beat is decided twice at once.');
    decided.add(id);
    const present = rowOf(rows.state, id);
    if (present >= 0) before.push(present);
    if (row >= 0) {
      copyRow(rowsOf, row, after, put);
      after.id[put] = id;
      after.standing[put] = STANDING.reader;
      after.confidence[put] = Number.NaN;
      if (what === CHOICE.other) {
        if (!isLabelCode(code[at]!)) throw new Problem('bad-input', 'This code is no label of a beat. Choose another.');
        after.code[put] = code[at]!;
      }
      put++;
    }
    choices.push({ firstId: firstId[at]!, secondId: secondId[at]!, choice: what, rowId: id });
  }
  const change = {
    kind: 'relabel',
    before: pickRows(state, before),
    after: pickRows(
      after,
      Array.from({ length: put }, (_, row) => row),
    ),
  } as const;
  return { plan: summarised(change, 'adjudicate'), choices };
}

/**
 * The choices that still hold, by pair: an undo of a decision, or an edit of its row, opens it again. A disagreement that
 * was never decided, or is open again, is `CHOICE.open`.
 */
export function heldChoices(
  state: StoredAnnotations,
  chosen: readonly AdjudicatedChoice[],
  codes: (choice: AdjudicatedChoice) => number,
): (firstId: number, secondId: number) => number {
  const rows = rowsById(state);
  const held = new Map<string, number>();
  for (const each of chosen) {
    const row = rowOf(rows, each.rowId);
    const code = codes(each);
    const isDecided = row >= 0 && state.standing[row] === STANDING.reader;
    const holds = code === 0 ? row < 0 : isDecided && (each.choice === CHOICE.other || state.code[row] === code);
    if (holds) held.set(keyOf(each.firstId, each.secondId), each.choice);
  }
  return (firstId, secondId) => held.get(keyOf(firstId, secondId)) ?? CHOICE.open;
}

const rowOf = (rows: Int32Array, id: number): number => (id >= 0 && id < rows.length ? rows[id]! : -1);
