import { Problem } from '../../shared/problem.ts';
import { compareToRow, copyRow, emptyAnnotations, sortRows, type StoredAnnotations } from './annotation-columns.ts';

export type ChangeKind = 'add' | 'remove' | 'relabel' | 'move';

/**
 * One change of a set: `before` are the rows it takes away as they were, `after` the rows it puts there. An add has
 * no `before`, a removal no `after`; a relabelled or moved annotation keeps its id.
 */
export interface AnnotationChange {
  readonly kind: ChangeKind;
  readonly before: StoredAnnotations;
  readonly after: StoredAnnotations;
}

/** A change as it stands in the log. */
export interface AnnotationEvent extends AnnotationChange {
  /** Position in the set's log, from 0. */
  readonly sequence: number;
  readonly author: string;
  /** ISO 8601. */
  readonly at: string;
  /** What it did, as `EditSummary` of the contract without words; absent for what no reader did. */
  readonly summary?: unknown;
  /** The sequence of the event that this one takes back. */
  readonly undoes?: number | undefined;
}

/** The change that takes `change` back. */
export function inverse({ kind, before, after }: AnnotationChange): AnnotationChange {
  const opposite = { add: 'remove', remove: 'add', relabel: 'relabel', move: 'move' } as const;
  return { kind: opposite[kind], before: after, after: before };
}

/**
 * The rows of a state, in the order of (sample, id), after a change; `before` and `after` need no order.
 * @throws Problem `bad-input` when a row of `before` is not there as it is said to be, or one of `after` already is.
 */
export function applyChange(state: StoredAnnotations, change: Omit<AnnotationChange, 'kind'>): StoredAnnotations {
  const before = sortRows(change.before);
  const after = sortRows(change.after);
  const held = state.sample.length;
  const result = emptyAnnotations(held - before.sample.length + after.sample.length);
  let taken = 0;
  let put = 0;
  let at = 0;
  const putBefore = (row: number): void => {
    while (put < after.sample.length) {
      const order = row < held ? compareToRow(after.sample[put]!, after.id[put]!, state, row) : -1;
      if (order > 0) return;
      if (order === 0) throw outdated();
      copyRow(after, put++, result, at++);
    }
  };
  for (let row = 0; row < held; row++) {
    if (taken < before.sample.length && compareToRow(before.sample[taken]!, before.id[taken]!, state, row) === 0) {
      if (!isSame(before, taken, state, row)) throw outdated();
      taken++;
      continue;
    }
    putBefore(row);
    copyRow(state, row, result, at++);
  }
  if (taken < before.sample.length) throw outdated();
  putBefore(held);
  return result;
}

const isSame = (said: StoredAnnotations, at: number, state: StoredAnnotations, row: number): boolean =>
  said.code[at] === state.code[row] &&
  said.standing[at] === state.standing[row] &&
  said.aux.get(at) === state.aux.get(row);

export const outdated = (): Problem =>
  new Problem(
    'bad-input',
    'These annotations have been changed meanwhile. Look at them again, then repeat the change.',
  );
