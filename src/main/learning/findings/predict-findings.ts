import { buildInferenceGraph } from '../../nat/inference-graph.ts';
import { WINDOW_SAMPLES } from '../../nat/model-config.ts';
import { InferenceSession } from '../../nat/runtime/inference-session.ts';
import { type LeadBatch, leadBatch, leadFeeds, placeWindow, windowStarts } from '../../nat/inputs/lead-batch.ts';
import type { TrainedModel } from '../trained-model.ts';
import type { WindowRecord } from '../../nat/inputs/window-record.ts';

const WINDOWS = 4;
/** Leads beyond are not looked at. */
const LEADS = 12;
/** Longer recordings are seen in windows that share half of their length. */
const OVERLAP = WINDOW_SAMPLES >> 1;

/** Says what is found in whole recordings. */
export class FindingsPredictor {
  readonly #session: InferenceSession;
  readonly #batch: LeadBatch = leadBatch(WINDOWS, LEADS);

  private constructor(session: InferenceSession) {
    this.#session = session;
  }

  static async create({ model, head, layout, parameters }: TrainedModel, threads: number): Promise<FindingsPredictor> {
    const graph = buildInferenceGraph({ model, head, windows: WINDOWS, leads: LEADS, layout, parameters });
    return new FindingsPredictor(await InferenceSession.create(graph, { device: 'cpu', threads }));
  }

  /** @returns the probability of each finding, averaged over the recording's windows */
  async predict(record: WindowRecord): Promise<Float32Array> {
    const starts = windowStarts(record.leads[0]?.length ?? 0, OVERLAP);
    const order = record.leads.map((_, lead) => lead);
    let sums = new Float32Array(0);
    for (let at = 0; at < starts.length; at += WINDOWS) {
      const some = starts.slice(at, at + WINDOWS);
      for (let window = 0; window < WINDOWS; window++) {
        placeWindow(this.#batch, window, record, some[window] ?? some[0]!, order, 'window');
      }
      const { probabilities } = await this.#session.run(leadFeeds(this.#batch));
      const findings = probabilities!.length / WINDOWS;
      if (sums.length === 0) sums = new Float32Array(findings);
      for (let i = 0; i < some.length * findings; i++) sums[i % findings]! += probabilities![i]!;
    }
    return sums.map((sum) => sum / starts.length);
  }

  async release(): Promise<void> {
    await this.#session.release();
  }
}
