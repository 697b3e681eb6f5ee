import type { DrawingContext } from './drawing-context.ts';
import type { Scene } from './scene.ts';
import type { Spans } from './spans.ts';
import { strings } from '../language/strings.ts';

/** CSS pixels. */
const HATCH = 7;
const DASH = 4;
const TEXT_ROOM = 76;

/** Signal that was never recorded: hatched over the row, and said in words where there is room. Never a blank. */
export function paintHatching(context: DrawingContext, scene: Scene, row: number, spans: Spans): void {
  if (spans.count === 0) return;
  const { geometry, palette, fonts } = scene;
  const { devicePixelRatio: dpr, left, right, rowHeight } = geometry;
  const middle = geometry.rowMiddle[row]!;
  const half = Math.min(0.34 * rowHeight, 36 * dpr);
  const pitch = HATCH * dpr;
  context.strokeStyle = palette.quietText;
  context.fillStyle = palette.quietText;
  context.lineWidth = Math.max(1, dpr);
  for (let span = 0; span < spans.count; span++) {
    const from = Math.max(left, spans.from[span]!);
    const to = Math.max(Math.min(right, spans.to[span]!), from + 1);
    if (from >= right) continue;
    context.globalAlpha = 0.12;
    context.fillRect(from, middle - half, to - from, 2 * half);
    context.globalAlpha = 0.6;
    context.beginPath();
    // Lines rise to the right, cut where they leave the stretch; they are fixed in time, so they pan along.
    const shift = geometry.originPixel;
    for (let start = Math.floor((from - 2 * half + shift) / pitch) * pitch - shift; start < to; start += pitch) {
      const x0 = Math.max(from, start);
      const x1 = Math.min(to, start + 2 * half);
      if (x1 <= x0) continue;
      context.moveTo(x0, middle + half - (x0 - start));
      context.lineTo(x1, middle + half - (x1 - start));
    }
    context.stroke();
    context.globalAlpha = 1;
    if (to - from < TEXT_ROOM * dpr) continue;
    const centre = (from + to) / 2;
    context.fillStyle = palette.background;
    context.fillRect(centre - 36 * dpr, middle - 9 * dpr, 72 * dpr, 18 * dpr);
    context.fillStyle = palette.quietText;
    context.font = fonts.small;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.fillText(strings.drawn.noSignal, centre, middle);
  }
}

/** Signal that is on its way: a dashed line on the row's middle. */
export function paintWaiting(context: DrawingContext, scene: Scene, row: number, spans: Spans): void {
  if (spans.count === 0) return;
  const { geometry, palette } = scene;
  const { devicePixelRatio: dpr, left, right } = geometry;
  context.fillStyle = palette.quietText;
  context.globalAlpha = 0.5;
  const y = geometry.rowMiddle[row]!;
  for (let span = 0; span < spans.count; span++) {
    const to = Math.min(right, spans.to[span]!);
    for (let x = Math.max(left, spans.from[span]!); x < to; x += 3 * DASH * dpr) {
      context.fillRect(x, y, Math.min(DASH * dpr, to - x), Math.max(1, Math.round(dpr)));
    }
  }
  context.globalAlpha = 1;
}
