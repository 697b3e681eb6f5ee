import type { LeadWindow } from '../../../shared/contract/signal.ts';

/**
 * The signal is asked for in tiles: level 0 holds samples, each level above covers twice the time as an envelope of
 * half the detail. Tiles start at multiples of their length, so any position finds the same ones.
 */
const TILE_COLUMNS = 512;
/** Four samples to a column is the most the workstation answers with samples instead of an envelope. */
const SAMPLES_OF_FINEST_TILE = 4 * TILE_COLUMNS;
/** Up to this many samples a pixel the samples themselves are asked for. */
export const MOST_SAMPLES_PER_PIXEL = 8;

/** Base-rate samples of one tile. */
export const tileLength = (level: number): number => SAMPLES_OF_FINEST_TILE * 2 ** level;

/** Columns to ask for so that `tiles` tiles come back with at least one envelope step to a pixel. */
export const columnsOf = (tiles: number): number => tiles * TILE_COLUMNS;

/** The coarsest level that still has a step for every pixel. */
export const levelFor = (samplesPerPixel: number): number =>
  samplesPerPixel <= MOST_SAMPLES_PER_PIXEL ? 0 : Math.floor(Math.log2(samplesPerPixel / MOST_SAMPLES_PER_PIXEL)) + 1;

/**
 * What there is to draw of one lead, as consecutive stretches: run `i` is base-rate samples `[from[i], to[i])` of
 * `windows[i]`, or still on its way where that is undefined. Reused from frame to frame; nothing is allocated once grown.
 */
export class TileRuns {
  count = 0;
  readonly windows: (LeadWindow | undefined)[] = [];
  readonly from: number[] = [];
  readonly to: number[] = [];

  clear(): void {
    this.count = 0;
  }

  add(window: LeadWindow | undefined, from: number, to: number): void {
    const last = this.count - 1;
    if (last >= 0 && this.windows[last] === window && this.to[last] === from) {
      this.to[last] = to;
      return;
    }
    this.windows[this.count] = window;
    this.from[this.count] = from;
    this.to[this.count] = to;
    this.count++;
  }
}

/** Where the painter gets its signal from. */
export interface SignalSource {
  /** Fills `runs` with the best there is of a recorded lead for base-rate samples `[from, to)`. */
  collect(lead: number, from: number, to: number, samplesPerPixel: number, runs: TileRuns): void;
}
