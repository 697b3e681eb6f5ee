/** How wheels, drags and keys become movements in time. Pure, so that every device's habits can be tested. */

export const clamp = (value: number, low: number, high: number): number => Math.max(low, Math.min(high, value));

/** A left edge that keeps the screen within the recording; whole samples. */
export const clampPosition = (position: number, visible: number, total: number): number =>
  clamp(Math.round(position), 0, Math.max(0, total - visible));

/** A wheel event, as far as it matters here. */
export type Wheel = Pick<WheelEvent, 'deltaX' | 'deltaY' | 'deltaMode' | 'shiftKey'>;

const LINES = 1;
const PAGES = 2;
const PIXELS_PER_LINE = 16;
/** A notched wheel jumps by 100 or 120 pixels, or by lines; a touchpad trickles. */
const LEAST_NOTCH = 60;

/** Whether the event comes from a wheel with notches rather than a touchpad. */
export const isNotched = (wheel: Wheel): boolean =>
  wheel.deltaMode !== 0 ||
  (wheel.deltaX === 0 && Math.abs(wheel.deltaY) >= LEAST_NOTCH) ||
  (wheel.deltaY === 0 && wheel.shiftKey && Math.abs(wheel.deltaX) >= LEAST_NOTCH);

/**
 * How far a wheel event scrolls, in fractions of a screen; positive is later. A touchpad moves the paper with the
 * fingers (pixel for pixel of `width` CSS pixels); a notch moves an eighth of the screen, whatever its system calls it.
 */
export function wheelTravel(wheel: Wheel, width: number): number {
  const delta = Math.abs(wheel.deltaX) > Math.abs(wheel.deltaY) ? wheel.deltaX : wheel.deltaY;
  if (wheel.deltaMode === PAGES) return Math.sign(delta);
  if (isNotched(wheel)) return notches(delta, wheel.deltaMode) / 8;
  return delta / Math.max(1, width);
}

/** By what factor a wheel event zooms in (above 1) or out: a quarter a notch, smoothly for a pinch. */
export function wheelZoom(wheel: Wheel): number {
  const delta = wheel.deltaY === 0 ? wheel.deltaX : wheel.deltaY;
  if (isNotched(wheel)) return 1.25 ** -notches(delta, wheel.deltaMode);
  return Math.exp(-delta / 100);
}

/** Systems report one notch as 3 lines, 100 or 120 pixels; free-spinning wheels as several at once. */
function notches(delta: number, mode: number): number {
  const pixels = mode === LINES ? delta * PIXELS_PER_LINE * 2 : delta;
  return Math.sign(delta) * Math.max(1, Math.round(Math.abs(pixels) / 110));
}

/** What a key asks for. */
export type KeyCommand =
  | { readonly kind: 'move'; readonly screens: number }
  | { readonly kind: 'edge'; readonly end: 'start' | 'end' }
  | { readonly kind: 'zoom'; readonly direction: 1 | -1 }
  | { readonly kind: 'gain'; readonly direction: 1 | -1 }
  | { readonly kind: 'ectopic'; readonly direction: 1 | -1 }
  | { readonly kind: 'episode'; readonly direction: 1 | -1 };

type Key = Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'altKey' | 'metaKey'>;

export const KEY_HELP =
  'Left and right arrows move by a tenth of the screen, with Shift by a hundredth; Page Up and Page Down by a screen; ' +
  'Home and End go to the ends; plus and minus change the time scale, up and down arrows the gain; ' +
  'N and P go to the next and previous beat that is not normal, with Shift to the next and previous episode.';

export function keyCommand({ key, shiftKey, ctrlKey, altKey, metaKey }: Key): KeyCommand | undefined {
  if (ctrlKey || altKey || metaKey) return undefined;
  switch (key) {
    case 'ArrowLeft':
      return { kind: 'move', screens: shiftKey ? -0.01 : -0.1 };
    case 'ArrowRight':
      return { kind: 'move', screens: shiftKey ? 0.01 : 0.1 };
    case 'PageUp':
      return { kind: 'move', screens: -1 };
    case 'PageDown':
      return { kind: 'move', screens: 1 };
    case 'Home':
      return { kind: 'edge', end: 'start' };
    case 'End':
      return { kind: 'edge', end: 'end' };
    case '+':
    case '=':
      return { kind: 'zoom', direction: 1 };
    case '-':
    case '_':
      return { kind: 'zoom', direction: -1 };
    case 'ArrowUp':
      return { kind: 'gain', direction: 1 };
    case 'ArrowDown':
      return { kind: 'gain', direction: -1 };
    case 'n':
      return { kind: 'ectopic', direction: 1 };
    case 'p':
      return { kind: 'ectopic', direction: -1 };
    case 'N':
      return { kind: 'episode', direction: 1 };
    case 'P':
      return { kind: 'episode', direction: -1 };
    default:
      return undefined;
  }
}
