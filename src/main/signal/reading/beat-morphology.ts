import { MISSING_SAMPLE } from '../../../shared/recording.ts';
import type { BeatBatch, DetectionInput, LeadBlocks } from '../detect-beats.ts';
import { SHAPE_BEFORE, SHAPE_LENGTH, SHAPE_RATE, ShapeColumns } from './shape-columns.ts';

/** Blocks are handed on in pieces of so many seconds, so that no beat is told of long after its signal has passed. */
const PIECE_SECONDS = 2;
/** Signal that is kept, in seconds: a batch of 10 s, the detector's look-ahead of 17 s, a piece, and a margin. */
const KEPT_SECONDS = 36;

/** The last seconds of one lead as they came. */
class LeadRing {
  readonly gain: number;
  readonly baseline: number;
  /** Samples of this lead per sample of the recording. */
  readonly ratio: number;
  /** Samples of this lead per sample of a shape. */
  readonly span: number;
  readonly rate: number;
  private readonly ring: Int32Array;
  private received = 0;

  constructor(gain: number, baseline: number, rate: number, recordingRate: number) {
    this.gain = gain === 0 ? 1 : gain;
    this.baseline = baseline;
    this.rate = rate;
    this.ratio = rate / recordingRate;
    this.span = rate / SHAPE_RATE;
    this.ring = new Int32Array(Math.ceil(rate * KEPT_SECONDS)).fill(MISSING_SAMPLE);
  }

  push(samples: Int32Array): void {
    const { ring } = this;
    let at = this.received % ring.length;
    for (const sample of samples) {
      ring[at] = sample;
      if (++at === ring.length) at = 0;
    }
    this.received += samples.length;
  }

  /**
   * The shape around a sample of the recording, in physical units; false where any of it is missing. Before the first and
   * after the last sample the signal is taken to stay where it was.
   */
  read(sample: number, shape: Float64Array): boolean {
    const { ring, span, received } = this;
    const centre = (sample + 0.5) * this.ratio;
    if (centre < received - ring.length || centre > received) return false;
    const oldest = Math.max(0, received - ring.length);
    const first = centre - (SHAPE_BEFORE + 0.5) * span;
    let from = first;
    let index = Math.floor(from);
    for (let i = 0; i < SHAPE_LENGTH; i++) {
      const to = first + (i + 1) * span;
      let sum = 0;
      // The mean over the span: samples on its borders count with the part that lies inside.
      while (from < to) {
        const value = ring[Math.min(received - 1, Math.max(oldest, index)) % ring.length]!;
        if (value === MISSING_SAMPLE) return false;
        const until = Math.min(to, index + 1);
        sum += (value - this.baseline) * (until - from);
        from = until;
        if (from >= index + 1) index++;
      }
      shape[i] = sum / span / this.gain;
    }
    return true;
  }
}

/**
 * Collects the shapes of beats while they are being found, so that the signal is read once: the blocks go to `detectBeats`
 * through `watch`, every batch that comes back is given to `add`. Of the signal only the last half minute is kept.
 */
export class BeatMorphology {
  readonly rate: number;
  readonly columns: ShapeColumns;
  private readonly leads: readonly LeadRing[];
  private readonly shape = new Float64Array(SHAPE_LENGTH);

  constructor({ rate, leads }: DetectionInput) {
    this.rate = rate;
    this.leads = leads.map((lead) => new LeadRing(lead.gain, lead.baseline, lead.rate ?? rate, rate));
    this.columns = new ShapeColumns(leads.length);
  }

  /** Hands the blocks on, in pieces of two seconds at most, and remembers their end. */
  async *watch(blocks: LeadBlocks): AsyncGenerator<readonly Int32Array[], void, undefined> {
    for await (const block of blocks) {
      if (block.length !== this.leads.length) {
        yield block; // the detector says what is wrong with it
        continue;
      }
      let pieces = 0;
      this.leads.forEach(({ rate }, l) => {
        pieces = Math.max(pieces, Math.ceil(block[l]!.length / (rate * PIECE_SECONDS)));
      });
      for (let piece = 0; piece < pieces; piece++) yield this.remember(block, piece);
    }
  }

  /** Takes the shapes of a batch's beats; to be called before the next batch is asked for. */
  add(batch: BeatBatch): void {
    const { columns, shape } = this;
    for (let beat = 0; beat < batch.sample.length; beat++) {
      const row = columns.add(batch.sample[beat]!, batch.confidence[beat]!, batch.lead[beat]!);
      for (let l = 0; l < this.leads.length; l++) {
        const weight = batch.leadWeight[l]!;
        if (weight > 0 && this.leads[l]!.read(batch.sample[beat]!, shape)) columns.setShape(row, l, shape, weight);
      }
    }
  }

  private remember(block: readonly Int32Array[], piece: number): readonly Int32Array[] {
    return this.leads.map((lead, l) => {
      const samples = block[l]!;
      const place = (index: number): number => Math.round(index * PIECE_SECONDS * lead.rate);
      const part = samples.subarray(place(piece), place(piece + 1));
      lead.push(part);
      return part;
    });
  }
}
