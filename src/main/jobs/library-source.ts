import type { RecordingSource } from '../inference/reading/recording-source.ts';
import type { Library } from '../library/open-library.ts';

/** A recording of a library as readings see it. @throws Problem `not-found` */
export function librarySource({ signals }: Library, recordingId: string): RecordingSource {
  const { rate, samples, leads } = signals.recording(recordingId);
  return { rate, samples, leads, readSamples: (lead, from, to) => signals.readSamples(recordingId, lead, from, to) };
}
