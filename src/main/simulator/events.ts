/** A growing table of equally many numbers per row, without an object per row. */
class Rows {
  #capacity = 1024;
  count = 0;
  time = new Float64Array(this.#capacity);
  shape = new Uint8Array(this.#capacity);
  gain = new Float32Array(this.#capacity);

  /** The time of the last row; −Infinity while there is none. */
  get lastTime(): number {
    return this.count > 0 ? this.time[this.count - 1]! : Number.NEGATIVE_INFINITY;
  }

  /** The row to write next. Times must not go back. */
  protected row(time: number, shape: number, gain: number): number {
    if (this.count === this.#capacity) this.grow((this.#capacity *= 2));
    const row = this.count++;
    this.time[row] = time;
    this.shape[row] = shape;
    this.gain[row] = gain;
    return row;
  }

  protected grow(capacity: number): void {
    this.time = enlarged(this.time, new Float64Array(capacity));
    this.shape = enlarged(this.shape, new Uint8Array(capacity));
    this.gain = enlarged(this.gain, new Float32Array(capacity));
  }
}

/** P waves and flutter waves: the middle of each in seconds, its number in ATRIAL_WAVES and its relative height. */
export class AtrialWaves extends Rows {
  add(time: number, shape: number, gain: number): void {
    this.row(time, shape, gain);
  }
}

/** Ventricular beats: the reference moment of each in seconds, its number in BEAT_MORPHOLOGIES and its relative height. */
export class Beats extends Rows {
  /** WFDB annotation code. */
  code = new Uint8Array(this.time.length);
  /** QT interval in seconds. */
  qt = new Float32Array(this.time.length);

  add(time: number, shape: number, gain: number, code: number, qt: number): void {
    const row = this.row(time, shape, gain);
    this.code[row] = code;
    this.qt[row] = qt;
  }

  protected override grow(capacity: number): void {
    super.grow(capacity);
    this.code = enlarged(this.code, new Uint8Array(capacity));
    this.qt = enlarged(this.qt, new Float32Array(capacity));
  }
}

function enlarged<Column extends Float64Array | Float32Array | Uint8Array>(from: Column, to: Column): Column {
  to.set(from);
  return to;
}

/** From when to when the atria fibrillate, in seconds. */
export interface Fibrillation {
  readonly from: number;
  readonly to: number;
}

/** A change of rhythm or a remark, at or just before the beat with the given row; `time` in seconds. */
export interface Remark {
  readonly time: number;
  /** WFDB annotation code: 28 rhythm change, 22 comment. */
  readonly code: number;
  readonly text: string;
}

/** Everything the heart does in a recording, in the order of time. */
export interface HeartEvents {
  readonly beats: Beats;
  readonly atrialWaves: AtrialWaves;
  readonly fibrillations: readonly Fibrillation[];
  readonly remarks: readonly Remark[];
}
