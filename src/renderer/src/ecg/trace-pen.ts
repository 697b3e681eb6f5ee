import type { LeadWindow } from '../../../shared/contract/signal.ts';
import { isMissing } from './derived-lead.ts';
import type { DrawingContext } from './drawing-context.ts';
import { Spans } from './spans.ts';
import type { TileRuns } from './tile-runs.ts';
import { TraceTransform } from './trace-transform.ts';

/** Up to this many samples a pixel every sample is a point of the line; above, four of each pixel column are. */
const MOST_SAMPLES_AS_LINE = 4;

/**
 * Turns one lead's runs into a path. The transform is set before `trace`; what could not be drawn as a line (missing
 * signal, signal on its way, coarse stand-ins) is left in the spans for the painter. Allocates nothing once grown.
 */
export class TracePen {
  readonly transform = new TraceTransform();
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
    this.transform.originX += by;
    this.transform.middleY += by;
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
        this.waiting.add(this.transform.xOfBase(from), this.transform.xOfBase(to));
      } else if (window.kind === 'samples') {
        if (this.transform.pixelsPerSample * MOST_SAMPLES_AS_LINE >= 1) this.#traceLine(context, window, from, to);
        else this.#traceDense(context, window, from, to);
      } else {
        this.#lift(context);
        if (this.transform.isCoarse(window)) continue;
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

  /** Every sample a point. */
  #traceLine(context: DrawingContext, window: LeadWindow, from: number, to: number): void {
    const { values, start } = window;
    const last = this.transform.lastIndex(window, to);
    const xStep = this.transform.pixelsPerSample;
    const yStep = this.transform.pixelsPerStep;
    const top = this.transform.middleY + this.transform.zero * yStep;
    const left = start * xStep + this.transform.originX;
    for (let index = this.transform.firstIndex(window, from); index < last; index++) {
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
    const last = this.transform.lastIndex(window, to);
    const xStep = this.transform.pixelsPerSample;
    const left = start * xStep + this.transform.originX;
    let column = NaN;
    let opening = -1;
    let least = -1;
    let most = -1;
    let closing = -1;
    for (let index = this.transform.firstIndex(window, from); index < last; index++) {
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
    this.#lineTo(context, left + index * this.transform.pixelsPerSample, this.transform.yOf(values[index]!));
  }

  /**
   * Every pixel column a bar from the least to the greatest value of the steps of an envelope that lie in it. Bars of
   * one pixel, not a line: stroking a line of thousands of spikes takes many times as long where no GPU helps.
   */
  #traceEnvelope(context: DrawingContext, window: LeadWindow, from: number, to: number): void {
    const { values, start, step } = window;
    const last = this.transform.lastIndex(window, to);
    const xStep = step * this.transform.pixelsPerSample;
    const left = start * this.transform.pixelsPerSample + this.transform.originX;
    let column = NaN;
    let low = Infinity;
    let high = -Infinity;
    for (let bin = this.transform.firstIndex(window, from); bin < last; bin++) {
      const least = values[2 * bin]!;
      const most = values[2 * bin + 1]!;
      const x = left + bin * xStep;
      const place = Math.floor(x);
      const gap = isMissing(least);
      if (gap || place !== column) {
        if (low <= high) this.#bar(context, column, low, high);
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
    if (low <= high) this.#bar(context, column, low, high);
  }

  /** A pixel column from one value to another, drawn out to where its neighbour ends so that the trace is connected. */
  #bar(context: DrawingContext, x: number, low: number, high: number): void {
    const top = Math.min(this.transform.yOf(low), this.transform.yOf(high));
    const bottom = Math.max(this.transform.yOf(low), this.transform.yOf(high));
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
