import type { FindingRow } from '../../../shared/contract/analysis.ts';
import { standardLead } from '../../../shared/leads.ts';
import { modelBandLength } from '../../nat/inputs/model-band.ts';
import { leadNameIndices } from '../../nat/inputs/window-record.ts';
import { WINDOW_SAMPLES } from '../../nat/model-config.ts';
import { modelSignal, requestLead } from '../blocks/model-signal.ts';
import type { FindingsRecording } from '../findings/predict-findings.ts';
import type { ReadingModel } from './open-model.ts';
import type { EcgLead, RecordingSource } from './recording-source.ts';

/** A recording of the kind that is judged as a whole: some seconds of a standard electrocardiogram. */
const LEAST_STANDARD_LEADS = 8;
const MOST_SECONDS = 60;

/**
 * What the model says of a recording as a whole; nothing for one of a kind it has not learnt from.
 * @param known whole leads that are in the model's band already
 */
export async function recordingFindings(
  source: RecordingSource,
  leads: readonly EcgLead[],
  model: ReadingModel,
  known: ReadonlyMap<EcgLead, Float32Array>,
): Promise<FindingRow[]> {
  const judged = findingsLeads(source, leads);
  return judged.length > 0 ? model.findings(findingsRecording(source, judged, known)) : [];
}

/** The leads a recording is judged by as a whole; none for one of a kind that is not. */
export function findingsLeads(source: RecordingSource, leads: readonly EcgLead[]): readonly EcgLead[] {
  const standard = leads.filter(({ lead }) => standardLead(lead.name) !== undefined);
  const isLongEnough = modelBandLength(source.samples, source.rate) >= WINDOW_SAMPLES;
  const isShort = isLongEnough && source.samples <= MOST_SECONDS * source.rate;
  return isShort && standard.length >= LEAST_STANDARD_LEADS ? standard : [];
}

/** A whole short recording in the model's band. */
export function findingsRecording(
  source: RecordingSource,
  leads: readonly EcgLead[],
  known: ReadonlyMap<EcgLead, Float32Array> = new Map(),
): FindingsRecording {
  const range = { from: 0, to: modelBandLength(source.samples, source.rate) };
  return {
    leads: leads.map((lead) => known.get(lead) ?? modelSignal(requestLead(source, lead, range))),
    leadName: leadNameIndices({ leads: leads.map(({ lead }) => lead) }),
  };
}
