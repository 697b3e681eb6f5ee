import type { BeatsFound } from '../../../shared/contract/analysis.ts';
import { detectBeats } from '../../signal/detect-beats.ts';
import { modelPosition } from '../blocks/block-plan.ts';
import { predictBlock } from '../blocks/block-predictor.ts';
import { prepareBlock, requestBlock } from '../blocks/prepare-block.ts';
import { beatLeads } from './beat-leads.ts';
import { codesOf } from './beat-codes.ts';
import type { FoundBeats } from './found-beats.ts';
import type { ReadingModel } from './open-model.ts';
import type { EcgLead, RecordingSource } from './recording-source.ts';
import { signalBlocks } from './signal-blocks.ts';

/** Read beside what is looked at, in seconds: a step to either side finds its beats there. */
const BESIDE_SECONDS = 60;
/** No more is read at once, in seconds. */
const MOST_SECONDS = 300;
/** Signal beside the stretch from which the detector learns the leads, in seconds. */
const WARM_UP_SECONDS = 10;

export interface SampleStretch {
  readonly from: number;
  readonly to: number;
}

/** What is read around a stretch that somebody looks at, in whole seconds of the recording. */
export function stretchAround({ from, to }: SampleStretch, source: RecordingSource): SampleStretch {
  const { rate, samples } = source;
  const middle = (from + to) / 2 / rate;
  const half = Math.min(MOST_SECONDS / 2, (to - from) / rate / 2 + BESIDE_SECONDS);
  const sample = (second: number): number => Math.min(samples, Math.max(0, Math.round(second * rate)));
  return { from: sample(Math.floor(middle - half)), to: sample(Math.ceil(middle + half)) };
}

/**
 * Classes of the beats of a stretch from what is known of it alone: its own rhythm, no usual beat to compare with.
 * @param found beats of the whole recording, used where they are known already
 */
export async function provisionalBeats(
  source: RecordingSource,
  leads: readonly EcgLead[],
  model: ReadingModel,
  stretch: SampleStretch,
  found: FoundBeats,
  windows: number,
): Promise<BeatsFound> {
  const { rate } = source;
  const local = found.reachedSample >= stretch.to ? undefined : await detectLocally(source, leads, stretch);
  const known = found.rows(stretch.from, stretch.to);
  const sample = local?.sample ?? found.sample.slice(known.first, known.last);
  const chosen = beatLeads(leads, local?.weights ?? leads.map(() => 1), model.beatLeads);
  const block = {
    from: modelPosition(stretch.from, rate),
    to: modelPosition(stretch.to, rate),
    fromSample: stretch.from,
    toSample: stretch.to,
  };
  const prepared = prepareBlock(requestBlock(source, chosen, [], block, sample));
  const probabilities = await predictBlock(await model.beats(windows), prepared, {
    join: model.beatLeads.join,
    withoutResidual: true,
  });
  model.calibrateBeats(probabilities);
  return { kind: 'beats', stage: 'provisional', ...stretch, sample, ...codesOf(probabilities) };
}

async function detectLocally(
  source: RecordingSource,
  leads: readonly EcgLead[],
  stretch: SampleStretch,
): Promise<{ readonly sample: Int32Array<ArrayBuffer>; readonly weights: Float64Array }> {
  const { rate } = source;
  const from = Math.max(0, Math.floor(stretch.from / rate) - WARM_UP_SECONDS);
  const to = Math.ceil(stretch.to / rate) + WARM_UP_SECONDS;
  const offset = Math.round(from * rate);
  const found: number[] = [];
  const weights = new Float64Array(leads.length);
  const input = { rate, leads: leads.map(({ lead }) => lead) };
  for await (const batch of detectBeats(input, signalBlocks(source, leads, { from, to }))) {
    for (const at of batch.sample) {
      if (at + offset >= stretch.from && at + offset < stretch.to) found.push(at + offset);
    }
    batch.leadWeight.forEach((weight, lead) => (weights[lead]! += weight));
  }
  return { sample: Int32Array.from(found), weights };
}
