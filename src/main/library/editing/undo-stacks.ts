import type { EventHead } from '../annotation-log.ts';

/** What a reader can take back and bring back: sequences of events, the next one last. */
export interface UndoStacks {
  readonly undo: readonly number[];
  readonly redo: readonly number[];
}

/**
 * Derived from the log alone, so it holds across restarts. An event that takes back the latest edit goes on the redo
 * stack; one that takes back that event is the edit again. A new edit ends what could be brought back. Events of other
 * authors are not looked at.
 */
export function undoStacks(heads: readonly EventHead[], author: string): UndoStacks {
  const undo: number[] = [];
  const redo: number[] = [];
  for (const head of heads) {
    if (head.author !== author) continue;
    if (head.undoes !== undefined && head.undoes === undo.at(-1)) {
      undo.pop();
      redo.push(head.sequence);
    } else if (head.undoes !== undefined && head.undoes === redo.at(-1)) {
      redo.pop();
      undo.push(head.sequence);
    } else {
      undo.push(head.sequence);
      redo.length = 0;
    }
  }
  return { undo, redo };
}

/** The edit that an undo or redo is about in the end, and whether an event does it or takes it back. */
export function rootOf(
  bySequence: ReadonlyMap<number, EventHead>,
  head: EventHead,
): { readonly root: EventHead; readonly isUndo: boolean } {
  let root = head;
  let isUndo = false;
  while (root.undoes !== undefined) {
    const next = bySequence.get(root.undoes);
    if (!next) break;
    root = next;
    isUndo = !isUndo;
  }
  return { root, isUndo };
}
