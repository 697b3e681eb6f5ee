import { AAMI_CLASSES } from '../../../shared/annotation-codes.ts';
import {
  type BeatBatch,
  beatBatch,
  EDGE_SAMPLES,
  feedsOf,
  placeBeats,
  placeLead,
  scaleLead,
} from '../../nat/inputs/beat-batch.ts';
import { BEAT_SLOTS, CONTEXT_SAMPLES, WINDOW_STRIDE } from '../../nat/inputs/beat-windows.ts';
import { firstAtOrAfter } from '../../nat/inputs/first-at-or-after.ts';
import { WINDOW_SAMPLES } from '../../nat/model-config.ts';
import type { PreparedBlock } from './prepare-block.ts';

/** Runs the beat model on windows of one lead each. */
export interface BeatSession {
  /** Windows of a batch; what `run` is fed is of this size, always. */
  readonly windows: number;
  /** @returns `probabilities` [windows, BEAT_SLOTS, classes] */
  run(feeds: Readonly<Record<string, Float32Array>>): Promise<Readonly<Record<string, Float32Array>>>;
}

export interface PredictOptions {
  /** How the leads' probabilities become one: their arithmetic mean, or their geometric mean scaled to a sum of one. */
  readonly join?: 'mean' | 'geometric-mean' | undefined;
  /** Leaves the second channel empty: the usual beat is not known yet. */
  readonly withoutResidual?: boolean | undefined;
  /** Whether a lead can be read where a beat is; all of them when absent. Beats count from the first of the block. */
  readonly isReadable?: ((lead: number, beat: number) => boolean) | undefined;
  /** Awaited after every batch, with the share that is done. */
  readonly afterBatch?: ((share: number) => Promise<void>) | undefined;
}

/** A window of one lead, and the beats it is asked about. */
interface WindowJob {
  readonly lead: number;
  readonly from: number;
  readonly first: number;
  readonly last: number;
}

const CLASSES = AAMI_CLASSES.length;
const SMALLEST_PROBABILITY = 1e-12;

/**
 * Class probabilities of the wanted beats of a block, every lead read for itself and the leads joined. Batches are put
 * together of the same windows whenever the block is read, so that results do not depend on what was read before.
 * @returns beats × classes; NaN for a beat that no lead shows
 */
export async function predictBlock(
  session: BeatSession,
  block: PreparedBlock,
  options: PredictOptions = {},
): Promise<Float32Array<ArrayBuffer>> {
  const joined = new JoinedLeads(block, options);
  const batch = beatBatch({ windows: session.windows, leads: 1, beats: BEAT_SLOTS });
  const jobs = windowJobs(block);
  for (let at = 0; at < jobs.length; at += session.windows) {
    const some = jobs.slice(at, at + session.windows);
    const silent = fill(batch, block, some, options.withoutResidual ?? false);
    const { probabilities } = await session.run(feedsOf(batch));
    if (!probabilities) throw new Error('the beat model gave no probabilities');
    for (const [window, job] of some.entries()) {
      if (silent[window] !== 1) joined.add(job, batch.index, probabilities, window * BEAT_SLOTS);
    }
    await options.afterBatch?.(Math.min(1, (at + some.length) / jobs.length));
  }
  return joined.probabilities();
}

/** A recording hardly longer than a window (10 s against 9.984 s) is seen once, from its middle. */
const isSeenAtOnce = (samples: number): boolean => samples - WINDOW_SAMPLES < WINDOW_SAMPLES >> 4;

/** How many windows a block of so many samples at 250 Hz and so many leads is read in, at most. */
export const windowsOf = (samples: number, leads: number): number =>
  leads * (isSeenAtOnce(samples) ? 1 : Math.ceil(samples / WINDOW_STRIDE));

/** A beat beside the edge would be cut: other windows show it. */
const isInsideWindow = (at: number): boolean => at >= EDGE_SAMPLES && at < WINDOW_SAMPLES - EDGE_SAMPLES;

