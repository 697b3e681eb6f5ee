import { MISSING_SAMPLE } from '../../../shared/recording.ts';

/** Columns a second of a shape: the energy of QRS complexes ends near 30 Hz. */
export const COLUMN_RATE = 125;
/** Columns of a shape: 144 ms before the beat to 176 ms from it, a wide QRS complex wherever the peak in it. */
export const COLUMNS = 40;
export const COLUMNS_BEFORE = 18;
/** Shapes are compared at shifts up to so many columns (32 ms): peaks of one kind of beat are not placed more exactly. */
export const MOST_SHIFT = 4;

/** A stretch of one lead in the integers of the file, with its scale. */
export interface LeadStretchSamples {
  readonly samples: Int32Array;
  /** Lead sample of `samples[0]`. */
  readonly start: number;
  /** Samples a second of the lead. */
  readonly rate: number;
  /** Integer steps per physical unit. */
  readonly gain: number;
}

/**
 * Shapes of beats in some leads: the mean of each column's samples, in physical units, without the window's mean. A lead
 * in which a sample is missing has no shape there: NaN.
 */
export class ShapeTable {
  readonly count: number;
  readonly leads: number;
  /** Beat × lead × column. */
  readonly values: Float32Array;
  /** Beat × lead: 1 where there is a shape. */
  readonly known: Uint8Array;

  constructor(count: number, leads: number) {
    this.count = count;
    this.leads = leads;
    this.values = new Float32Array(count * leads * COLUMNS).fill(Number.NaN);
    this.known = new Uint8Array(count * leads);
  }

  /** Reads the shape of a beat at `seconds` of the recording; false where samples of it are missing. */
  read(beat: number, lead: number, seconds: number, { samples, start, rate, gain }: LeadStretchSamples): boolean {
    const span = rate / COLUMN_RATE;
    const first = seconds * rate - COLUMNS_BEFORE * span - start;
    const at = (beat * this.leads + lead) * COLUMNS;
    let mean = 0;
    for (let column = 0; column < COLUMNS; column++) {
      const from = Math.round(first + column * span);
      const to = Math.max(from + 1, Math.round(first + (column + 1) * span));
      let sum = from < 0 || to > samples.length ? Number.NaN : 0;
      for (let i = from; i < to; i++) sum += samples[i] === MISSING_SAMPLE ? Number.NaN : (samples[i] ?? Number.NaN);
      if (Number.isNaN(sum)) {
        this.values.fill(Number.NaN, at, at + COLUMNS);
        return false;
      }
      const value = sum / (to - from) / (gain || 1);
      this.values[at + column] = value;
      mean += value / COLUMNS;
    }
    for (let column = 0; column < COLUMNS; column++) this.values[at + column]! -= mean;
    this.known[beat * this.leads + lead] = 1;
    return true;
  }

  /** Whether a beat has a shape in any lead. */
  isKnown(beat: number): boolean {
    for (let lead = 0; lead < this.leads; lead++) if (this.known[beat * this.leads + lead] === 1) return true;
    return false;
  }
}
