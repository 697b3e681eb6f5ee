import { clamp } from './navigation.ts';

/** CSS pixels: times left of the rows, heart rates right of them, seconds above them. */
const TIMES = 76;
const RATES = 44;
export const DISCLOSURE_AXIS = 20;
/** Head of each row, where the shapes of beats stand. */
const SHAPES = 9;

export interface DisclosureSize {
  /** Of the canvas, in device pixels. */
  readonly width: number;
  readonly height: number;
  readonly devicePixelRatio: number;
  /** CSS pixels. */
  readonly rowHeight: number;
  readonly rowSeconds: number;
  /** Of the recording. */
  readonly rate: number;
  readonly samples: number;
}

/**
 * A recording as rows of equal time under each other, in device pixels. Rows may begin between two samples where the rate
 * is no whole number: each begins at its exact time.
 */
export class DisclosureGeometry {
  readonly devicePixelRatio: number;
  readonly width: number;
  readonly height: number;
  readonly rate: number;
  readonly samples: number;
  readonly rowSeconds: number;
  readonly rowSamples: number;
  readonly rows: number;
  readonly rowHeight: number;
  /** Of a row, from its top: the line that the trace is centred on, and what it has for itself. */
  readonly middle: number;
  readonly traceHeight: number;
  /** Where the rows of the screen begin, below the seconds. */
  readonly axis: number;
  readonly left: number;
  readonly right: number;
  readonly pixelsPerSample: number;

  constructor(size: DisclosureSize) {
    const { devicePixelRatio: dpr } = size;
    this.devicePixelRatio = dpr;
    this.width = size.width;
    this.height = size.height;
    this.rate = size.rate;
    this.samples = size.samples;
    this.rowSeconds = size.rowSeconds;
    this.rowSamples = size.rowSeconds * size.rate;
    this.rows = Math.max(1, Math.ceil(size.samples / this.rowSamples));
    this.rowHeight = Math.max(1, Math.round(size.rowHeight * dpr));
    const shapes = Math.min(SHAPES * dpr, this.rowHeight / 3);
    this.traceHeight = this.rowHeight - shapes;
    this.middle = shapes + this.traceHeight / 2;
    this.axis = Math.round(DISCLOSURE_AXIS * dpr);
    this.left = Math.round(TIMES * dpr);
    this.right = Math.max(this.left + 1, size.width - Math.round(RATES * dpr));
    this.pixelsPerSample = (this.right - this.left) / this.rowSamples;
  }

  /** Height of all rows and the seconds above them. */
  get total(): number {
    return this.axis + this.rows * this.rowHeight;
  }

  /** Whole rows on one screen. */
  get rowsOnScreen(): number {
    return Math.max(1, Math.floor((this.height - this.axis) / this.rowHeight));
  }

  /** First sample of a row and one past its last; the last row ends with the recording. */
  firstSample(row: number): number {
    return row * this.rowSamples;
  }
  endSample(row: number): number {
    return Math.min(this.samples, (row + 1) * this.rowSamples);
  }

  rowOf(sample: number): number {
    return clamp(Math.floor(sample / this.rowSamples), 0, this.rows - 1);
  }

  xOf(sample: number): number {
    return this.left + (sample - this.firstSample(this.rowOf(sample))) * this.pixelsPerSample;
  }

  /** Top of a row on a screen that is scrolled down by `top`. */
  yOf(row: number, top: number): number {
    return this.axis + row * this.rowHeight - top;
  }

  /** The sample at a point of the screen; undefined where there is none. */
  sampleAt(x: number, y: number, top: number): number | undefined {
    const row = Math.floor((y - this.axis + top) / this.rowHeight);
    if (y < this.axis || row < 0 || row >= this.rows || x < this.left || x > this.right) return undefined;
    const sample = Math.floor(this.firstSample(row) + (x - this.left) / this.pixelsPerSample);
    return sample < this.samples ? sample : undefined;
  }

  /** How far to scroll so that a row is on the screen with one more above and below; `top` itself where it is already. */
  topFor(row: number, top: number): number {
    const room = this.height - this.axis;
    const above = Math.max(0, (row - 1) * this.rowHeight);
    const below = (row + 2) * this.rowHeight - room;
    const most = Math.max(0, this.total - this.height);
    return clamp(top > above ? above : Math.max(top, below), 0, most);
  }
}
