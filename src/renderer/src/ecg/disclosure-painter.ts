import { strings } from '../language/strings.ts';
import { DisclosureRowPainter, lineEvery } from './disclosure-row.ts';
import type { DisclosureScene } from './disclosure-scene.ts';

/** Of each frame, so much may go into drawing rows anew (milliseconds); the rest of the budget is for showing them. */
const BUDGET = 3;
/** Rows kept beyond those on the screen, in screens to either side. */
const SCREENS_KEPT = 1;

interface RowBitmap {
  readonly canvas: OffscreenCanvas;
  readonly context: OffscreenCanvasRenderingContext2D;
  row: number;
  /** The state of things it was drawn from; another one means it should be drawn again. */
  epoch: number;
  isExact: boolean;
}

/** What changes from frame to frame. */
export interface DisclosureMoment {
  /** Device pixels scrolled down. */
  readonly top: number;
  /** Samples [from, to) that the trace shows. */
  readonly from: number;
  readonly to: number;
  /** The sample keys go on from. */
  readonly cursor: number | undefined;
  readonly pointed: number | undefined;
}

/**
 * The page of rows. Rows are drawn once, each into its own bitmap, and then only moved; what has changed is drawn again
 * within a share of each frame, the rows on the screen first, so that no scrolling waits for drawing.
 */
export class DisclosurePainter {
  readonly #rowPainter = new DisclosureRowPainter();
  readonly #bitmaps = new Map<number, RowBitmap>();
  readonly #free: RowBitmap[] = [];
  #scene: DisclosureScene | undefined;
  #epoch = 0;
  /** What a row has cost of late (milliseconds): one that would not fit waits for the next frame. */
  #cost = 0.5;
  #top = 0;
  /** Rows drawn in this frame: one is, whatever it costs. */
  #drawn = 0;

  /** Takes what is to be shown from now on; rows are drawn again bit by bit. */
  show(scene: DisclosureScene): void {
    const before = this.#scene?.geometry;
    const { geometry } = scene;
    this.#scene = scene;
    this.#epoch++;
    if (
      before?.width === geometry.width &&
      before.rowHeight === geometry.rowHeight &&
      before.rowSamples === geometry.rowSamples
    )
      return;
    this.#bitmaps.clear();
    this.#free.length = 0;
  }

  /** Something the rows are drawn from has changed. */
  changed(): void {
    this.#epoch++;
  }

