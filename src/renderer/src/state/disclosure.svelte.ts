import { clamp } from '../ecg/navigation.ts';

/** Seconds of a row. */
export const ROW_SECONDS = [10, 30, 60, 120, 300, 600] as const;
export type RowSeconds = (typeof ROW_SECONDS)[number];

/** CSS pixels. */
export const ROW_HEIGHTS = { low: 20, usual: 32, high: 52 } as const;
export type RowHeight = keyof typeof ROW_HEIGHTS;
const HEIGHTS = Object.keys(ROW_HEIGHTS).filter((name): name is RowHeight => name in ROW_HEIGHTS);

/** What a key does on the page of rows; times are in parts of a row. */
export type DisclosureCommand =
  | { readonly kind: 'move'; readonly rows: number }
  | { readonly kind: 'page'; readonly direction: 1 | -1 }
  | { readonly kind: 'edge'; readonly end: 'start' | 'end' }
  | { readonly kind: 'length'; readonly direction: 1 | -1 }
  | { readonly kind: 'event'; readonly direction: 1 | -1 }
  | { readonly kind: 'open' };

type Key = Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'altKey' | 'metaKey'>;

export function disclosureCommand({ key, shiftKey, ctrlKey, altKey, metaKey }: Key): DisclosureCommand | undefined {
  if (ctrlKey || altKey || metaKey) return undefined;
  const aside = shiftKey ? 1 / 300 : 1 / 60;
  switch (key) {
    case 'ArrowLeft':
      return { kind: 'move', rows: -aside };
    case 'ArrowRight':
      return { kind: 'move', rows: aside };
    case 'ArrowUp':
      return { kind: 'move', rows: -1 };
    case 'ArrowDown':
      return { kind: 'move', rows: 1 };
    case 'PageUp':
      return { kind: 'page', direction: -1 };
    case 'PageDown':
      return { kind: 'page', direction: 1 };
    case 'Home':
      return { kind: 'edge', end: 'start' };
    case 'End':
      return { kind: 'edge', end: 'end' };
    case '+':
    case '=':
      return { kind: 'length', direction: -1 };
    case '-':
    case '_':
      return { kind: 'length', direction: 1 };
    case 'n':
    case 'N':
      return { kind: 'event', direction: 1 };
    case 'p':
    case 'P':
      return { kind: 'event', direction: -1 };
    case 'Enter':
    case ' ':
      return { kind: 'open' };
    default:
      return undefined;
  }
}

/** How the whole recording is laid out in rows; outlives the recording that is open. */
export class DisclosureState {
  rowSeconds = $state<RowSeconds>(60);
  rowHeight = $state<RowHeight>('usual');
  /** Name of the lead that is shown; undefined for the one that suits best. */
  leadName = $state<string | undefined>();

  /** The next shorter (−1) or longer rows. */
  stepLength(direction: 1 | -1): void {
    const at = ROW_SECONDS.indexOf(this.rowSeconds) + direction;
    this.rowSeconds = ROW_SECONDS[clamp(at, 0, ROW_SECONDS.length - 1)] ?? this.rowSeconds;
  }

  stepHeight(direction: 1 | -1): void {
    const at = HEIGHTS.indexOf(this.rowHeight) + direction;
    this.rowHeight = HEIGHTS[clamp(at, 0, HEIGHTS.length - 1)] ?? this.rowHeight;
  }
}
