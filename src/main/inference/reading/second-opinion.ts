import { leadNameIndices } from '../../nat/inputs/window-record.ts';
import type { BeatBatch } from '../../signal/detect-beats.ts';
import { modelSignal, requestLead } from '../blocks/model-signal.ts';
import { joinBeats } from '../waves/join-beats.ts';
import { beatLeads } from './beat-leads.ts';
import type { ReadingModel } from './open-model.ts';
import type { EcgLead, RecordingSource } from './recording-source.ts';

/** Batches that are decided together: five minutes. Always the same ones, so that results do not depend on timing. */
const BATCHES = 30;

/** Beats up to a sample. */
export type DecidedBeats = Pick<BeatBatch, 'to' | 'sample' | 'confidence' | 'lead'>;

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
  async add(batch: BeatBatch): Promise<DecidedBeats | undefined> {
    this.#waiting.push(batch);
    return this.#waiting.length < BATCHES ? undefined : this.finish();
  }

  /** The beats of what waits still. */
  async finish(): Promise<DecidedBeats | undefined> {
    const batches = this.#waiting;
    const last = batches.at(-1);
    if (!last) return undefined;
    this.#waiting = [];
    const candidates = joined(batches);
    const isDoubtful = candidates.confidence.some((value) => value < CERTAIN);
    const beats = isDoubtful ? await this.#decide(candidates) : candidates;
    const leadOf = new Map(Array.from(candidates.sample, (sample, row) => [sample, candidates.lead[row]!]));
    return {
      ...beats,
      to: last.to,
      lead: Uint8Array.from(beats.sample, (sample) => leadOf.get(sample) ?? 0),
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
