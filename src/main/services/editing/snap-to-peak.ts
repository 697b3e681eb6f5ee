import { Problem } from '../../../shared/problem.ts';
import type { Library } from '../../library/open-library.ts';
import { leadStretch } from '../../library/signal-store.ts';
import { nearestPeak, SURROUNDINGS_SECONDS } from '../../signal/nearest-peak.ts';

export interface Snapped {
  readonly sample: number;
  /** The lead it was found in. */
  readonly channel: number;
  readonly snapped: boolean;
}

/** The R peak nearest to a click, in the lead that was clicked on, or else in the first that shows one. */
export function snapToPeak(library: Library, recordingId: string, sample: number, lead?: number): Snapped {
  const recording = library.signals.recording(recordingId);
  if (sample < 0 || sample >= recording.samples) {
    throw new Problem('bad-input', 'This place lies outside the recording.');
  }
  const all = [...recording.leads.keys()];
  const order = lead === undefined ? all : [lead, ...all.filter((each) => each !== lead)];
  const around = Math.ceil(SURROUNDINGS_SECONDS * recording.rate);
  for (const each of order) {
    const info = recording.leads[each];
    if (!info) throw new Problem('not-found', 'This recording has no such lead.');
    const { from, to } = leadStretch(recording, info, sample - around, sample + around + 1);
    const samples = library.signals.readSamples(recordingId, each, from, to);
    const ratio = info.rate / recording.rate;
    const peak = nearestPeak(samples, Math.round(sample * ratio) - from, info.rate);
    if (peak === undefined) continue;
    const found = Math.min(recording.samples - 1, Math.max(0, Math.round((from + peak + 0.5) / ratio - 0.5)));
    return { sample: found, channel: each, snapped: true };
  }
  return { sample, channel: lead ?? 0, snapped: false };
}
