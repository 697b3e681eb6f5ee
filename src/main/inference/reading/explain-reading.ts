import { AAMI_CLASSES, annotationCode } from '../../../shared/annotation-codes.ts';
import { Problem } from '../../../shared/problem.ts';
import { windowStarts } from '../../nat/inputs/lead-batch.ts';
import { MODEL_RATE } from '../../nat/inputs/model-band.ts';
import { WINDOW_SAMPLES } from '../../nat/model-config.ts';
import { modelPosition, planBlocks } from '../blocks/block-plan.ts';
import { prepareBlock, requestBlock } from '../blocks/prepare-block.ts';
import type { UsableModel } from '../models/read-model.ts';
import { explainBeat, explainFinding, type OpenSession } from '../saliency/explain.ts';
import type { Saliency } from '../saliency/smooth-saliency.ts';
import { findingsLeads, findingsRecording } from './recording-findings.ts';
import { ecgLeads, type RecordingSource } from './recording-source.ts';

/** What a finished reading says of a recording, as far as explaining it asks. */
export interface ReadBeats {
  /** Samples of all beats, ascending, and their WFDB codes. */
  readonly sample: Int32Array;
  readonly code: Uint8Array;
  /** Indices of the recording's leads that the beats were classified by. */
  readonly leads: readonly number[];
}

/** Why a model says something: a value every `step` samples from sample `from` of the recording on, for each lead. */
export interface Explanation {
  readonly from: number;
  readonly step: number;
  /** Indices of the recording's leads. */
  readonly leads: number[];
  /** leads × columns, row-major, −1 … 1. */
  readonly values: Float32Array<ArrayBuffer>;
  readonly columns: number;
  readonly method: string;
}

/** How far from a beat a reader may point at it, in seconds. */
const POINTING_SECONDS = 0.15;

/**
 * Why the model states a finding.
 * @throws Problem `bad-input` for a finding it does not know, or a recording that it does not judge as a whole
 */
export async function explainRecordingFinding(
  source: RecordingSource,
  model: UsableModel,
  open: OpenSession,
  finding: string,
): Promise<Explanation> {
  const leads = findingsLeads(source, ecgLeads(source));
  if (leads.length === 0 || !model.findings.head.findings.includes(finding)) {
    throw new Problem('bad-input', `The model makes no statement on ${finding} for this recording.`);
  }
  const recording = findingsRecording(source, leads);
  const [from = 0] = windowStarts(recording.leads[0]?.length ?? 0, WINDOW_SAMPLES >> 1);
  const saliency = await explainFinding(model.findings, open, recording, finding, from);
  return atSamples(
    source,
    saliency,
    leads.map(({ index }) => index),
  );
}

/**
 * Why the model gave the beat at a sample its class, from the same stretch and leads by which it was read.
 * @throws Problem `bad-input` where there is no classified beat
 */
export async function explainRecordingBeat(
  source: RecordingSource,
  model: UsableModel,
  open: OpenSession,
  beats: ReadBeats,
  sample: number,
): Promise<Explanation> {
  const row = nearest(beats.sample, sample);
  const at = beats.sample[row];
  if (at === undefined || Math.abs(at - sample) > POINTING_SECONDS * source.rate) {
    throw new Problem('bad-input', 'There is no beat here. Point at a beat that was found.');
  }
  const label = AAMI_CLASSES.indexOf(annotationCode(beats.code[row]!)?.aami ?? 'Q');
  const leads = ecgLeads(source).filter(({ index }) => beats.leads.includes(index));
  const block = planBlocks(source).find(({ toSample }) => at < toSample);
  if (!block || leads.length === 0) throw new Problem('bad-input', 'This beat was not read by a model.');
  const prepared = prepareBlock(requestBlock(source, leads, [], block, beats.sample));
  const beat = nearest(prepared.position, modelPosition(at, source.rate) - prepared.start);
  const saliency = await explainBeat(model.beats, open, prepared, {
    beat,
    leads: leads.map((_, lead) => lead),
    label,
    join: model.card.beatLeadPolicy.join,
  });
  return atSamples(
    source,
    { ...saliency, from: saliency.from + prepared.start },
    leads.map(({ index }) => index),
  );
}

function nearest(sorted: Int32Array, value: number): number {
  let best = 0;
  for (let row = 1; row < sorted.length; row++) {
    if (Math.abs(sorted[row]! - value) < Math.abs(sorted[best]! - value)) best = row;
  }
  return best;
}

/** Positions at 250 Hz as samples of the recording, leads by their place in it. */
function atSamples({ rate }: RecordingSource, saliency: Saliency, leads: readonly number[]): Explanation {
  const { columns, method } = saliency;
  return {
    from: Math.round((saliency.from * rate) / MODEL_RATE),
    step: (saliency.step * rate) / MODEL_RATE,
    leads: saliency.leads.map((lead) => leads[lead]!),
    values: Float32Array.from(saliency.values),
    columns,
    method,
  };
}
