import type { LeadWindow } from '../../../shared/contract/signal.ts';
import { isMissing } from './derived-lead.ts';
import type { DrawingContext } from './drawing-context.ts';
import type { TileRuns } from './tile-runs.ts';

/** Up to this many samples a pixel every sample is a point of the line; above, four of each pixel column are. */
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

  #width = 1;
  #down = false;
  #barX = NaN;
  #barTop = 0;
  #barBottom = 0;
  #lastX = 0;
  #lastY = 0;
  #moved = false;
  #gapFrom = NaN;

  /** Draws the trace `width` pixels wide in the stroke colour. */
  trace(context: DrawingContext, runs: TileRuns, width: number): void {
    this.#width = width;
    if (width <= 1 || width >= 2) {
      this.#pass(context, runs);
      return;
    }
    // A line of one pixel is drawn many times as fast as any wider one where no GPU helps. Two of them, a fifth of a
    // pixel apart, have the weight of one of 1.2 pixels.
    const apart = width - 1;
    this.#width = 1;
    this.#shift(-apart / 2);
    this.#pass(context, runs);
    this.#shift(apart);
    this.#pass(context, runs);
    this.#shift(-apart / 2);
  }

  #shift(by: number): void {
    this.originX += by;
    this.middleY += by;
  }

  #pass(context: DrawingContext, runs: TileRuns): void {
    this.missing.clear();
    this.waiting.clear();
    this.#down = false;
    this.#gapFrom = NaN;
    this.#barX = NaN;
    this.#begin(context, this.#width);
    for (let run = 0; run < runs.count; run++) {
      const window = runs.windows[run];
      const from = runs.from[run]!;
      const to = runs.to[run]!;
      if (!window) {
        this.#lift(context);
        this.waiting.add(this.#xOfBase(from), this.#xOfBase(to));
      } else if (window.kind === 'samples') {
        if (this.#pixelsPerSample * MOST_SAMPLES_AS_LINE >= 1) this.#traceLine(context, window, from, to);
        else this.#traceDense(context, window, from, to);
      } else {
        this.#lift(context);
        if (this.#isCoarse(window)) continue;
        context.stroke();
        this.#begin(context, 1); // bars are one device pixel wide each
        this.#traceEnvelope(context, window, from, to);
        context.stroke();
        this.#begin(context, this.#width);
      }
    }
    this.#lift(context);
    this.#endGap(this.#lastX);
    context.stroke();
  }

  #begin(context: DrawingContext, width: number): void {
    context.beginPath();
    context.lineWidth = width;
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

  /**
   * Of each pixel column the first, least, greatest and last sample, in their order: the line looks as if every sample
   * were drawn (Jugel et al. 2014, M4, doi 10.14778/2732951.2732953), at a bounded number of points.
   */
  #traceDense(context: DrawingContext, window: LeadWindow, from: number, to: number): void {
    const { values, start } = window;
    const last = this.#lastIndex(window, to);
    const xStep = this.#pixelsPerSample;
    const left = start * xStep + this.originX;
    let column = NaN;
    let opening = -1;
    let least = -1;
    let most = -1;
    let closing = -1;
    for (let index = this.#firstIndex(window, from); index < last; index++) {
      const value = values[index]!;
      const x = left + index * xStep;
      const place = Math.floor(x);
      const gap = isMissing(value);
      if (gap || place !== column) {
        if (opening >= 0) this.#column(context, values, left, opening, least, most, closing);
        column = place;
        opening = least = most = index;
      }
      closing = index;
      if (gap) {
        this.#miss(context, x);
        opening = -1;
        column = NaN;
      } else if (value < values[least]!) {
        least = index;
      } else if (value > values[most]!) {
        most = index;
      }
    }
    if (opening >= 0) this.#column(context, values, left, opening, least, most, closing);
  }

  #column(
    context: DrawingContext,
    values: LeadWindow['values'],
    left: number,
    opening: number,
    least: number,
    most: number,
    closing: number,
  ): void {
    const one = Math.min(least, most);
    const other = Math.max(least, most);
    this.#point(context, values, left, opening);
    if (one > opening) this.#point(context, values, left, one);
    if (other > one) this.#point(context, values, left, other);
    if (closing > other) this.#point(context, values, left, closing);
  }

  #point(context: DrawingContext, values: LeadWindow['values'], left: number, index: number): void {
    this.#lineTo(context, left + index * this.#pixelsPerSample, this.#yOf(values[index]!));
  }

  /**
   * Every pixel column a bar from the least to the greatest value of the steps of an envelope that lie in it. Bars of
   * one pixel, not a line: stroking a line of thousands of spikes takes many times as long where no GPU helps.
   */
  #traceEnvelope(context: DrawingContext, window: LeadWindow, from: number, to: number): void {
    const { values, start, step } = window;
    const last = this.#lastIndex(window, to);
    const xStep = step * this.#pixelsPerSample;
    const left = start * this.#pixelsPerSample + this.originX;
    let column = NaN;
    let low = Infinity;
    let high = -Infinity;
    for (let bin = this.#firstIndex(window, from); bin < last; bin++) {
      const least = values[2 * bin]!;
      const most = values[2 * bin + 1]!;
      const x = left + bin * xStep;
      const place = Math.floor(x);
      const gap = isMissing(least);
      if (gap || place !== column) {
        if (low <= high) this.#bar(context, column, this.#yOf(high), this.#yOf(low));
        column = place;
        low = Infinity;
        high = -Infinity;
      }
      if (gap) {
        this.#miss(context, x);
        continue;
      }
      if (least < low) low = least;
      if (most > high) high = most;
    }
    if (low <= high) this.#bar(context, column, this.#yOf(high), this.#yOf(low));
  }

  /** A pixel column from `top` to `bottom`, drawn out to where its neighbour ends so that the trace is connected. */
  #bar(context: DrawingContext, x: number, top: number, bottom: number): void {
    this.#lift(context);
    this.#endGap(x);
    const joined = x - this.#barX <= 1.5 && x > this.#barX;
    const from = joined && this.#barBottom < top ? this.#barBottom : top;
    const to = joined && this.#barTop > bottom ? this.#barTop : bottom;
    const short = Math.max(0, this.#width - (to - from)) / 2; // a level stretch has the line's weight, not none
    context.moveTo(x + 0.5, from - short);
    context.lineTo(x + 0.5, to + short);
    this.#barX = x;
    this.#barTop = top;
    this.#barBottom = bottom;
    this.#lastX = x;
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

  #miss(context: DrawingContext, x: number): void {
    this.#lift(context);
    this.#barX = NaN;
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
