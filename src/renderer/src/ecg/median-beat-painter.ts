import type { Measurements } from '../../../shared/contract/measurements.ts';
import type { DrawingContext } from './drawing-context.ts';
import type { MedianBeatGeometry } from './median-beat-geometry.ts';
import type { Palette } from './paper-colours.ts';

export interface MedianBeatScene {
  readonly geometry: MedianBeatGeometry;
  readonly leads: Measurements['leads'];
  readonly median: NonNullable<Measurements['median']>;
  readonly bounds: Measurements['bounds'];
  readonly palette: Palette;
  readonly font: string;
  readonly boldFont: string;
  readonly devicePixelRatio: number;
  /** How the waves are called. */
  readonly names: { readonly p: string; readonly qrs: string; readonly t: string };
}

/** Millimetre paper, each lead's median beat, and the bounds of P, QRS and T through all of them. */
export function paintMedianBeats(context: DrawingContext, scene: MedianBeatScene): void {
  const { geometry, palette } = scene;
  context.fillStyle = palette.background;
  context.fillRect(0, 0, geometry.width, geometry.height);
  paintPaper(context, scene);
  paintBounds(context, scene);
  for (const place of geometry.places) paintBeat(context, scene, place);
}

function paintPaper(context: DrawingContext, { geometry, palette, devicePixelRatio: dpr }: MedianBeatScene): void {
  const { millimetre, width, height, places } = geometry;
  const originX = places[0]?.left ?? 0;
  const originY = places[0]?.zero ?? 0;
  const lines = (thick: boolean): void => {
    const line = thick ? Math.max(1, Math.round(dpr)) : Math.max(1, Math.floor(dpr / 2));
    context.fillStyle = thick ? palette.thickLine : palette.thinLine;
    for (let n = -Math.floor(originX / millimetre); originX + n * millimetre < width; n++) {
      if ((n % 5 === 0) === thick) context.fillRect(originX + Math.round(n * millimetre), 0, line, height);
    }
    for (let n = -Math.floor(originY / millimetre); originY + n * millimetre < height; n++) {
      if ((n % 5 === 0) === thick) context.fillRect(0, originY + Math.round(n * millimetre), width, line);
    }
  };
  lines(false);
  lines(true);
}

/** Waves in the order in which they are drawn, by their bounds. */
const WAVES = [
  ['p', 'pOnset', 'pOffset'],
  ['qrs', 'qrsOnset', 'qrsOffset'],
  ['t', 'tOnset', 'tOffset'],
] as const;

function paintBounds(context: DrawingContext, scene: MedianBeatScene): void {
  const { geometry, bounds, median, palette, devicePixelRatio: dpr } = scene;
  const line = Math.max(1, Math.round(dpr));
  const bottom = geometry.rows.at(-1)?.[1] ?? geometry.height;
  const lefts = new Set(geometry.places.map(({ left }) => left));
  for (const left of lefts) {
    const xOf = (milliseconds: number): number =>
      Math.round(left + (median.before + (milliseconds * median.rate) / 1000) * geometry.pixelsPerColumn);
    for (const [wave, onset, offset] of WAVES) {
      const from = bounds[onset];
      const to = bounds[offset];
      if (from === undefined || to === undefined) continue;
      // Where a T wave begins is not told sharply: its name alone stands at its place.
      context.fillStyle = palette.accent;
      context.globalAlpha = 0.1;
      context.fillRect(xOf(from), geometry.top, xOf(to) - xOf(from), bottom - geometry.top);
      context.globalAlpha = 1;
      for (const at of wave === 't' ? [to] : [from, to]) {
        context.fillRect(xOf(at), geometry.top, line, bottom - geometry.top);
      }
    }
    paintNames(context, scene, xOf);
  }
}

/** The names of the waves above their bounds, those of P and T pushed aside where that of QRS has no room. */
function paintNames(
  context: DrawingContext,
  { geometry, bounds, names, palette, boldFont, devicePixelRatio: dpr }: MedianBeatScene,
  xOf: (milliseconds: number) => number,
): void {
  const { qrsOnset, qrsOffset } = bounds;
  if (qrsOnset === undefined || qrsOffset === undefined) return;
  context.font = boldFont;
  context.fillStyle = palette.accent;
  context.textAlign = 'center';
  context.textBaseline = 'bottom';
  const middle = (xOf(qrsOnset) + xOf(qrsOffset)) / 2;
  const reach = (name: string): number => (context.measureText(names.qrs).width + context.measureText(name).width) / 2;
  for (const [wave, onset, offset] of WAVES) {
    const from = bounds[onset];
    const to = bounds[offset];
    if (from === undefined || to === undefined) continue;
    const own = (xOf(from) + xOf(to)) / 2;
    const apart = reach(names[wave]) + 4 * dpr;
    const x = wave === 'p' ? Math.min(own, middle - apart) : wave === 't' ? Math.max(own, middle + apart) : middle;
    context.fillText(names[wave], x, geometry.top - 2 * dpr);
  }
}

function paintBeat(
  context: DrawingContext,
  { geometry, leads, median, palette, boldFont, font, devicePixelRatio: dpr }: MedianBeatScene,
  { lead, left, zero }: MedianBeatGeometry['places'][number],
): void {
  const { pixelsPerColumn, pixelsPerMillivolt, rows } = geometry;
  const row = rows.find(([top, bottom]) => zero >= top && zero <= bottom);
  context.strokeStyle = palette.trace;
  context.lineWidth = 1.4 * dpr;
  context.lineJoin = 'round';
  context.lineCap = 'round';
  context.beginPath();
  let drawing = false;
  for (let column = 0; column < median.columns; column++) {
    const value = median.values[lead * median.columns + column] ?? Number.NaN;
    if (Number.isNaN(value)) {
      drawing = false; // missing signal is shown as missing
      continue;
    }
    const x = left + column * pixelsPerColumn;
    const y = zero - value * pixelsPerMillivolt;
    if (drawing) context.lineTo(x, y);
    else context.moveTo(x, y);
    drawing = true;
  }
  context.stroke();
  const info = leads[lead];
  if (!info || !row) return;
  context.font = info.derived ? font : boldFont;
  context.textAlign = 'left';
  context.textBaseline = 'top';
  context.fillStyle = palette.text;
  context.fillText(info.derived ? `${info.name}*` : info.name, left + 2 * dpr, row[0] + 2 * dpr);
}
