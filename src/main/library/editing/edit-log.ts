import type { EditTarget } from '../../../shared/contract/editing.ts';
import type { AnnotationEvent } from '../annotation-change.ts';
import { copyRow, emptyAnnotations, sortRows, type StoredAnnotations } from '../annotation-columns.ts';
import type { EventHead } from '../annotation-log.ts';
import { rootOf } from './undo-stacks.ts';

/** Hidden rows in the order of time, with the event that hid each; −1 where it was hidden in a version before. */
export interface RemovedRows {
  readonly rows: StoredAnnotations;
  readonly sequence: Int32Array<ArrayBuffer>;
}

/**
 * The rows that readers have hidden and that can be restored, from the log alone. What went by an undo of its insertion,
 * or because a stretch was drawn anew, is not among them.
 * @param kindOf the kind of edit that an event's summary names
 * @param earlier rows that were hidden already in the set which this one began as; their sequence is −1
 */
export function removedRows(
  events: readonly AnnotationEvent[],
  kindOf: (head: EventHead) => string | undefined,
  earlier: StoredAnnotations = emptyAnnotations(),
): RemovedRows {
  const bySequence = new Map<number, EventHead>(events.map((event) => [event.sequence, event]));
  const hidden = new Map<
    number,
    { readonly from: StoredAnnotations; readonly row: number; readonly sequence: number }
  >();
  earlier.id.forEach((id, row) => hidden.set(id, { from: earlier, row, sequence: -1 }));
  for (const event of events) {
    const { root, isUndo } = rootOf(bySequence, event);
    const hides = kindOf(root) === (isUndo ? 'restore' : 'remove');
    event.before.id.forEach((id, row) => {
      if (hides) hidden.set(id, { from: event.before, row, sequence: event.sequence });
    });
    for (const id of event.after.id) hidden.delete(id);
  }
  const rows = emptyAnnotations(hidden.size);
  let at = 0;
  for (const { from, row } of hidden.values()) copyRow(from, row, rows, at++);
  const sorted = sortRows(rows);
  return { rows: sorted, sequence: Int32Array.from(sorted.id, (id) => hidden.get(id)?.sequence ?? -1) };
}

/** Whether events have touched what an edit is about. */
export function touches(events: readonly AnnotationEvent[], rows: Int32Array, target?: EditTarget): boolean {
  const ids = new Set(rows);
  for (const { before, after } of events) {
    for (const side of [before, after]) {
      for (let row = 0; row < side.id.length; row++) {
        const sample = side.sample[row]!;
        if (ids.has(side.id[row]!)) return true;
        if (target?.by === 'range' && sample >= target.from && sample < target.to) return true;
      }
    }
  }
  return false;
}

/** Which events are taken back in the end: by one that is itself not taken back. */
export function undoneSequences(heads: readonly EventHead[]): ReadonlySet<number> {
  const undone = new Set<number>();
  for (let at = heads.length - 1; at >= 0; at--) {
    const { sequence, undoes } = heads[at]!;
    if (undoes !== undefined && !undone.has(sequence)) undone.add(undoes);
  }
  return undone;
}
