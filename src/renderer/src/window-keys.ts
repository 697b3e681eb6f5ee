/** Keys that hold in the whole window. Those of the worklist and of the trace are handled where the focus is. */
export type WindowCommand = 'search' | 'import' | 'next' | 'previous' | 'worklist' | 'inspector' | 'help' | 'leave';

type Key = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'target'>;

export function commandOf({ key, ctrlKey, metaKey, altKey, target }: Key): WindowCommand | undefined {
  if (altKey && !ctrlKey && !metaKey) return ({ ArrowDown: 'next', ArrowUp: 'previous' } as const)[key];
  if (ctrlKey || metaKey) return ({ o: 'import', b: 'worklist', i: 'inspector' } as const)[key.toLowerCase()];
  // A plain character typed into a field is text.
  if (isField(target)) return undefined;
  return ({ '/': 'search', '?': 'help', Escape: 'leave' } as const)[key];
}

const isField = (target: EventTarget | null): boolean =>
  target instanceof HTMLInputElement
    ? target.type !== 'radio'
    : target instanceof HTMLSelectElement || target instanceof HTMLTextAreaElement;
