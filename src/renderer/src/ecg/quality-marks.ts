import type { DrawingContext } from './drawing-context.ts';
import type { DrawnCell, Scene } from './scene.ts';
import { strings } from '../language/strings.ts';

/** CSS pixels. */
const HATCH = 9;
const TEXT_ROOM = 74;
/** Part of the row's height that is hatched. */
const HEIGHT = 0.42;

/** Stretches of a lead that cannot be read: lightly hatched below the trace, which stays as it was recorded. */
export function paintUnreadable(context: DrawingContext, scene: Scene, row: number, cell: DrawnCell): void {
  const { geometry, quality } = scene;
  const { left, right, rate } = geometry;
  const cellLeft = left + Math.round(cell.from * (right - left));
  const cellRight = left + Math.round(cell.to * (right - left));
  const first = geometry.sampleAt(cellLeft) / rate;
  for (const source of cell.lead.sources) {
    const spans = quality.unreadable(source);
    let end = cellLeft;
    for (let span = firstSpanAfter(spans, first); span < spans.length; span += 2) {
      const from = Math.max(end, geometry.xOf(spans[span]! * rate));
      const to = Math.min(cellRight, geometry.xOf(spans[span + 1]! * rate));
      if (from >= cellRight) break;
      if (to - from < 1) continue; // far out, stretches share their pixels
      hatch(context, scene, row, from, to);
      end = to;
    }
  }
}

/** Index of the first pair of seconds that ends after `second`. */
function firstSpanAfter(spans: Float64Array, second: number): number {
  let low = 0;
  let high = spans.length >> 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (spans[2 * middle + 1]! <= second) low = middle + 1;
    else high = middle;
  }
  return 2 * low;
}

function hatch(
  context: DrawingContext,
  { geometry, palette, fonts }: Scene,
  row: number,
  from: number,
  to: number,
): void {
  const { devicePixelRatio: dpr, rowHeight, originPixel } = geometry;
  const middle = geometry.rowMiddle[row]!;
  const half = HEIGHT * rowHeight;
  const pitch = HATCH * dpr;
  context.strokeStyle = palette.quietText;
  context.lineWidth = dpr;
  context.globalAlpha = 0.3;
  context.beginPath();
  // Lines fall to the right, those of missing signal rise; fixed in time, so they pan along.
  for (
    let start = Math.floor((from - 2 * half + originPixel) / pitch) * pitch - originPixel;
    start < to;
    start += pitch
  ) {
    const x0 = Math.max(from, start);
    const x1 = Math.min(to, start + 2 * half);
    if (x1 <= x0) continue;
    context.moveTo(x0, middle - half + (x0 - start));
    context.lineTo(x1, middle - half + (x1 - start));
  }
  context.stroke();
  context.globalAlpha = 1;
  if (to - from < TEXT_ROOM * dpr) return;
  const y = Math.round(middle + half - 7 * dpr);
  context.fillStyle = palette.background;
  context.fillRect(from + 2 * dpr, y - 7 * dpr, 66 * dpr, 14 * dpr);
  context.fillStyle = palette.quietText;
  context.font = fonts.small;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  context.fillText(strings.drawn.notReadable, from + 4 * dpr, y);
}
