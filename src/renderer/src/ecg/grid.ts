import type { DrawingContext } from './drawing-context.ts';
import type { PaperGeometry } from './paper.ts';
import type { PaperColours } from './paper-colours.ts';

/** Speeds ECG paper is made for: there the grid is millimetres. At any other the upright lines are round times. */
const PAPER_SPEEDS: readonly number[] = [12.5, 25, 50, 100];
/** Round times for upright lines: each thick line is one of these, the thin ones its fifths (quarters of a minute, hour). */
const STEPS: readonly (readonly [thick: number, thin: number])[] = [
  [0.2, 0.04],
  [1, 0.2],
  [5, 1],
  [10, 2],
  [30, 5],
  [60, 15],
  [300, 60],
  [600, 120],
  [1800, 300],
  [3600, 900],
  [4 * 3600, 3600],
  [24 * 3600, 4 * 3600],
];
/** Lines closer than this are a wash of colour, not a scale (CSS pixels). */
const CLOSEST = 2.4;
const CLOSEST_TIMES = 6;
/** CSS pixels a millimetre at which thin lines are faintest, and in full strength. */
const FADED = 1.8;
const FULL = 3.6;

/** The paper and its lines, on whole device pixels. The upright lines of a strip move with the signal. */
export function paintGrid(context: DrawingContext, geometry: PaperGeometry, colours: PaperColours): void {
  const { paperLeft, paperRight, paperTop, paperBottom, millimetre, devicePixelRatio: dpr } = geometry;
  context.fillStyle = colours.background;
  context.fillRect(paperLeft, paperTop, paperRight - paperLeft, paperBottom - paperTop);

  const thick = Math.max(1, Math.round(dpr));
  const thin = Math.max(1, Math.floor(dpr / 2));
  const fine = millimetre >= CLOSEST * dpr;
  if (fine) {
    // The smaller the millimetre, the more of the paper thin lines would cover: they fade as they close in.
    context.globalAlpha = Math.max(0.3, Math.min(1, (millimetre / dpr - FADED) / (FULL - FADED)));
    context.fillStyle = colours.thinLine;
    levels(context, geometry, millimetre, 5, thin);
    uprights(context, geometry, true, thin);
    context.globalAlpha = 1;
  }
  context.fillStyle = colours.thickLine;
  levels(context, geometry, 5 * millimetre, 0, thick);
  uprights(context, geometry, false, thick);
}

/** Horizontal lines every `pitch` pixels from the first baseline, leaving out every `except`-th. */
function levels(context: DrawingContext, geometry: PaperGeometry, pitch: number, except: number, width: number): void {
  const { paperLeft, paperRight, top, bottom } = geometry;
  const origin = geometry.rowMiddle[0]!;
  for (let line = Math.ceil((top - origin) / pitch); ; line++) {
    const y = origin + Math.round(line * pitch) - half(width);
    if (y >= bottom) return;
    if (except > 0 && line % except === 0) continue;
    context.fillRect(paperLeft, y, paperRight - paperLeft, width);
  }
}

function uprights(context: DrawingContext, geometry: PaperGeometry, thin: boolean, width: number): void {
  const { millimetre, pixelsPerSecond, devicePixelRatio: dpr } = geometry;
  if (PAPER_SPEEDS.includes(geometry.speed)) {
    if (thin) verticals(context, geometry, millimetre, 5, width);
    else verticals(context, geometry, 5 * millimetre, 0, width);
    return;
  }
  for (const [major, minor] of STEPS) {
    if (minor * pixelsPerSecond < CLOSEST_TIMES * dpr && major !== 24 * 3600) continue;
    if (thin) verticals(context, geometry, minor * pixelsPerSecond, Math.round(major / minor), width);
    else verticals(context, geometry, major * pixelsPerSecond, 0, width);
    return;
  }
}

function verticals(
  context: DrawingContext,
  geometry: PaperGeometry,
  pitch: number,
  except: number,
  width: number,
): void {
  const { paperLeft, paperRight, top, bottom, left } = geometry;
  const origin = left - (geometry.kind === 'strip' ? geometry.originPixel : 0);
  for (let line = Math.ceil((paperLeft - origin) / pitch); ; line++) {
    const x = origin + Math.round(line * pitch) - half(width);
    if (x >= paperRight) return;
    if (except > 0 && line % except === 0) continue;
    context.fillRect(x, top, width, bottom - top);
  }
}

/** A line of several pixels lies on both sides of where it belongs. */
const half = (width: number): number => Math.floor((width - 1) / 2);
