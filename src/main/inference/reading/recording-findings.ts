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

/** What the model says of a recording as a whole; nothing for one of a kind it has not learnt from. */
export async function recordingFindings(
  source: RecordingSource,
  leads: readonly EcgLead[],
  model: ReadingModel,
): Promise<FindingRow[]> {
  const recording = findingsRecording(source, leads);
  return recording ? model.findings(recording) : [];
}

/** A whole short recording in the model's band; undefined for one that is not judged as a whole. */
export function findingsRecording(source: RecordingSource, leads: readonly EcgLead[]): FindingsRecording | undefined {
  const standard = leads.filter(({ lead }) => standardLead(lead.name) !== undefined);
  const length = modelBandLength(source.samples, source.rate);
  const isShort = length >= WINDOW_SAMPLES && source.samples <= MOST_SECONDS * source.rate;
  if (!isShort || standard.length < LEAST_STANDARD_LEADS) return undefined;
  return {
    leads: standard.map((lead) => modelSignal(requestLead(source, lead, { from: 0, to: length }))),
    leadName: leadNameIndices({ leads: standard.map(({ lead }) => lead) }),
  };
}
