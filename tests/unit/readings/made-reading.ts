import { Breathing } from '../../../src/main/jobs/breathing.ts';
import { storeReading } from '../../../src/main/jobs/store-reading.ts';
import type { Library } from '../../../src/main/library/open-library.ts';
import { rhythmThresholds } from '../../../src/shared/rhythm-thresholds.ts';
import { beatRows } from '../editing/workbench.ts';

/** Keeps a reading as a job process does at its end: beats of the given codes a second apart. */
export async function keepReading(
  library: Library,
  recordingId: string,
  madeBy: string,
  codes: readonly number[],
  again = false,
): Promise<string> {
  const annotations = { ...beatRows(codes), confidence: new Float32Array(codes.length).fill(0.9) };
  const recording = library.signals.recording(recordingId);
  const reading = {
    ...{ origin: 'model' as const, madeBy, device: 'cpu' as const, annotations, probabilities: undefined },
    ...{ leads: [0], episodes: [], thresholds: rhythmThresholds(), findings: [] },
    quality: { fromSecond: 0, seconds: 1, leads: [0], values: Uint8Array.of(2) },
  };
  return storeReading(library, recording, reading, new Breathing(new AbortController().signal), again);
}