  /** Signal has come: rows that were drawn without all of theirs are drawn again. */
  signalCame(): void {
    for (const bitmap of this.#bitmaps.values()) if (!bitmap.isExact) bitmap.epoch = -1;
  }

  /** True where rows are left to be drawn in the next frame. */
  paint(context: CanvasRenderingContext2D, moment: DisclosureMoment): boolean {
    const scene = this.#scene;
    if (!scene) return false;
    const { geometry, palette } = scene;
    const { width, height, rowHeight, axis, rows } = geometry;
    const first = Math.max(0, Math.floor(moment.top / rowHeight));
    const last = Math.min(rows - 1, Math.floor((moment.top + height - axis) / rowHeight));
    // While the page moves, only what is seen is drawn; what may be seen next is drawn when it rests.
    const more = this.#draw(scene, first, last, moment.top === this.#top);
    this.#top = moment.top;
    context.fillStyle = palette.background;
    context.fillRect(0, 0, width, height);
    for (let row = first; row <= last; row++) {
      const bitmap = this.#bitmaps.get(row);
      if (bitmap) context.drawImage(bitmap.canvas, 0, geometry.yOf(row, moment.top));
      else paintPlace(context, scene, geometry.yOf(row, moment.top));
    }
    this.#paintMarks(context, scene, moment, first, last);
    this.#paintAxis(context, scene);
    return more;
  }

  /** Draws what is missing or out of date, nearest first, while there is time. */
  #draw(scene: DisclosureScene, first: number, last: number, rests: boolean): boolean {
    const end = performance.now() + BUDGET;
    this.#drawn = 0;
    const reach = (last - first + 1) * SCREENS_KEPT;
    const low = Math.max(0, first - reach);
    const high = Math.min(scene.geometry.rows - 1, last + reach);
    for (const [row, bitmap] of this.#bitmaps) {
      if (row >= low && row <= high) continue;
      this.#bitmaps.delete(row);
      this.#free.push(bitmap);
    }
    for (let row = first; row <= last; row++) {
      if (!this.#bitmaps.has(row) && !this.#isDrawn(scene, row, end)) return true;
    }
    for (let row = first; row <= last; row++) if (!this.#isDrawn(scene, row, end)) return true;
    if (!rests) return true;
    for (let row = last + 1; row <= high; row++) if (!this.#isDrawn(scene, row, end)) return true;
    for (let row = first - 1; row >= low; row--) if (!this.#isDrawn(scene, row, end)) return true;
    return false;
  }

  /** False where there was no time left to draw it. */
  #isDrawn(scene: DisclosureScene, row: number, end: number): boolean {
    const there = this.#bitmaps.get(row);
    if (there?.epoch === this.#epoch) return true;
    const start = performance.now();
    if (start + this.#cost > end && this.#drawn > 0) return false;
    const bitmap = there ?? this.#free.pop() ?? newBitmap(scene);
    if (!bitmap) return true;
    bitmap.row = row;
    bitmap.epoch = this.#epoch;
    bitmap.isExact = this.#rowPainter.paint(bitmap.context, scene, row);
    this.#bitmaps.set(row, bitmap);
    this.#cost += 0.2 * (performance.now() - start - this.#cost);
    this.#drawn++;
    return true;
  }

  /** What the trace shows, the place of the keys, and the place under the pointer. */
  #paintMarks(
    context: CanvasRenderingContext2D,
    { geometry, palette }: DisclosureScene,
    moment: DisclosureMoment,
    first: number,
    last: number,
  ): void {
    const { rowHeight, left, pixelsPerSample, devicePixelRatio: dpr } = geometry;
    const line = Math.max(1, Math.round(dpr));
    context.fillStyle = context.strokeStyle = palette.accent;
    for (
      let row = Math.max(first, geometry.rowOf(moment.from));
      row <= Math.min(last, geometry.rowOf(moment.to - 1));
      row++
    ) {
      const start = geometry.firstSample(row);
      const x = left + (Math.max(start, moment.from) - start) * pixelsPerSample;
      const end = left + (Math.min(geometry.endSample(row), moment.to) - start) * pixelsPerSample;
      context.globalAlpha = 0.12;
      context.fillRect(x, geometry.yOf(row, moment.top), Math.max(2 * dpr, end - x), rowHeight);
      context.globalAlpha = 1;
    }
    for (const [sample, weight] of [
      [moment.pointed, 1],
      [moment.cursor, 2],
    ] as const) {
      if (sample === undefined) continue;
      const row = geometry.rowOf(sample);
      if (row < first || row > last) continue;
      const x = Math.round(geometry.xOf(sample));
      const y = geometry.yOf(row, moment.top);
      context.fillRect(x - Math.floor((weight * line) / 2), y, weight * line, rowHeight);
      if (weight === 1) continue;
      context.beginPath();
      context.moveTo(x - 5 * dpr, y);
      context.lineTo(x + 5 * dpr, y);
      context.lineTo(x, y + 6 * dpr);
      context.closePath();
      context.fill();
    }
  }

  /** Seconds (or minutes) along the top. */
  #paintAxis(context: CanvasRenderingContext2D, { geometry, palette, font }: DisclosureScene): void {
    const { axis, left, right, rate, rowSeconds, pixelsPerSample, width, devicePixelRatio: dpr } = geometry;
    context.fillStyle = palette.background;
    context.fillRect(0, 0, width, axis);
    context.fillStyle = palette.thickLine;
    context.fillRect(0, axis - Math.max(1, Math.round(dpr)), width, Math.max(1, Math.round(dpr)));
    context.font = font;
    context.textBaseline = 'middle';
    context.fillStyle = palette.quietText;
    const every = lineEvery(rowSeconds);
    for (let second = 0; second <= rowSeconds; second += every) {
      const x = left + second * rate * pixelsPerSample;
      context.textAlign = second === 0 ? 'left' : second === rowSeconds ? 'right' : 'center';
      context.fillText(
        second < 60 || every % 60 !== 0 ? `${String(second)} s` : `${String(second / 60)} min`,
        x,
        axis / 2,
      );
    }
    context.textAlign = 'right';
    context.fillText(strings.disclosure.perMinute, right + 40 * dpr, axis / 2);
  }
}

/** A row that will be drawn in a moment: broken lines, as for signal on its way. */
function paintPlace(context: CanvasRenderingContext2D, { geometry, palette }: DisclosureScene, y: number): void {
  const { left, right, middle, devicePixelRatio: dpr } = geometry;
  context.fillStyle = palette.thickLine;
  for (let x = left; x < right; x += 12 * dpr) context.fillRect(x, y + middle, 4 * dpr, Math.max(1, Math.round(dpr)));
}

function newBitmap({ geometry }: DisclosureScene): RowBitmap | undefined {
  const canvas = new OffscreenCanvas(geometry.width, geometry.rowHeight);
  const context = canvas.getContext('2d', { alpha: false });
  return context ? { canvas, context, row: -1, epoch: -1, isExact: false } : undefined;
}
