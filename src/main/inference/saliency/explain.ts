import { type BeatSource, beatBatch, feedsOf, placeBeats, placeLead, scaleLead } from '../../nat/inputs/beat-batch.ts';
import { BEAT_SLOTS } from '../../nat/inputs/beat-windows.ts';
import { CHANNELS, leadBatch, leadFeeds, placeWindow } from '../../nat/inputs/lead-batch.ts';
import { WINDOW_SAMPLES } from '../../nat/model-config.ts';
import type { InferenceGraph } from '../../nat/inference-graph.ts';
import { buildSaliencyGraph } from '../../nat/saliency-graph.ts';
import { type FindingsRecording, MOST_LEADS } from '../findings/predict-findings.ts';
import type { HeadModel } from '../models/head-model.ts';
import { forEveryPoint, integratedGradients, POINTS_AT_ONCE } from './integrated-gradients.ts';
import { jointSlope, type LeadsJoin } from './joint-slope.ts';
import { asShare, SALIENCY_STEP, type Saliency, smoothed } from './smooth-saliency.ts';

type Feeds = Readonly<Record<string, Float32Array>>;

/** Makes a graph run somewhere. */
export type OpenSession = (graph: InferenceGraph) => Promise<{
  run(feeds: Feeds): Promise<Feeds>;
  release(): Promise<void>;
}>;

const METHOD = 'Integrated gradients from a flat line, smoothed over 60 ms';

/**
 * How much each stretch of a window speaks for a finding: contributions to its log-odds.
 * @param from position at 250 Hz at which the window of 9.98 s begins
 * @throws RangeError for a finding that the model does not know
 */
export async function explainFinding(
  { model, head, layout, parameters }: HeadModel<'findings'>,
  open: OpenSession,
  recording: FindingsRecording,
  finding: string,
  from: number,
): Promise<Saliency> {
  const index = head.findings.indexOf(finding);
  if (index < 0) throw new RangeError(`this model knows no finding ${finding}`);
  const order = recording.leads.map((_, lead) => lead).slice(0, MOST_LEADS);
  const leads = order.length;
  const batch = leadBatch(1, leads);
  placeWindow(batch, 0, recording, from, order, 'window');
  const feeds = forPoints({ ...leadFeeds(batch), selected: oneHot(head.findings.length, index) }, parameters);
  const session = await open(buildSaliencyGraph({ model, head, layout, windows: POINTS_AT_ONCE, leads }));
  try {
    const contributions = await integratedGradients(batch.signal, async (signal) =>
      output(await session.run({ ...feeds, signal }), 'saliency'),
    );
    return saliencyOf(contributions, from, order);
  } finally {
    await session.release();
  }
}

export interface BeatQuestion {
  /** Index of the beat in the source. */
  readonly beat: number;
  /** Indices of the leads to be asked. */
  readonly leads: readonly number[];
  /** Index of the class that was chosen. */
  readonly label: number;
  /** How the leads' probabilities are joined. */
  readonly join: LeadsJoin;
}

/**
 * How much each stretch around a beat speaks for its class: contributions of the signal and its residual to the log-odds
 * that all leads give together. Every lead is a window of its own, as beats are read; the beat is in the middle.
 */
export async function explainBeat(
  { model, head, layout, parameters }: HeadModel<'beats'>,
  open: OpenSession,
  source: BeatSource,
  { beat, leads, label, join }: BeatQuestion,
): Promise<Saliency> {
  const from = source.position[beat]! - (WINDOW_SAMPLES >> 1);
  const batch = beatBatch({ windows: leads.length, leads: 1, beats: BEAT_SLOTS });
  for (const [window, lead] of leads.entries()) {
    placeBeats(batch, window, source, from);
    placeLead(batch, window, 0, source, lead, from);
    scaleLead(batch.signal, window * CHANNELS * WINDOW_SAMPLES);
  }
  const slot = batch.index.indexOf(beat);
  if (slot < 0) throw new RangeError('there are too many beats around to tell this one');
  const feeds = forPoints(feedsOf(batch), parameters);
  const windows = POINTS_AT_ONCE * leads.length;
  const classes = head.classes.length;
  const session = await open(buildSaliencyGraph({ model, head, layout, windows, leads: 1, beats: BEAT_SLOTS }));
  try {
    const contributions = await integratedGradients(batch.signal, async (signal) => {
      const selected = new Float32Array(windows * BEAT_SLOTS * classes);
      const logits = output(await session.run({ ...feeds, signal, selected }), 'logits');
      for (let point = 0; point < POINTS_AT_ONCE; point++) {
        const rows = leads.map((_, lead) => ((point * leads.length + lead) * BEAT_SLOTS + slot) * classes);
        const weights = jointSlope(
          rows.map((row) => logits.subarray(row, row + classes)),
          label,
          join,
        );
        rows.forEach((row, lead) => selected.set(weights[lead]!, row));
      }
      return output(await session.run({ ...feeds, signal, selected }), 'saliency');
    });
    return saliencyOf(contributions, from, leads);
  } finally {
    await session.release();
  }
}

const forPoints = (feeds: Feeds, parameters: Float32Array): Feeds => ({
  ...Object.fromEntries(Object.entries(feeds).map(([name, values]) => [name, forEveryPoint(values)])),
  parameters,
});

const oneHot = (count: number, index: number): Float32Array =>
  Float32Array.from({ length: count }, (_, i) => (i === index ? 1 : 0));

function output(outputs: Feeds, name: string): Float32Array {
  const values = outputs[name];
  if (!values) throw new Error(`the graph gave no ${name}`);
  return values;
}

/** Both channels together, per lead. */
function saliencyOf(contributions: Float32Array, from: number, leads: readonly number[]): Saliency {
  const rows = leads.map((_, slot) => {
    const at = slot * CHANNELS * WINDOW_SAMPLES;
    const signal = contributions.subarray(at, at + WINDOW_SAMPLES);
    const residual = contributions.subarray(at + WINDOW_SAMPLES, at + CHANNELS * WINDOW_SAMPLES);
    return smoothed(signal.map((value, i) => value + residual[i]!));
  });
  return {
    from,
    step: SALIENCY_STEP,
    columns: rows[0]?.length ?? 0,
    leads: [...leads],
    values: asShare(rows),
    method: METHOD,
  };
}