/** The windows of all leads in which there are wanted beats. */
function windowJobs({ leads, position, first, last, from, to }: PreparedBlock): WindowJob[] {
  const jobs: WindowJob[] = [];
  const middle = Math.max(0, (to - WINDOW_SAMPLES) >> 1);
  if (from === 0 && isSeenAtOnce(to) && leads.every(({ signal }) => signal.length === to)) {
    const inside = position.subarray(first, last).every((at) => isInsideWindow(at - middle));
    if (inside && last - first <= BEAT_SLOTS) return leads.map((_, lead) => ({ lead, from: middle, first, last }));
  }
  const windows = Math.max(1, Math.ceil((to - from) / WINDOW_STRIDE));
  for (let lead = 0; lead < leads.length; lead++) {
    let begin = first;
    for (let window = 0; window < windows; window++) {
      const start = from + window * WINDOW_STRIDE;
      // A beat that was moved a little over the block's end still belongs to its last window.
      const end = window === windows - 1 ? last : Math.min(last, firstAtOrAfter(position, start + WINDOW_STRIDE));
      if (begin < end) jobs.push({ lead, from: start - CONTEXT_SAMPLES, first: begin, last: end });
      begin = Math.max(begin, end);
    }
  }
  return jobs;
}

/** Fills a batch; what is left of it repeats the first window. Returns 1 for each window whose lead is silent. */
function fill(
  batch: BeatBatch,
  block: PreparedBlock,
  jobs: readonly WindowJob[],
  withoutResidual: boolean,
): Uint8Array {
  const silent = new Uint8Array(batch.shape.windows);
  for (let window = 0; window < batch.shape.windows; window++) {
    const { lead, from } = jobs[window] ?? jobs[0]!;
    const at = window * 2 * WINDOW_SAMPLES;
    placeBeats(batch, window, block, from);
    placeLead(batch, window, 0, block, lead, from);
    scaleLead(batch.signal, at);
    if (withoutResidual) batch.signal.fill(0, at + WINDOW_SAMPLES, at + 2 * WINDOW_SAMPLES);
    if (batch.signal.subarray(at, at + WINDOW_SAMPLES).every((value) => value === 0)) silent[window] = 1;
  }
  return silent;
}

/** What the leads say of each beat, summed up as it comes. */
class JoinedLeads {
  readonly #sums: Float32Array<ArrayBuffer>;
  /** Leads that showed each beat. */
  readonly #leads: Uint8Array;
  readonly #first: number;
  readonly #geometric: boolean;
  readonly #isReadable: (lead: number, beat: number) => boolean;

  constructor({ first, last }: PreparedBlock, { join, isReadable = () => true }: PredictOptions) {
    this.#sums = new Float32Array(Math.max(0, last - first) * CLASSES);
    this.#leads = new Uint8Array(Math.max(0, last - first));
    this.#first = first;
    this.#geometric = join === 'geometric-mean';
    this.#isReadable = isReadable;
  }

  add({ lead, first, last }: WindowJob, index: Int32Array, probabilities: Float32Array, firstSlot: number): void {
    for (let slot = firstSlot; slot < firstSlot + BEAT_SLOTS; slot++) {
      const beat = index[slot]!;
      if (beat < first || beat >= last || !this.#isReadable(lead, beat - this.#first)) continue;
      const row = (beat - this.#first) * CLASSES;
      this.#leads[beat - this.#first]!++;
      for (let c = 0; c < CLASSES; c++) {
        const probability = probabilities[slot * CLASSES + c]!;
        this.#sums[row + c]! += this.#geometric ? Math.log(Math.max(SMALLEST_PROBABILITY, probability)) : probability;
      }
    }
  }

  probabilities(): Float32Array<ArrayBuffer> {
    const sums = this.#sums;
    for (let beat = 0; beat < this.#leads.length; beat++) {
      const row = beat * CLASSES;
      let total = 0;
      for (let c = 0; c < CLASSES; c++) {
        if (this.#geometric) sums[row + c] = Math.exp(sums[row + c]! / this.#leads[beat]!);
        total += sums[row + c]!;
      }
      for (let c = 0; c < CLASSES; c++) sums[row + c] = sums[row + c]! / total; // 0 / 0: no lead showed it
    }
    return sums;
  }
}
