import type { EditTarget } from '../../../shared/contract/editing.ts';
import type { AnnotationEvent } from '../annotation-change.ts';
import { copyRow, emptyAnnotations, sortRows, type StoredAnnotations } from '../annotation-columns.ts';
import type { EventHead } from '../annotation-log.ts';
import { rootOf } from './undo-stacks.ts';

/** Hidden rows in the order of time, with the event that hid each. */
export interface RemovedRows {
  readonly rows: StoredAnnotations;
  readonly sequence: Int32Array<ArrayBuffer>;
}

/**
 * The rows that readers have hidden and that can be restored, from the log alone. What went by an undo of its insertion,
 * or because a stretch was drawn anew, is not among them.
 * @param kindOf the kind of edit that an event's summary names
 */
export function removedRows(
  events: readonly AnnotationEvent[],
  kindOf: (head: EventHead) => string | undefined,
): RemovedRows {
  const bySequence = new Map<number, EventHead>(events.map((event) => [event.sequence, event]));
  const hidden = new Map<number, { readonly event: AnnotationEvent; readonly row: number }>();
  for (const event of events) {
    const { root, isUndo } = rootOf(bySequence, event);
    const hides = kindOf(root) === (isUndo ? 'restore' : 'remove');
    event.before.id.forEach((id, row) => {
      if (hides) hidden.set(id, { event, row });
    });
    for (const id of event.after.id) hidden.delete(id);
  }
  const rows = emptyAnnotations(hidden.size);
  let at = 0;
  for (const { event, row } of hidden.values()) copyRow(event.before, row, rows, at++);
  const sorted = sortRows(rows);
  return { rows: sorted, sequence: Int32Array.from(sorted.id, (id) => hidden.get(id)?.event.sequence ?? -1) };
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
