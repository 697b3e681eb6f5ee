import type { LeadWindow } from '../../../shared/contract/signal.ts';
import { isMissing } from './derived-lead.ts';
import type { DrawingContext } from './drawing-context.ts';
import type { TileRuns } from './tile-runs.ts';

/** An envelope coarser than this many pixels a step is a stand-in, and looks like one. */
const COARSEST_STEP = 2;

/** From the samples of one lead to the pixels of one row. Set before every trace, reused from frame to frame. */
export class TraceTransform {
  /** Pixel of base-rate sample 0, and pixels per base-rate sample. */
  originX = 0;
  pixelsPerBaseSample = 1;
  /** Base-rate samples to one sample of the lead. */
  baseSamplesPerSample = 1;
  /** Pixel of `zero`, and pixels (upwards; downwards where negative: an inverted lead) per integer step. */
  middleY = 0;
  pixelsPerStep = 1;
  zero = 0;

  get pixelsPerSample(): number {
    return this.pixelsPerBaseSample * this.baseSamplesPerSample;
  }

  isCoarse(window: LeadWindow): boolean {
    return window.step * this.pixelsPerSample > COARSEST_STEP;
  }

  xOfBase(sample: number): number {
    return sample * this.pixelsPerBaseSample + this.originX;
  }

  xOf(leadSample: number): number {
    return leadSample * this.pixelsPerSample + this.originX;
  }

  yOf(value: number): number {
    return this.middleY - (value - this.zero) * this.pixelsPerStep;
  }

  /** First value (or step of an envelope) of a run that starts at base-rate sample `from`. */
  firstIndex({ start, step }: LeadWindow, from: number): number {
    const sample = from / this.baseSamplesPerSample - start;
    return Math.max(0, step === 1 ? Math.ceil(sample) : Math.floor(sample / step));
  }

  /** One past the last value (or step) of a run that ends before base-rate sample `to`. */
  lastIndex({ start, step, kind, values }: LeadWindow, to: number): number {
    const length = kind === 'samples' ? values.length : values.length >> 1;
    return Math.min(length, Math.ceil((to / this.baseSamplesPerSample - start) / step));
  }
}

/** Adds the area of coarse stand-ins to the path of `context`; true where there is any. */
export function coarseArea(context: DrawingContext, runs: TileRuns, transform: TraceTransform): boolean {
  let any = false;
  for (let run = 0; run < runs.count; run++) {
    const window = runs.windows[run];
    if (window?.kind !== 'envelope' || !transform.isCoarse(window)) continue;
    any = true;
    const { values, step } = window;
    const first = transform.firstIndex(window, runs.from[run]!);
    const last = transform.lastIndex(window, runs.to[run]!);
    const width = step * transform.pixelsPerSample;
    for (let bin = first; bin < last; bin++) {
      const low = values[2 * bin]!;
      const high = values[2 * bin + 1]!;
      if (isMissing(low)) continue;
      const top = Math.min(transform.yOf(high), transform.yOf(low));
      const bottom = Math.max(transform.yOf(high), transform.yOf(low));
      context.rect(transform.xOf(window.start + bin * step), top, width, Math.max(1, bottom - top));
    }
  }
  return any;
}
