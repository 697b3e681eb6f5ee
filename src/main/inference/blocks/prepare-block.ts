import { annotationOffset } from '../../nat/inputs/annotation-offset.ts';
import { type BeatSource, NO_LABEL, type PreparedLead } from '../../nat/inputs/beat-batch.ts';
import { CONTEXT_SAMPLES } from '../../nat/inputs/beat-windows.ts';
import { firstAtOrAfter } from '../../nat/inputs/first-at-or-after.ts';
import { medianBeat } from '../../nat/inputs/median-beat.ts';
import { MODEL_RATE, modelBandLength } from '../../nat/inputs/model-band.ts';
import { RR_FEATURES, rrFeatures } from '../../nat/inputs/rr-features.ts';
import { leadNameIndices } from '../../nat/inputs/window-record.ts';
import { leadQuality, QUALITY_MARGIN_SECONDS, type QualityLead } from '../../signal/quality/signal-quality.ts';
import { type EcgLead, millivoltsOf, type RecordingSource } from '../reading/recording-source.ts';
import { type Block, modelPosition, RHYTHM_MARGIN_SECONDS } from './block-plan.ts';
import { modelSignal, type RequestedLead, requestLead } from './model-signal.ts';

/** Signal beside a block that its windows see, and a second for the usual beat of those at its edges; at 250 Hz. */
const SIGNAL_MARGIN = CONTEXT_SAMPLES + MODEL_RATE;

/** A stretch to be read, with all that is needed to prepare it: as it may be sent to another thread. */
export interface BlockRequest {
  readonly rate: number;
  /** Positions [from, to) at 250 Hz whose beats are wanted. */
  readonly from: number;
  readonly to: number;
  readonly leads: readonly RequestedLead[];
  /** Samples of the recording at which there are beats, ascending, those beside the stretch included. */
  readonly beats: Int32Array;
  /** Which of them are wanted: [first, last). */
  readonly first: number;
  readonly last: number;
  readonly quality: QualityRequest;
}

/** Whole seconds [from, to) whose signal quality is wanted. */
interface QualityRequest {
  readonly from: number;
  readonly to: number;
  /** Beats in and beside them, in seconds. */
  readonly beats: Float64Array;
  readonly leads: readonly (QualityLead & { readonly samples: Int32Array<ArrayBuffer> })[];
}

/** A stretch ready to be cut into windows. Positions are at 250 Hz, counted from `start`. */
export interface PreparedBlock extends BeatSource {
  readonly start: number;
  /** [from, to) of the request, counted from `start`. */
  readonly from: number;
  readonly to: number;
  /** Which of the beats are wanted: [first, last). */
  readonly first: number;
  readonly last: number;
  /** ECG leads × seconds, row-major. */
  readonly quality: Uint8Array<ArrayBuffer>;
}

/** The whole seconds that begin in a block: [from, to). */
export const secondsOf = ({
  from,
  to,
}: Pick<Block, 'from' | 'to'>): { readonly from: number; readonly to: number } => ({
  from: Math.ceil(from / MODEL_RATE),
  to: Math.ceil(to / MODEL_RATE),
});

/**
 * Reads what preparing a block needs.
 * @param leads those the beats are classified by; @param all those whose quality is judged
 * @param beats all beats found so far, ascending; at least those up to `RHYTHM_MARGIN_SECONDS` behind the block
 */
export function requestBlock(
  source: RecordingSource,
  leads: readonly EcgLead[],
  all: readonly EcgLead[],
  block: Pick<Block, 'from' | 'to' | 'fromSample' | 'toSample'>,
  beats: Int32Array,
): BlockRequest {
  const { rate } = source;
  const length = modelBandLength(source.samples, rate);
  const range = { from: Math.max(0, block.from - SIGNAL_MARGIN), to: Math.min(length, block.to + SIGNAL_MARGIN) };
  const margin = RHYTHM_MARGIN_SECONDS * rate;
  const near = beats.slice(
    firstAtOrAfter(beats, Math.floor(block.fromSample - margin)),
    firstAtOrAfter(beats, Math.ceil(block.toSample + margin)),
  );
  return {
    rate,
    from: block.from,
    to: block.to,
    leads: leads.map((lead) => requestLead(source, lead, range)),
    beats: near,
    first: firstAtOrAfter(near, block.fromSample),
    last: firstAtOrAfter(near, block.toSample),
    quality: requestQuality(source, all, secondsOf(block), near),
  };
}

function requestQuality(
  source: RecordingSource,
  leads: readonly EcgLead[],
  { from, to }: { readonly from: number; readonly to: number },
  near: Int32Array,
): QualityRequest {
  const { rate } = source;
  const [start, end] = [Math.max(0, from - QUALITY_MARGIN_SECONDS), to + QUALITY_MARGIN_SECONDS];
  return {
    from,
    to,
    beats: Float64Array.from(
      near.subarray(firstAtOrAfter(near, Math.floor(start * rate)), firstAtOrAfter(near, Math.ceil(end * rate))),
      (sample) => sample / rate,
    ),
    leads: leads.map(({ index, lead }) => {
      const first = Math.floor(start * lead.rate);
      return {
        samples: source.readSamples(index, first, Math.ceil(end * lead.rate)),
        first,
        rate: lead.rate,
        gain: (lead.gain === 0 ? 1 : lead.gain) / millivoltsOf(lead),
        baseline: lead.baseline,
      };
    }),
  };
}

/** Brings a stretch into the model's band and tells its usual beat and its rhythm. */
export function prepareBlock(request: BlockRequest): PreparedBlock {
  const { rate, from, to, leads, beats, first, last } = request;
  const start = leads[0]?.range.from ?? from;
  const end = leads[0]?.range.to ?? to;
  const signals = leads.map(modelSignal);
  const positions = beats.map((sample) => modelPosition(sample, rate));
  const inside = { first: 0, last: positions.length };
  while (inside.first < inside.last && positions[inside.first]! < start) inside.first++;
  while (inside.last > inside.first && positions[inside.last - 1]! >= end) inside.last--;
  const marked = positions.subarray(inside.first, inside.last).map((at) => at - start);
  const offset = annotationOffset(signals, marked);
  const position = marked.map((at) => Math.min(end - start - 1, Math.max(0, at + offset)));
  const names = leadNameIndices({ leads: leads.map(({ lead }) => lead) });
  const rhythm = rrFeatures(positions.map((at) => at + offset));
  return {
    start,
    from: from - start,
    to: to - start,
    leads: signals.map((signal, index): PreparedLead => ({
      name: leads[index]!.lead.name,
      nameIndex: names[index]!,
      signal,
      median: medianBeat(signal, position, MODEL_RATE),
    })),
    position,
    label: new Uint8Array(position.length).fill(NO_LABEL),
    rhythm: rhythm.subarray(inside.first * RR_FEATURES, inside.last * RR_FEATURES),
    first: Math.max(0, first - inside.first),
    last: Math.min(last, inside.last) - inside.first,
    quality: qualityOf(request.quality),
  };
}

function qualityOf({ from, to, beats, leads }: QualityRequest): Uint8Array<ArrayBuffer> {
  const seconds = Math.max(0, to - from);
  const values = new Uint8Array(leads.length * seconds);
  for (const [row, lead] of leads.entries()) values.set(leadQuality(lead, from, to, { beats }), row * seconds);
  return values;
}
