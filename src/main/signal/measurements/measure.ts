import type { Measurements } from '../../../shared/contract/measurements.ts';
import { amplitudesOf, sokolowLyon } from './amplitudes.ts';
import type { MarkedWaves } from './beat-edges.ts';
import type { DiagnosticLead } from './diagnostic-lead.ts';
import { dominantBeats, type MeasuredBeats } from './dominant-beats.ts';
import { frontalAxes } from './frontal-axis.ts';
import { globalEdges } from './global-edges.ts';
import { meanInterval } from './heart-rate.ts';
import { correctedQt, intervalsOf } from './intervals.ts';
import { withDerivedLeads } from './limb-leads.ts';
import { representativeBeat } from './representative-beat.ts';

/** A stretch of a recording as it is measured. */
export interface MeasuredStretch {
  /** Samples a second of the leads and of the beats' positions. */
  readonly rate: number;
  readonly leads: readonly DiagnosticLead[];
  readonly beats: MeasuredBeats;
  /** Waves marked in some of the leads; absent where nobody marked any. */
  readonly waves?: readonly MarkedWaves[] | undefined;
}

/** What was measured, but for whose recording and which stretch of it this was. */
export type StretchMeasurements = Omit<Measurements, 'markedBy' | 'from' | 'to'>;

/** Raised whenever a recording would be measured otherwise: what was kept before then is measured anew. */
const VERSION = 1;

/** What measurements were made by: this version of the procedure, and the model that marked the waves. */
export const measuringRecipe = (modelId: string | undefined): string => `${VERSION}/${modelId ?? 'no model'}`;

/** Usual RR interval of a lone beat: what is shown of it then. */
const LONE_BEAT_SECONDS = 1;

/** Measures a stretch. Whatever cannot be told is absent; nothing of it throws on any signal. */
export function measure({ rate, leads, beats, waves }: MeasuredStretch): StretchMeasurements {
  const interval = meanInterval(beats.sample, leads, rate);
  const { row, fiducial } = dominantBeats(leads, beats, rate);
  const counted = {
    beats: beats.sample.length,
    usedBeats: row.length,
    ...(interval === undefined ? {} : { ventricularRate: 60 / interval, rr: 1000 * interval }),
  };
  if (row.length === 0) return { ...counted, axes: {}, leads: [], bounds: {} };

  const shape = representativeBeat(leads, fiducial, beats.sample, interval ?? LONE_BEAT_SECONDS, rate);
  const beatLeads = withDerivedLeads(leads.map(({ name }, lead) => ({ name, values: shape.leads[lead]! })));
  const seconds = (samples: Int32Array): number[] => Array.from(samples, (sample) => sample / rate);
  const bounds = waves ? globalEdges(waves, seconds(fiducial), seconds(beats.sample)) : {};
  const place = (milliseconds: number): number => shape.before + Math.round((milliseconds * rate) / 1000);
  const intervals = intervalsOf(bounds);
  const measuredLeads = beatLeads.map((lead) => amplitudesOf(lead, bounds, place));
  const voltage = sokolowLyon(measuredLeads);
  return {
    ...counted,
    ...intervals,
    ...(intervals.qt === undefined || interval === undefined
      ? {}
      : { qtc: correctedQt(intervals.qt, 1000 * interval) }),
    axes: frontalAxes(beatLeads, bounds, place),
    ...(voltage === undefined ? {} : { sokolowLyon: voltage }),
    leads: measuredLeads,
    median: { rate, columns: shape.columns, before: shape.before, values: joined(beatLeads, shape.columns) },
    bounds,
  };
}

function joined(leads: readonly { readonly values: Float32Array }[], columns: number): Float32Array<ArrayBuffer> {
  const out = new Float32Array(leads.length * columns);
  for (const [lead, { values }] of leads.entries()) out.set(values, lead * columns);
  return out;
}
