import { join } from 'node:path';
import { toModelBand } from '../nat/inputs/model-band.ts';
import { leadNameIndices, type WindowRecord } from '../nat/inputs/window-record.ts';
import { type PhysicalRecording, readPhysicalRecording } from './physical-leads.ts';

export function readWindowRecord(
  folder: string,
  name: string,
  id: string,
): { readonly record: WindowRecord; readonly source: PhysicalRecording } {
  const source = readPhysicalRecording(join(folder, `${name}.hea`));
  const leads = source.leads.map((lead, index) =>
    toModelBand(lead, source.header.leads[index]?.rate ?? source.header.rate),
  );
  return { record: { id, leads, leadName: leadNameIndices(source.header) }, source };
}
