import { isBeatCode } from '../../../shared/annotation-codes.ts';
import type { Measurements } from '../../../shared/contract/measurements.ts';
import { standardLead } from '../../../shared/leads.ts';
import { Problem } from '../../../shared/problem.ts';
import { leadNameIndices } from '../../nat/inputs/window-record.ts';
import type { MarkedWaves } from '../../signal/measurements/beat-edges.ts';
import { type DiagnosticLead, diagnosticValues } from '../../signal/measurements/diagnostic-lead.ts';
import { measure } from '../../signal/measurements/measure.ts';
import { modelPosition } from '../blocks/block-plan.ts';
import { modelSignal, requestLead } from '../blocks/model-signal.ts';
import { MOST_LEADS } from '../findings/predict-findings.ts';
import type { WaveSession } from '../waves/join-beats.ts';
import { markWaves } from '../waves/mark-waves.ts';
import { type EcgLead, ecgLeads, millivoltsOf, type RecordingSource } from './recording-source.ts';

/** Longer recordings are measured around a position, shorter ones as a whole. */
const LONGEST_WHOLE_SECONDS = 60;
const STRETCH_SECONDS = 10;

/** A stretch [from, to) in samples of the recording. */
export interface MeasuredRange {
  readonly from: number;
  readonly to: number;
}

/** What of a recording is measured: all of it, or of a long one ten seconds around a sample. */
export function measuredRange({ rate, samples }: RecordingSource, around = 0): MeasuredRange {
  if (samples <= LONGEST_WHOLE_SECONDS * rate) return { from: 0, to: samples };
  const length = Math.round(STRETCH_SECONDS * rate);
  const from = Math.min(samples - length, Math.max(0, Math.round(around - length / 2)));
  return { from, to: from + length };
}

/** Annotations of a whole recording, ascending; what is no beat is left out. */
export interface KnownBeats {
  readonly sample: Int32Array;
  readonly code: Uint8Array;
}

/**
 * Waves in the leads of a recording that a model is asked about, twelve at most. They depend on the signal alone: whoever
 * measures again by other beats may keep them.
 * @param open a session for so many leads
 */
export async function wavesInRange(
  source: RecordingSource,
  range: MeasuredRange,
  open: (leads: number) => Promise<WaveSession>,
): Promise<readonly MarkedWaves[]> {
  const leads = measuredLeads(source).slice(0, MOST_LEADS);
  const at = (sample: number): number => modelPosition(sample, source.rate);
  return markWaves(
    await open(leads.length),
    {
      rate: source.rate,
      leadName: leadNameIndices({ leads: leads.map(({ lead }) => lead) }),
      read: (from, to) => leads.map((lead) => modelSignal(requestLead(source, lead, { from, to }))),
    },
    { from: at(range.from), to: at(range.to) },
  );
}

/**
 * Measures a stretch of a recording.
 * @param waves of `wavesInRange` for the same stretch; absent where there is no model
 * @throws Problem `unsupported` where no lead shows an ECG
 */
export function measureRange(
  source: RecordingSource,
  range: MeasuredRange,
  beats: KnownBeats,
  waves: readonly MarkedWaves[] | undefined,
): Omit<Measurements, 'markedBy'> {
  const leads = measuredLeads(source);
  const rate = Math.max(...leads.map(({ lead }) => lead.rate));
  const inside = (_: number, row: number): boolean =>
    isBeatCode(beats.code[row]!) && beats.sample[row]! >= range.from && beats.sample[row]! < range.to;
  const position = (sample: number): number => Math.round(((sample - range.from) * rate) / source.rate);
  const values = leads.map((lead) => diagnosticLead(source, lead, range, rate));
  return {
    from: range.from,
    to: range.to,
    ...measure({
      rate,
      leads: values,
      beats: { sample: beats.sample.filter(inside).map(position), code: beats.code.filter(inside) },
      waves,
    }),
  };
}

/** Standard leads first, so that they are among those a model is asked about. */
function measuredLeads(source: RecordingSource): EcgLead[] {
  const leads = ecgLeads(source);
  if (leads.length === 0) {
    throw new Problem('unsupported', 'No lead of this recording shows an ECG in volts, so nothing can be measured.');
  }
  const isStandard = ({ lead }: EcgLead): boolean => standardLead(lead.name) !== undefined;
  return [...leads.filter(isStandard), ...leads.filter((lead) => !isStandard(lead))];
}

/** Signal this long beside the stretch lets the filter settle. */
const MARGIN_SECONDS = 0.5;

function diagnosticLead(
  source: RecordingSource,
  { index, lead }: EcgLead,
  range: MeasuredRange,
  rate: number,
): DiagnosticLead {
  const own = (sample: number): number => Math.round((sample * lead.rate) / source.rate);
  const margin = Math.round(MARGIN_SECONDS * lead.rate);
  const from = Math.max(0, own(range.from) - margin);
  const to = Math.min(lead.samples, own(range.to) + margin);
  const samples = from < to ? source.readSamples(index, from, to) : new Int32Array(0);
  const { gain, baseline } = lead;
  const filtered = diagnosticValues({ samples, rate: lead.rate, gain, baseline, millivolts: millivoltsOf(lead) }, rate);
  // What the lead lacks of the stretch is missing, so that all leads are of one length.
  const length = Math.round(((range.to - range.from) * rate) / source.rate);
  const values = new Float32Array(length).fill(Number.NaN);
  const skipped = Math.round(((own(range.from) - from) * rate) / lead.rate);
  values.set(filtered.subarray(skipped, skipped + length));
  return { name: lead.name, values };
}
