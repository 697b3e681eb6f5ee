import { strings } from '../language/strings.ts';
import { placeOf, type PlacedCaliper } from './caliper-places.ts';
import { type Caliper, isLevel, marchOf, readingOf } from './calipers.ts';
import type { DrawingContext } from './drawing-context.ts';
import type { CaliperLayer, Scene } from './scene.ts';

/** CSS pixels. */
const HANDLE = 3.5;
const LINE = 1.25;
const PADDING = 5;
const LABEL_HEIGHT = 18;
/** Marks of a march-out closer than this are no marks. */
const CLOSEST_MARKS = 4;
/** Lines of an amplitude reach so far beyond its ends. */
const OVERHANG = 14;

/** What a caliper measures, in words: `182 ms · 330 bpm · 1.24 mV`. */
export function readingText(caliper: Pick<Caliper, 'tool' | 'from' | 'to'>, rate: number): string {
  const { milliseconds, perMinute, millivolts } = readingOf(caliper, rate);
  const words = strings.calipers;
  return [
    milliseconds === undefined ? '' : words.milliseconds(milliseconds),
    perMinute === undefined ? '' : words.perMinute(perMinute),
    millivolts === undefined ? '' : words.millivolts(millivolts),
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

/** Calipers lie over everything else, in one colour; the end in hand is filled. */
export function paintCalipers(context: DrawingContext, scene: Scene, calipers: CaliperLayer): void {
  if (calipers.items.length === 0) return;
  const { geometry } = scene;
  const { left, right, paperTop, footerTop } = geometry;
  context.save();
  context.beginPath();
  context.rect(left, paperTop, right - left, footerTop - paperTop);
  context.clip();
  context.lineJoin = 'miter';
  context.lineCap = 'butt';
  for (const caliper of calipers.items) {
    const placed = placeOf(scene, caliper);
    if (!placed) continue;
    paintLines(context, scene, placed);
    paintEnds(context, scene, placed, calipers);
    paintReading(context, scene, placed);
  }
  context.restore();
}

function paintLines(context: DrawingContext, scene: Scene, placed: PlacedCaliper): void {
  const { geometry, palette } = scene;
  const { devicePixelRatio: dpr } = geometry;
  const { caliper, fromX, fromY, toX, toY, top, bottom } = placed;
  context.strokeStyle = palette.accent;
  context.lineWidth = LINE * dpr;
  context.beginPath();
  if (caliper.tool !== 'amplitude') {
    upright(context, fromX, top, bottom);
    upright(context, toX, top, bottom);
  }
  if (isLevel(caliper.tool)) {
    level(context, fromY, fromX, toX);
  } else {
    const over = caliper.tool === 'amplitude' ? OVERHANG * dpr : 0;
    const [start, end] = [Math.min(fromX, toX) - over, Math.max(fromX, toX) + over];
    level(context, fromY, start, end);
    level(context, toY, start, end);
    if (caliper.tool === 'amplitude') upright(context, (fromX + toX) / 2, fromY, toY);
  }
  context.stroke();
  if (caliper.tool === 'march') paintMarch(context, scene, placed);
}

function paintMarch(
  context: DrawingContext,
  { geometry }: Scene,
  { caliper, fromX, toX, top, bottom }: PlacedCaliper,
): void {
  const { devicePixelRatio: dpr, left, right } = geometry;
  if (Math.abs(toX - fromX) < CLOSEST_MARKS * dpr) return;
  const inset = 0.12 * (bottom - top);
  context.globalAlpha = 0.75;
  context.lineWidth = dpr;
  context.beginPath();
  for (const sample of marchOf(caliper, geometry.sampleAt(left), geometry.sampleAt(right))) {
    if (sample === caliper.from.sample || sample === caliper.to.sample) continue;
    upright(context, geometry.xOf(sample), top + inset, bottom - inset);
  }
  context.stroke();
  context.globalAlpha = 1;
}

function paintEnds(
  context: DrawingContext,
  { geometry, palette }: Scene,
  placed: PlacedCaliper,
  { selected }: CaliperLayer,
): void {
  const { devicePixelRatio: dpr } = geometry;
  const half = HANDLE * dpr;
  const { caliper, fromX, fromY, toX, toY } = placed;
  for (const [end, x, y] of [
    ['from', fromX, fromY],
    ['to', toX, toY],
  ] as const) {
    const inHand = selected?.id === caliper.id && selected.end === end;
    const size = inHand ? 1.4 * half : half;
    context.fillStyle = inHand ? palette.accent : palette.background;
    context.fillRect(x - size, y - size, 2 * size, 2 * size);
    context.strokeStyle = palette.accent;
    context.lineWidth = LINE * dpr;
    context.strokeRect(x - size, y - size, 2 * size, 2 * size);
  }
}

/** What it measures, at the foot of its row, on a ground of its own so that it can be read over any trace. */
function paintReading(context: DrawingContext, { geometry, palette, fonts }: Scene, placed: PlacedCaliper): void {
  const { devicePixelRatio: dpr, left, right, rate } = geometry;
  const { caliper, fromX, toX, top, bottom } = placed;
  const text = readingText(caliper, rate);
  context.font = fonts.label;
  const width = context.measureText(text).width + 2 * PADDING * dpr;
  const height = LABEL_HEIGHT * dpr;
  const middle = (fromX + toX) / 2;
  if (Math.max(fromX, toX) < left || Math.min(fromX, toX) > right) return;
  const x = Math.max(left, Math.min(right - width, middle - width / 2));
  const y = Math.max(top, bottom - height - 2 * dpr);
  context.fillStyle = palette.background;
  context.globalAlpha = 0.85; // signal under it stays visible
  context.fillRect(x, y, width, height);
  context.globalAlpha = 1;
  context.strokeStyle = palette.accent;
  context.lineWidth = dpr;
  context.strokeRect(x, y, width, height);
  context.fillStyle = palette.text;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  context.fillText(text, x + PADDING * dpr, y + height / 2);
}

function upright(context: DrawingContext, x: number, from: number, to: number): void {
  context.moveTo(x, from);
  context.lineTo(x, to);
}

function level(context: DrawingContext, y: number, from: number, to: number): void {
  context.moveTo(from, y);
  context.lineTo(to, y);
}
