import type { LeadWindow } from '../../../shared/contract/signal.ts';
import { isMissing } from './derived-lead.ts';
import type { DrawingContext } from './drawing-context.ts';
import type { TileRuns } from './tile-runs.ts';

/** Below this many samples a pixel every sample is a point of the line; above, each pixel column is a bar min to max. */
const MOST_SAMPLES_AS_LINE = 4;
/** An envelope coarser than this many pixels a step is a stand-in, and looks like one. */
const COARSEST_STEP = 2;

/** Pixel stretches of a row, reused from frame to frame. */
export class Spans {
  count = 0;
  readonly from: number[] = [];
  readonly to: number[] = [];

  clear(): void {
    this.count = 0;
  }

  add(from: number, to: number): void {
    this.from[this.count] = from;
    this.to[this.count] = to;
    this.count++;
  }
}

/**
 * Turns one lead's runs into a path. The transform is set before `trace`; what could not be drawn as a line (missing
 * signal, signal on its way, coarse stand-ins) is left in the spans for the painter. Allocates nothing once grown.
 */
export class TracePen {
  /** Pixel of base-rate sample 0, and pixels per base-rate sample. */
  originX = 0;
  pixelsPerBaseSample = 1;
  /** Base-rate samples to one sample of the lead. */
  baseSamplesPerSample = 1;
  /** Pixel of `zero`, and pixels (upwards) per integer step. */
  middleY = 0;
  pixelsPerStep = 1;
  zero = 0;

  /** Stretches where the device recorded nothing. */
  readonly missing = new Spans();
  /** Stretches still being loaded. */
  readonly waiting = new Spans();

  #down = false;
  #lastX = 0;
  #lastY = 0;
  #moved = false;
  #gapFrom = NaN;

  /** Adds the path of the trace to `context`; `beginPath` and `stroke` are the caller's. */
  trace(context: DrawingContext, runs: TileRuns): void {
    this.missing.clear();
    this.waiting.clear();
    this.#down = false;
    this.#gapFrom = NaN;
    for (let run = 0; run < runs.count; run++) {
      const window = runs.windows[run];
      const from = runs.from[run]!;
      const to = runs.to[run]!;
      if (!window) {
        this.#lift(context);
        this.waiting.add(this.#xOfBase(from), this.#xOfBase(to));
      } else if (window.kind === 'samples' && this.#pixelsPerSample * MOST_SAMPLES_AS_LINE >= 1) {
        this.#traceLine(context, window, from, to);
      } else if (window.kind === 'envelope' && this.#isCoarse(window)) {
        this.#lift(context);
      } else {
        this.#traceColumns(context, window, from, to);
      }
    }
    this.#lift(context);
    this.#endGap(this.#lastX);
  }

  /** Adds the area of coarse stand-ins to `context`; true where there is any. */
  area(context: DrawingContext, runs: TileRuns): boolean {
    let any = false;
    for (let run = 0; run < runs.count; run++) {
      const window = runs.windows[run];
      if (window?.kind !== 'envelope' || !this.#isCoarse(window)) continue;
      any = true;
      const { values, step } = window;
      const first = this.#firstIndex(window, runs.from[run]!);
      const last = this.#lastIndex(window, runs.to[run]!);
      const width = step * this.#pixelsPerSample;
      for (let bin = first; bin < last; bin++) {
        const low = values[2 * bin]!;
        const high = values[2 * bin + 1]!;
        if (isMissing(low)) continue;
        const top = this.#yOf(high);
        context.rect(this.#xOf(window.start + bin * step), top, width, Math.max(1, this.#yOf(low) - top));
      }
    }
    return any;
  }

  get #pixelsPerSample(): number {
    return this.pixelsPerBaseSample * this.baseSamplesPerSample;
  }

  #isCoarse(window: LeadWindow): boolean {
    return window.step * this.#pixelsPerSample > COARSEST_STEP;
  }

  #xOfBase(sample: number): number {
    return sample * this.pixelsPerBaseSample + this.originX;
  }

