import { buildInferenceGraph } from '../../nat/inference-graph.ts';
import { WINDOW_SAMPLES } from '../../nat/model-config.ts';
import { InferenceSession } from '../../nat/runtime/inference-session.ts';
import { type LeadBatch, leadBatch, leadFeeds, placeWindow, windowStarts } from '../../nat/inputs/lead-batch.ts';
import type { TrainedModel } from '../trained-model.ts';
import type { WindowRecord } from '../../nat/inputs/window-record.ts';
import { type WaveMarks, WAVES } from '../../nat/outputs/wave-marks.ts';
import { wavesOf } from '../../nat/outputs/wave-segments.ts';
import { WAVE_POSITIONS } from './wave-targets.ts';

const LEADS = 12;

/** Marks the waves of ten-second recordings, every lead for itself with the others in view. */
export class WavePredictor {
  readonly #session: InferenceSession;
  readonly #batch: LeadBatch = leadBatch(1, LEADS);

  private constructor(session: InferenceSession) {
    this.#session = session;
  }

  static async create({ model, head, layout, parameters }: TrainedModel, threads: number): Promise<WavePredictor> {
    const graph = buildInferenceGraph({ model, head, windows: 1, leads: LEADS, layout, parameters });
    return new WavePredictor(await InferenceSession.create(graph, { device: 'cpu', threads }));
  }

  /**
   * The window in the middle of the recording, at most twelve leads.
   * @returns the waves of each lead, and the samples that were looked at
   */
  async predict(
    record: WindowRecord,
  ): Promise<{ readonly marks: WaveMarks[]; readonly from: number; readonly to: number }> {
    const [from = 0] = windowStarts(Math.min(record.leads[0]?.length ?? 0, WINDOW_SAMPLES + 4), 0);
    const order = record.leads.map((_, lead) => lead).slice(0, LEADS);
    placeWindow(this.#batch, 0, record, from, order, 'lead');
    const { probabilities } = await this.#session.run(leadFeeds(this.#batch));
    const size = WAVE_POSITIONS * WAVES.length;
    const marks = order.map((_, slot) => wavesOf(probabilities!.subarray(slot * size, (slot + 1) * size), from));
    return { marks, from, to: from + WINDOW_SAMPLES - 1 };
  }

  async release(): Promise<void> {
    await this.#session.release();
  }
}
