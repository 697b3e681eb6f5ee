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
/** CSS pixels that a notch moves an enlarged page. */
const NOTCH = 96;

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

/** How far a wheel event moves an enlarged page, in CSS pixels: a notch by an eighth of a usual screen. */
export function wheelPixels(wheel: Wheel): [x: number, y: number] {
  const by = (delta: number): number =>
    delta === 0 ? 0 : isNotched(wheel) || wheel.deltaMode !== 0 ? -NOTCH * notches(delta, wheel.deltaMode) : -delta;
  return wheel.shiftKey && wheel.deltaX === 0 ? [by(wheel.deltaY), 0] : [by(wheel.deltaX), by(wheel.deltaY)];
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
  /** The whole page, or if that is seen, the page as wide as the canvas. */
  | { readonly kind: 'fit' }
  | { readonly kind: 'ectopic'; readonly direction: 1 | -1 }
  | { readonly kind: 'episode'; readonly direction: 1 | -1 };

type Key = Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'altKey' | 'metaKey'>;

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
    case '0':
      return { kind: 'fit' };
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