  #xOf(leadSample: number): number {
    return leadSample * this.#pixelsPerSample + this.originX;
  }

  #yOf(value: number): number {
    return this.middleY - (value - this.zero) * this.pixelsPerStep;
  }

  /** First value (or step of an envelope) of a run that starts at base-rate sample `from`. */
  #firstIndex({ start, step }: LeadWindow, from: number): number {
    const sample = from / this.baseSamplesPerSample - start;
    return Math.max(0, step === 1 ? Math.ceil(sample) : Math.floor(sample / step));
  }

  /** One past the last value (or step) of a run that ends before base-rate sample `to`. */
  #lastIndex({ start, step, kind, values }: LeadWindow, to: number): number {
    const length = kind === 'samples' ? values.length : values.length >> 1;
    return Math.min(length, Math.ceil((to / this.baseSamplesPerSample - start) / step));
  }

  /** Every sample a point. */
  #traceLine(context: DrawingContext, window: LeadWindow, from: number, to: number): void {
    const { values, start } = window;
    const last = this.#lastIndex(window, to);
    const xStep = this.#pixelsPerSample;
    const yStep = this.pixelsPerStep;
    const top = this.middleY + this.zero * yStep;
    const left = start * xStep + this.originX;
    for (let index = this.#firstIndex(window, from); index < last; index++) {
      const value = values[index]!;
      const x = left + index * xStep;
      if (isMissing(value)) this.#miss(context, x);
      else this.#lineTo(context, x, top - value * yStep);
    }
  }

  /** Every pixel column a bar from its least to its greatest value, of samples or of the steps of an envelope. */
  #traceColumns(context: DrawingContext, window: LeadWindow, from: number, to: number): void {
    const { values, start, step, kind } = window;
    const envelope = kind === 'envelope';
    const last = this.#lastIndex(window, to);
    const xStep = step * this.#pixelsPerSample;
    const yStep = this.pixelsPerStep;
    const top = this.middleY + this.zero * yStep;
    const left = start * this.#pixelsPerSample + this.originX;
    let column = NaN;
    let low = Infinity;
    let high = -Infinity;
    for (let index = this.#firstIndex(window, from); index < last; index++) {
      const least = envelope ? values[2 * index]! : values[index]!;
      const x = left + index * xStep;
      const place = Math.floor(x) + 0.5;
      const gap = isMissing(least);
      if (gap || place !== column) {
        if (low <= high) this.#bar(context, column, top - high * yStep, top - low * yStep);
        column = place;
        low = Infinity;
        high = -Infinity;
      }
      if (gap) {
        this.#miss(context, x);
        continue;
      }
      const most = envelope ? values[2 * index + 1]! : least;
      if (least < low) low = least;
      if (most > high) high = most;
    }
    if (low <= high) this.#bar(context, column, top - high * yStep, top - low * yStep);
  }

  #lineTo(context: DrawingContext, x: number, y: number): void {
    if (this.#down) {
      context.lineTo(x, y);
      this.#moved = true;
    } else {
      this.#endGap(x);
      context.moveTo(x, y);
      this.#down = true;
      this.#moved = false;
    }
    this.#lastX = x;
    this.#lastY = y;
  }

  /** A pixel column from `top` to `bottom`, entered at the end nearer to where the line is. */
  #bar(context: DrawingContext, x: number, top: number, bottom: number): void {
    if (!this.#down || Math.abs(this.#lastY - top) <= Math.abs(this.#lastY - bottom)) {
      this.#lineTo(context, x, top);
      if (bottom > top) this.#lineTo(context, x, bottom);
    } else {
      this.#lineTo(context, x, bottom);
      if (bottom > top) this.#lineTo(context, x, top);
    }
  }

  #miss(context: DrawingContext, x: number): void {
    this.#lift(context);
    if (Number.isNaN(this.#gapFrom)) this.#gapFrom = x;
    this.#lastX = x;
  }

  #lift(context: DrawingContext): void {
    // A lone sample between gaps is still signal: a dot.
    if (this.#down && !this.#moved) context.lineTo(this.#lastX + 0.5, this.#lastY);
    this.#down = false;
  }

  #endGap(x: number): void {
    if (Number.isNaN(this.#gapFrom)) return;
    this.missing.add(this.#gapFrom, x);
    this.#gapFrom = NaN;
  }
}
