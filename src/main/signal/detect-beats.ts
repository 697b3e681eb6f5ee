import { type BeatBatch, BeatBatches, type DetectionInput } from './detection/beat-batches.ts';

export type { BeatBatch, DetectionInput } from './detection/beat-batches.ts';
export type { LeadScale } from './detection/lead-envelope.ts';

/** Consecutive stretches of a recording, each with one array per lead, all covering the same time. */
export type LeadBlocks = AsyncIterable<readonly Int32Array[]> | Iterable<readonly Int32Array[]>;

export interface DetectionOptions {
  /** Stops the detection, which then throws the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Tells of candidates down to this probability too, for a second opinion on those below one half, which are no beats.
   * Those above are the same beats at the same places as without it.
   */
  readonly leastConfidence?: number | undefined;
}

/** What is handed to the stages at once, in seconds: no more than a hop, so that an abort is noticed soon. */
const STEP_SECONDS = 0.25;

/**
 * Finds the heart beats of a recording in all its leads together, as a stream. Look-ahead is bounded (17 s) and so is
 * memory; nothing is allocated but the batches. Neither beats nor batches depend on how the signal is cut into blocks.
 *
 * The stages are those of Pan & Tompkins 1985 (doi 10.1109/TBME.1985.325532), with look-ahead in the place of search-back:
 * a wavelet envelope per lead (`qrs-wavelet.ts`), leads weighted by their quality (`lead-quality.ts`,
 * `combined-envelope.ts`), its peaks (`candidates.ts`), evidence for each from height, noise, what stands beside it,
 * steepness and rhythm (`beat-evidence.ts`), and the R peak to the sample (`fiducial.ts`).
 *
 * Every block holds one array per lead, all over the same stretch of time: leads of another sampling rate bring
 * proportionally many samples. Missing samples are `MISSING_SAMPLE`; a lead that ends early is missing from there on.
 * Rates from 100 to 2000 Hz, any gain and polarity.
 */
export async function* detectBeats(
  input: DetectionInput,
  blocks: LeadBlocks,
  options: DetectionOptions = {},
): AsyncGenerator<BeatBatch, void, undefined> {
  const batches = new BeatBatches(input, options.leastConfidence);
  for await (const block of blocks) {
    const steps = stepsOf(input, block);
    for (let step = 0; step < steps; step++) {
      options.signal?.throwIfAborted();
      batches.push(block, step * STEP_SECONDS, (step + 1) * STEP_SECONDS);
      for (let batch = batches.next(); batch !== undefined; batch = batches.next()) yield batch;
    }
  }
  options.signal?.throwIfAborted();
  batches.finish();
  for (let batch = batches.next(); batch !== undefined; batch = batches.next()) yield batch;
}

/** Into how many steps a block is cut. */
function stepsOf({ rate, leads }: DetectionInput, block: readonly Int32Array[]): number {
  if (block.length !== leads.length) {
    throw new RangeError(`A block of ${String(leads.length)} leads needs as many arrays, not ${String(block.length)}.`);
  }
  return block.reduce(
    (most, samples, l) => Math.max(most, Math.ceil(samples.length / ((leads[l]!.rate ?? rate) * STEP_SECONDS))),
    0,
  );
}
