import { codeOfMnemonic, isLabelCode } from '../../../../shared/annotation-codes.ts';

/** What a key asks of the editor. */
export type EditCommand =
  | { readonly kind: 'leave' | 'apply' | 'applyRange' | 'confirm' | 'hide' | 'undo' | 'redo' | 'cancel' }
  | { readonly kind: 'note' | 'rhythm' | 'quality' | 'literal' }
  | { readonly kind: 'label'; readonly code: number }
  | { readonly kind: 'step' | 'seek'; readonly direction: 1 | -1 }
  | { readonly kind: 'mark'; readonly end: 'from' | 'to' };

type Key = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

/**
 * The grammar of WAVE (PhysioNet): a letter is a label, and a few keys do what is done all day. Labels whose letter has
 * another meaning here (e, n, ?) are typed after a comma.
 * @param literal the key before was the comma
 */
export function editCommand(
  { key, code, ctrlKey, metaKey, altKey, shiftKey }: Key,
  literal = false,
): EditCommand | undefined {
  if (altKey) return undefined;
  if (ctrlKey || metaKey) {
    const letter = key.toLowerCase();
    if (letter === 'z') return { kind: shiftKey ? 'redo' : 'undo' };
    return letter === 'y' ? { kind: 'redo' } : undefined;
  }
  if (literal) return labelOf(key) ?? (key === 'Shift' ? undefined : { kind: 'cancel' });
  const onPad = { Numpad4: -1, Numpad6: 1 } as const;
  if (code === 'Numpad5') return { kind: 'apply' };
  if (code === 'Numpad4' || code === 'Numpad6') return { kind: 'step', direction: onPad[code] };
  switch (key) {
    case 'Enter':
      return { kind: shiftKey ? 'applyRange' : 'apply' };
    case 'ArrowLeft':
      return shiftKey ? undefined : { kind: 'step', direction: -1 };
    case 'ArrowRight':
      return shiftKey ? undefined : { kind: 'step', direction: 1 };
    case 'n':
      return { kind: 'seek', direction: 1 };
    case 'p':
      return { kind: 'seek', direction: -1 };
    case ' ':
      return { kind: 'confirm' };
    case 'Delete':
    case 'Backspace':
      return { kind: 'hide' };
    case '[':
      return { kind: 'mark', end: 'from' };
    case ']':
      return { kind: 'mark', end: 'to' };
    case '"':
      return { kind: 'note' };
    case '(':
      return { kind: 'rhythm' };
    case '~':
      return { kind: 'quality' };
    case ',':
      return { kind: 'literal' };
    case 'Escape':
      return { kind: 'cancel' };
    case '?':
      return undefined; // the list of keys
    case 'e':
      return { kind: 'leave' };
    default:
      return labelOf(key);
  }
}

function labelOf(key: string): EditCommand | undefined {
  const code = codeOfMnemonic(key)?.code;
  return code !== undefined && isLabelCode(code) ? { kind: 'label', code } : undefined;
}
