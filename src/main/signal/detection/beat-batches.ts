import { BeatDetector, type BeatSink } from './beat-detector.ts';
import { SEARCH_BEFORE_SECONDS } from './fiducial.ts';
import type { LeadScale } from './lead-envelope.ts';
import { HISTORY_SECONDS } from './timing.ts';

export interface DetectionInput {
  /** Samples per second of the recording: the time base of the beats. */
  readonly rate: number;
  readonly leads: readonly LeadScale[];
}

/** The beats found between two samples of the recording, as columns. */
export interface BeatBatch {
  /** First sample of the stretch. */
  readonly from: number;
  /** The sample after its last one: all beats before it are known. */
  readonly to: number;
  /** The R peak, or the main deflection where there is no R: index at the recording's rate. */
  readonly sample: Int32Array;
  /** Probability that it is a beat: 0.5 … 1, or from `leastConfidence` on. */
  readonly confidence: Float32Array;
  /** The lead the peak was read from. */
  readonly lead: Uint8Array;
  /** Mean weight of each lead in the decisions of this stretch; they sum to 1, or to 0 where no lead could be used. */
  readonly leadWeight: Float32Array;
}

/** Hops to a batch: 10 s. */
const BATCH_HOPS = 40;
/** No more beats than this can be waiting for their batch. */
const WAITING = HISTORY_SECONDS * 5;

/** Cuts the detector's beats into batches of 10 s, at the same places however the signal arrives. */
export class BeatBatches {
  private readonly detector: BeatDetector;
  private readonly working = new Int32Array(WAITING);
  private readonly sample = new Int32Array(WAITING);
  private readonly confidence = new Float32Array(WAITING);
  private readonly lead = new Uint8Array(WAITING);
  private waiting = 0;
  private hops = 0;
  private from = 0;
  private finished = false;

  constructor(input: DetectionInput, leastConfidence = 0.5) {
    const least = Math.log(leastConfidence / (1 - leastConfidence));
    const keep: BeatSink = (working, sample, lead, evidence) => {
      const at = this.waiting++;
      this.working[at] = working;
      this.sample[at] = sample;
      this.confidence[at] = 1 / (1 + Math.exp(-evidence));
      this.lead[at] = lead;
    };
    this.detector = new BeatDetector(input.rate, input.leads, keep, least);
  }

  /** Takes a stretch of a block, in seconds from its start. */
  push(block: readonly Int32Array[], from: number, to: number): void {
    const { leads } = this.detector;
    for (let l = 0; l < block.length; l++) {
      const { length } = block[l]!;
      const { rate } = leads[l]!;
      this.detector.push(
        l,
        block[l]!,
        Math.min(length, Math.round(from * rate)),
        Math.min(length, Math.round(to * rate)),
      );
    }
    this.detector.advance();
  }

  finish(): void {
    this.detector.finish();
    this.finished = true;
  }

  /** The next batch that is complete, or undefined. After `finish` the last one may be shorter, and may be empty. */
  next(): BeatBatch | undefined {
    const { detector } = this;
    const full = detector.decidedHops >= this.hops + BATCH_HOPS;
    if (!full && !(this.finished && this.from < detector.samples)) return undefined;
    const hops = Math.min(detector.decidedHops, this.hops + BATCH_HOPS);
    const { hop, decimation, rate } = detector.timing;
    const end = hops * hop;
    const last = this.finished && hops === detector.decidedHops;
    let count = 0;
    while (count < this.waiting && this.working[count]! < end) count++;
    const batch = {
      from: this.from,
      // A peak may lie so far before the centre of the QRS energy, which says to which batch a beat belongs.
      to: last ? detector.samples : end * decimation - Math.ceil(SEARCH_BEFORE_SECONDS * rate) - decimation,
      sample: this.sample.slice(0, count),
      confidence: this.confidence.slice(0, count),
      lead: this.lead.slice(0, count),
      leadWeight: detector.meanWeights(this.hops, hops),
    };
    for (const column of [this.working, this.sample, this.confidence, this.lead])
      column.copyWithin(0, count, this.waiting);
    this.waiting -= count;
    this.hops = hops;
    this.from = batch.to;
    return batch;
  }
}
