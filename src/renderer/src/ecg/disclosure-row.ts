import {
  paintRowBeats,
  paintRowEpisodes,
  paintRowFlags,
  paintRowTexts,
  paintRowUnreadable,
} from './disclosure-marks.ts';
import type { DisclosureScene } from './disclosure-scene.ts';
import type { DrawingContext } from './drawing-context.ts';
import { medianOfRuns } from './row-median.ts';
import type { Spans } from './spans.ts';
import { TileRuns } from './tile-runs.ts';
import { TracePen } from './trace-pen.ts';
import { coarseArea } from './trace-transform.ts';

/** CSS pixels. */
const HATCH = 6;
const DASH = 4;

/** Seconds from one line to the next, by the length of a row in seconds. */
const LINES: ReadonlyMap<number, number> = new Map([
  [10, 1],
  [30, 5],
  [60, 10],
  [120, 10],
  [300, 30],
  [600, 60],
]);
export const lineEvery = (rowSeconds: number): number => LINES.get(rowSeconds) ?? rowSeconds / 6;

/** Draws one row, from (0, 0), as wide as the screen. Reused from row to row; allocates nothing per row once grown. */
export class DisclosureRowPainter {
  readonly #runs = new TileRuns();
  readonly #pen = new TracePen();

  /** False while the row is drawn from something coarser than it should be, or not at all yet. */
  paint(context: DrawingContext, scene: DisclosureScene, row: number): boolean {
    const { geometry, palette, lead, span, signal } = scene;
    const { width, rowHeight, left, right, pixelsPerSample, devicePixelRatio: dpr } = geometry;
    const runs = this.#runs;
    const pen = this.#pen;
    const { transform } = pen;
    context.fillStyle = palette.background;
    context.fillRect(0, 0, width, rowHeight);
    this.#paintLines(context, scene, row);
    paintRowUnreadable(context, scene, row);

    const from = geometry.firstSample(row);
    const to = geometry.endSample(row);
    // One sample to either side, so that the line enters and leaves the row.
    signal.collect(lead, Math.max(0, Math.floor(from) - 1), Math.ceil(to) + 1, 1 / pixelsPerSample, runs);
    transform.originX = left - from * pixelsPerSample;
    transform.pixelsPerBaseSample = pixelsPerSample;
    transform.baseSamplesPerSample = scene.baseSamplesPerSample;
    transform.middleY = geometry.middle;
    transform.pixelsPerStep = span > 0 ? geometry.traceHeight / span : 0;
    transform.zero = medianOfRuns(runs, transform);
    const isExact = span > 0 && this.#isExact();

    const end = Math.min(right, left + (to - from) * pixelsPerSample);
    context.save();
    context.beginPath();
    context.rect(left, 0, end - left, rowHeight);
    context.clip();
    if (span > 0) {
      context.beginPath();
      if (coarseArea(context, runs, transform)) {
        context.globalAlpha = 0.35;
        context.fillStyle = palette.trace;
        context.fill();
        context.globalAlpha = 1;
      }
      context.strokeStyle = palette.trace;
      context.lineJoin = 'round';
      pen.trace(context, runs, Math.max(1, Math.round(dpr)));
      hatchMissing(context, scene, pen.missing, row);
      dashWaiting(context, scene, pen.waiting, end);
    }
    paintRowBeats(context, scene, row, (colour) => {
      context.strokeStyle = colour;
      pen.trace(context, runs, Math.max(1, Math.round(1.5 * dpr)));
    });
    context.restore();
    paintRowEpisodes(context, scene, row);
    paintRowFlags(context, scene, row);
    paintRowTexts(context, scene, row);
    return isExact;
  }

  #isExact(): boolean {
    const { windows, count } = this.#runs;
    for (let run = 0; run < count; run++) {
      const window = windows[run];
      if (!window || (window.kind === 'envelope' && this.#pen.transform.isCoarse(window))) return false;
    }
    return true;
  }

  #paintLines(context: DrawingContext, { geometry, palette }: DisclosureScene, row: number): void {
    const { left, right, rowSeconds, rowHeight, rate, pixelsPerSample, devicePixelRatio: dpr } = geometry;
    const pitch = lineEvery(rowSeconds) * rate * pixelsPerSample;
    const end = Math.min(right, left + (geometry.endSample(row) - geometry.firstSample(row)) * pixelsPerSample);
    const hair = Math.max(1, Math.round(dpr));
    context.fillStyle = palette.thinLine;
    for (let x = left; x <= end + 0.5; x += pitch) context.fillRect(Math.round(x), 0, hair, rowHeight);
    context.fillRect(left, rowHeight - hair, end - left, hair);
  }
}

/** Signal that was never recorded: hatched over the whole row, never a blank. */
function hatchMissing(
  context: DrawingContext,
  { geometry, palette }: DisclosureScene,
  spans: Spans,
  row: number,
): void {
  if (spans.count === 0) return;
  const { rowHeight, left, devicePixelRatio: dpr } = geometry;
  context.strokeStyle = context.fillStyle = palette.quietText;
  context.lineWidth = Math.max(1, Math.round(dpr));
  const pitch = HATCH * dpr;
  const shift = (row * rowHeight) % pitch; // the lines go on from row to row
  for (let span = 0; span < spans.count; span++) {
    const from = Math.max(left, spans.from[span]!);
    const to = Math.max(spans.to[span]!, from + 1);
    context.globalAlpha = 0.14;
    context.fillRect(from, 0, to - from, rowHeight);
    context.globalAlpha = 0.6;
    context.save();
    context.beginPath();
    context.rect(from, 0, to - from, rowHeight);
    context.clip();
    context.beginPath();
    for (let x = Math.floor(from / pitch) * pitch - rowHeight - shift; x < to; x += pitch) {
      context.moveTo(x, rowHeight);
      context.lineTo(x + rowHeight, 0);
    }
    context.stroke();
    context.restore();
    context.globalAlpha = 1;
  }
}

function dashWaiting(context: DrawingContext, { geometry, palette }: DisclosureScene, spans: Spans, end: number): void {
  const { middle, left, devicePixelRatio: dpr } = geometry;
  context.fillStyle = palette.quietText;
  context.globalAlpha = 0.5;
  for (let span = 0; span < spans.count; span++) {
    const to = Math.min(end, spans.to[span]!);
    for (let x = Math.max(left, spans.from[span]!); x < to; x += 3 * DASH * dpr) {
      context.fillRect(x, Math.floor(middle), Math.min(DASH * dpr, to - x), Math.max(1, Math.round(dpr)));
    }
  }
  context.globalAlpha = 1;
}
