/** Keys that hold in the whole window. Those of the worklist and of the trace are handled where the focus is. */
export type WindowCommand =
  | 'search'
  | 'import-files'
  | 'import-folder'
  | 'next'
  | 'previous'
  | 'worklist'
  | 'inspector'
  | 'help'
  | 'palette'
  | 'why'
  | 'calipers'
  | 'print'
  | 'leave';

type Key = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

/** `typing`: the focus is in a field, where a plain character is text. */
export function commandOf(pressed: Key, typing: boolean): WindowCommand | undefined {
  const { key, ctrlKey, metaKey, altKey, shiftKey } = pressed;
  // Alt with an arrow opens a list field.
  if (altKey && !ctrlKey && !metaKey)
    return typing ? undefined : ({ ArrowDown: 'next', ArrowUp: 'previous' } as const)[key];
  if (ctrlKey || metaKey) {
    if (shiftKey) return key.toLowerCase() === 'o' ? 'import-folder' : undefined;
    return ({ o: 'import-files', b: 'worklist', i: 'inspector', p: 'print', k: 'palette' } as const)[key.toLowerCase()];
  }
  if (typing) return undefined;
  return ({ '/': 'search', '?': 'help', w: 'why', c: 'calipers', Escape: 'leave' } as const)[key];
}

export const isField = (target: EventTarget | null): boolean =>
  target instanceof HTMLInputElement
    ? target.type !== 'radio'
    : target instanceof HTMLSelectElement || target instanceof HTMLTextAreaElement;
