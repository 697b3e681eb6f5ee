import { leadNameIndices } from '../../nat/inputs/window-record.ts';
import type { BeatBatch } from '../../signal/detect-beats.ts';
import { modelSignal, requestLead } from '../blocks/model-signal.ts';
import { joinBeats } from '../waves/join-beats.ts';
import { beatLeads } from './beat-leads.ts';
import type { ReadingModel } from './open-model.ts';
import type { EcgLead, RecordingSource } from './recording-source.ts';

/** Batches that are decided together: five minutes. Always the same ones, so that results do not depend on timing. */
const BATCHES = 30;

/** Has the detector's doubtful candidates decided by the wave model too, some minutes at a time. */
export class SecondOpinion {
  readonly #source: RecordingSource;
  readonly #leads: readonly EcgLead[];
  readonly #model: ReadingModel;
  /** Windows of the whole recording: what a session is chosen by. */
  readonly #windows: number;
  #waiting: BeatBatch[] = [];

  constructor(source: RecordingSource, leads: readonly EcgLead[], model: ReadingModel, windows: number) {
    this.#source = source;
    const equal = leads.map(() => 1);
    this.#leads = beatLeads(leads, equal, model.beatLeads);
    this.#model = model;
    this.#windows = windows;
  }

  /** Takes the candidates of a batch; gives back the beats of some minutes when these are full. */
  async add(batch: BeatBatch): Promise<BeatBatch | undefined> {
    this.#waiting.push(batch);
    return this.#waiting.length < BATCHES ? undefined : this.finish();
  }

  /** The beats of what waits still. */
  async finish(): Promise<BeatBatch | undefined> {
    const batches = this.#waiting;
    const [first, last] = [batches[0], batches.at(-1)];
    if (!first || !last) return undefined;
    this.#waiting = [];
    const candidates = joined(batches);
    const isDoubtful = candidates.confidence.some((value) => value < CERTAIN);
    const beats = isDoubtful ? await this.#decide(candidates) : candidates;
    const leadOf = new Map(Array.from(candidates.sample, (sample, row) => [sample, candidates.lead[row]!]));
    return {
      ...beats,
      from: first.from,
      to: last.to,
      lead: Uint8Array.from(beats.sample, (sample) => leadOf.get(sample) ?? 0),
      leadWeight: meanWeight(batches),
    };
  }

  async #decide(
    candidates: Pick<BeatBatch, 'sample' | 'confidence'>,
  ): Promise<Pick<BeatBatch, 'sample' | 'confidence'>> {
    const leads = this.#leads;
    const session = await this.#model.waves(leads.length, this.#windows);
    return joinBeats(session, candidates, {
      rate: this.#source.rate,
      leadName: leadNameIndices({ leads: leads.map(({ lead }) => lead) }),
      read: (from, to) => leads.map((lead) => modelSignal(requestLead(this.#source, lead, { from, to }))),
    });
  }
}

/** Surer than any that the wave model is asked about. */
const CERTAIN = 0.96;

/** A batch without the candidates that the detector alone would not call beats. */
export function certain(batch: BeatBatch): BeatBatch {
  const { sample, confidence, lead } = batch;
  const isBeat = (_: number, row: number): boolean => confidence[row]! >= 0.5;
  return {
    ...batch,
    sample: sample.filter(isBeat),
    lead: lead.filter(isBeat),
    confidence: confidence.filter((value) => value >= 0.5),
  };
}

function joined(batches: readonly BeatBatch[]): Pick<BeatBatch, 'sample' | 'confidence' | 'lead'> {
  const count = batches.reduce((sum, { sample }) => sum + sample.length, 0);
  const columns = { sample: new Int32Array(count), confidence: new Float32Array(count), lead: new Uint8Array(count) };
  let at = 0;
  for (const { sample, confidence, lead } of batches) {
    columns.sample.set(sample, at);
    columns.confidence.set(confidence, at);
    columns.lead.set(lead, at);
    at += sample.length;
  }
  return columns;
}

/** Of the leads over all batches, by their length. */
function meanWeight(batches: readonly BeatBatch[]): Float32Array {
  const mean = new Float32Array(batches[0]?.leadWeight.length ?? 0);
  const length = batches.reduce((sum, { from, to }) => sum + to - from, 0);
  for (const { from, to, leadWeight } of batches) {
    leadWeight.forEach((weight, lead) => (mean[lead]! += (weight * (to - from)) / Math.max(1, length)));
  }
  return mean;
}
