import { AAMI_CLASSES } from '../../../shared/annotation-codes.ts';
import { buildInferenceGraph } from '../../nat/inference-graph.ts';
import { WINDOW_SAMPLES } from '../../nat/model-config.ts';
import { InferenceSession } from '../../nat/runtime/inference-session.ts';
import type { TrainedModel } from '../trained-model.ts';
import { beatBatch, feedsOf, placeBeats, placeLead, scaleLead } from '../../nat/inputs/beat-batch.ts';
import { BEAT_SLOTS, CONTEXT_SAMPLES, WINDOW_STRIDE } from '../../nat/inputs/beat-windows.ts';
import { firstAtOrAfter } from '../../nat/inputs/first-at-or-after.ts';
import type { BeatRecord } from './beat-record.ts';

const WINDOWS = 16;
const BEATS = BEAT_SLOTS;
const STRIDE = WINDOW_STRIDE;

/** Scores whole recordings: every lead on its own, the leads' probabilities averaged. */
export class BeatPredictor {
  readonly #session: InferenceSession;
  readonly #batch = beatBatch({ windows: WINDOWS, leads: 1, beats: BEATS });

  private constructor(session: InferenceSession) {
    this.#session = session;
  }

  static async create({ model, head, layout, parameters }: TrainedModel, threads: number): Promise<BeatPredictor> {
    const graph = buildInferenceGraph({ model, head, windows: WINDOWS, leads: 1, beats: BEATS, layout, parameters });
    return new BeatPredictor(await InferenceSession.create(graph, { device: 'cpu', threads }));
  }

  /**
   * @param wanted 1 for the beats that are asked for: only windows that show one are computed; all when absent
   * @returns `beats × classes` probabilities; a beat no window reaches is N with certainty.
   */
  async predict(
    record: BeatRecord,
    leads: readonly number[] = record.leads.map((_, lead) => lead),
    wanted?: Uint8Array,
  ): Promise<Float32Array> {
    const classes = AAMI_CLASSES.length;
    const sums = new Float32Array(record.position.length * classes);
    const length = record.leads[0]?.signal.length ?? 0;
    const jobs: { lead: number; from: number; first: number; last: number }[] = [];
    for (const lead of leads) {
      for (let start = 0; start < length; start += STRIDE) {
        const first = firstAtOrAfter(record.position, start === 0 ? 0 : start);
        const last = firstAtOrAfter(record.position, start + STRIDE);
        if (wanted && !wanted.subarray(first, last).includes(1)) continue;
        if (first < last) jobs.push({ lead, from: start - CONTEXT_SAMPLES, first, last });
      }
    }
    for (let at = 0; at < jobs.length; at += WINDOWS) await this.#run(record, jobs.slice(at, at + WINDOWS), sums);
    for (let beat = 0; beat < record.position.length; beat++) {
      let total = 0;
      for (let c = 0; c < classes; c++) total += sums[beat * classes + c]!;
      if (total === 0) sums[beat * classes] = 1;
      else for (let c = 0; c < classes; c++) sums[beat * classes + c]! /= total;
    }
    return sums;
  }

  async release(): Promise<void> {
    await this.#session.release();
  }

  async #run(
    record: BeatRecord,
    jobs: readonly { lead: number; from: number; first: number; last: number }[],
    sums: Float32Array,
  ): Promise<void> {
    const batch = this.#batch;
    for (let window = 0; window < WINDOWS; window++) {
      const job = jobs[window] ?? jobs[0]!;
      placeBeats(batch, window, record, job.from);
      placeLead(batch, window, 0, record, job.lead, job.from);
      scaleLead(batch.signal, window * 2 * WINDOW_SAMPLES);
    }
    const { probabilities } = await this.#session.run(feedsOf(batch));
    const classes = AAMI_CLASSES.length;
    for (const [window, { first, last }] of jobs.entries()) {
      for (let slot = window * BEATS; slot < (window + 1) * BEATS; slot++) {
        const beat = batch.index[slot]!;
        if (beat < first || beat >= last) continue;
        for (let c = 0; c < classes; c++) sums[beat * classes + c]! += probabilities![slot * classes + c]!;
      }
    }
  }
}

/** Index of the greatest probability of each beat. */
export function mostProbable(probabilities: Float32Array): Uint8Array {
  const classes = AAMI_CLASSES.length;
  const labels = new Uint8Array(probabilities.length / classes);
  for (let beat = 0; beat < labels.length; beat++) {
    let best = 0;
    for (let c = 1; c < classes; c++) {
      if (probabilities[beat * classes + c]! > probabilities[beat * classes + best]!) best = c;
    }
    labels[beat] = best;
  }
  return labels;
}
