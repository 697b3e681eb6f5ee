/** Samples per second of a kept beat shape: QRS energy ends near 30 Hz. */
export const SHAPE_RATE = 125;
/** A shape reaches from so many of its samples before the R peak … */
export const SHAPE_BEFORE = 18;
/** … and holds so many: 144 ms before to 168 ms after, a wide QRS complex and its neighbourhood, wherever the peak in it. */
export const SHAPE_LENGTH = 40;

const FIRST_CAPACITY = 1024;

/**
 * What is kept of every beat until the end of the recording: where it is, and its shape in every lead as bytes with a
 * scale. Columns of all beats; 24 hours of three leads take about 14 MB.
 */
export class ShapeColumns {
  readonly leads: number;
  count = 0;
  sample = new Int32Array(FIRST_CAPACITY);
  confidence = new Float32Array(FIRST_CAPACITY);
  /** Index of the lead the R peak was read from. */
  lead = new Uint8Array(FIRST_CAPACITY);
  /** Beat × lead: weight of the lead where the beat was found; 0 where samples of the shape are missing. */
  weight: Float32Array;
  /** Beat × lead: physical units per step of `shape`. */
  scale: Float32Array;
  /** Beat × lead × `SHAPE_LENGTH`. */
  shape: Int8Array;

  constructor(leads: number) {
    this.leads = leads;
    this.weight = new Float32Array(FIRST_CAPACITY * leads);
    this.scale = new Float32Array(FIRST_CAPACITY * leads);
    this.shape = new Int8Array(FIRST_CAPACITY * leads * SHAPE_LENGTH);
  }

  /** Makes room for one more beat and returns its row. */
  add(sample: number, confidence: number, lead: number): number {
    if (this.count === this.sample.length) this.grow();
    const row = this.count++;
    this.sample[row] = sample;
    this.confidence[row] = confidence;
    this.lead[row] = lead;
    return row;
  }

  /** Keeps a shape in physical units, as bytes. */
  setShape(row: number, lead: number, values: Float64Array, weight: number): void {
    let largest = 0;
    for (const value of values) largest = Math.max(largest, Math.abs(value));
    const at = row * this.leads + lead;
    this.weight[at] = weight;
    this.scale[at] = largest / 127;
    if (largest === 0) return;
    for (let i = 0; i < SHAPE_LENGTH; i++) {
      this.shape[at * SHAPE_LENGTH + i] = Math.round((values[i]! * 127) / largest);
    }
  }

  private grow(): void {
    const longer = <T extends Int32Array | Float32Array | Uint8Array | Int8Array>(column: T, to: T): T => {
      to.set(column);
      return to;
    };
    this.sample = longer(this.sample, new Int32Array(2 * this.sample.length));
    this.confidence = longer(this.confidence, new Float32Array(2 * this.confidence.length));
    this.lead = longer(this.lead, new Uint8Array(2 * this.lead.length));
    this.weight = longer(this.weight, new Float32Array(2 * this.weight.length));
    this.scale = longer(this.scale, new Float32Array(2 * this.scale.length));
    this.shape = longer(this.shape, new Int8Array(2 * this.shape.length));
  }
}
