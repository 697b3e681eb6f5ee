import { MODEL_RATE, type SampleRange } from '../../nat/inputs/model-band.ts';
import { leadBatch, leadFeeds, placeWindow, windowStarts } from '../../nat/inputs/lead-batch.ts';
import { WINDOW_SAMPLES } from '../../nat/model-config.ts';
import { wavesOf, withoutWeights } from '../../nat/outputs/wave-segments.ts';
import type { MarkedWaves } from '../../signal/measurements/beat-edges.ts';
import type { WaveSession, WaveSignal } from './join-beats.ts';

/** Samples that neighbouring windows share: waves are marked with at least two seconds beside them. */
const OVERLAP = 1000;
/** In millivolts: below it a lead shows nothing, and what would be marked there are no waves. */
const FLAT = 0.02;

/**
 * The waves of each lead in a stretch, by windows of ten seconds. Each wave is taken from the window in whose middle it
 * lies.
 * @param stretch at 250 Hz; @returns per lead its waves, in seconds from the beginning of the stretch
 */
export async function markWaves(
  session: WaveSession,
  signal: WaveSignal,
  stretch: SampleRange,
): Promise<MarkedWaves[]> {
  const starts = windowStarts(stretch.to - stretch.from, OVERLAP).map((start) => stretch.from + start);
  const batch = leadBatch(session.windows, session.leads);
  const found = Array.from(signal.leadName, () => ({
    wave: [] as number[],
    onset: [] as number[],
    offset: [] as number[],
  }));
  for (const [index, start] of starts.entries()) {
    const leads = signal.read(start, start + WINDOW_SAMPLES);
    const order = leads.map((_, lead) => lead).slice(0, session.leads);
    for (let slot = 0; slot < session.windows; slot++) {
      placeWindow(batch, slot, { leads, leadName: signal.leadName }, 0, order, 'lead');
    }
    const { probabilities } = await session.run(leadFeeds(batch));
    if (!probabilities) throw new Error('the wave model gave no probabilities');
    const size = probabilities.length / (session.windows * session.leads);
    const from = index === 0 ? -Infinity : middle(starts[index - 1]!, start);
    const to = index === starts.length - 1 ? Infinity : middle(start, starts[index + 1]!);
    for (const lead of order) {
      if (leads[lead]!.every((value) => Math.abs(value) < FLAT)) continue;
      const marks = wavesOf(withoutWeights(probabilities.subarray(lead * size, (lead + 1) * size)), start);
      const own = found[lead]!;
      for (let i = 0; i < marks.wave.length; i++) {
        if (marks.peak[i]! < from || marks.peak[i]! >= to) continue;
        own.wave.push(marks.wave[i]!);
        own.onset.push((marks.onset[i]! - stretch.from) / MODEL_RATE);
        own.offset.push((marks.offset[i]! - stretch.from) / MODEL_RATE);
      }
    }
  }
  return found.map(({ wave, onset, offset }) => ({
    wave: Uint8Array.from(wave),
    onset: Float64Array.from(onset),
    offset: Float64Array.from(offset),
  }));
}

/** Where two windows that begin at these samples hand over to each other. */
const middle = (first: number, second: number): number => (first + WINDOW_SAMPLES + second) / 2;
