import { Problem } from '../../shared/problem.ts';
import { type AnnotationSet, MISSING_SAMPLE, type RecordingHeader } from '../../shared/recording.ts';
import { openPicked } from '../files/file-source.ts';
import { openRecording } from '../formats/registry.ts';

/** A recording read whole, in physical units: for training sets of short records, not for a day of Holter. */
export interface PhysicalRecording {
  readonly header: RecordingHeader;
  /** Per lead, in the lead's unit; NaN where missing. */
  readonly leads: readonly Float32Array[];
  readonly annotationSets: readonly AnnotationSet[];
  /** What the reader had to leave out, in sentences. */
  readonly warnings: readonly string[];
}

const MAX_SAMPLES = 50_000_000;

/** @throws Problem for what cannot be read, or is too long to be held in memory at once */
export function readPhysicalRecording(path: string): PhysicalRecording {
  const picked = openPicked(path);
  const reader = openRecording(picked);
  try {
    const { header } = reader;
    if (header.leads.reduce((sum, lead) => sum + lead.samples, 0) > MAX_SAMPLES) {
      throw new Problem('unsupported', `${header.name} is too long to train on at once. Cut it into shorter records.`);
    }
    const leads = header.leads.map((lead) => new Float32Array(lead.samples));
    for (const { lead, start, samples } of reader.signal()) {
      const { gain, baseline } = header.leads[lead]!;
      const target = leads[lead]!;
      for (let i = 0; i < samples.length; i++) {
        const value = samples[i]!;
        target[start + i] = value === MISSING_SAMPLE ? NaN : (value - baseline) / gain;
      }
    }
    const annotationSets = reader.annotations();
    return { header, leads, annotationSets, warnings: reader.warnings };
  } finally {
    reader.close();
    picked.close();
  }
}
