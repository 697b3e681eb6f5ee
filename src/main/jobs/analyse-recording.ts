import { codeOfMnemonic } from '../../shared/annotation-codes.ts';
import { Problem } from '../../shared/problem.ts';
import type { Library } from '../library/open-library.ts';
import { type BeatBatch, detectBeats } from '../signal/detect-beats.ts';
import { BeatMorphology } from '../signal/reading/beat-morphology.ts';
import { Breathing } from './breathing.ts';
import type { AnalysisStep } from './job-contract.ts';
import { readingOf } from './reading-of-beats.ts';
import { ecgLeads, recordingBlocks } from './recording-blocks.ts';
import { storeReading } from './store-reading.ts';

/** Beats whose kind is not known yet are shown as WFDB's own detectors (gqrs, sqrs) write them: N. */
const PROVISIONAL_CODE = codeOfMnemonic('N')?.code ?? 1;

/**
 * Reads a recording: beats as they are found, then the finished set, which is kept.
 * @throws Problem `not-found` | `unsupported` (no lead shows an ECG) | `disk` | `cancelled`
 */
export async function* analyseRecording(
  library: Library,
  recordingId: string,
  signal: AbortSignal,
): AsyncGenerator<AnalysisStep, void, undefined> {
  const { signals } = library;
  const recording = signals.recording(recordingId);
  const leads = ecgLeads(recording);
  if (leads.length === 0) {
    throw new Problem(
      'unsupported',
      'No lead of this recording is an ECG: none is measured in volts at 50 Hz or more.',
    );
  }
  const breathing = new Breathing(signal);
  const blocks = recordingBlocks(signals, recording, leads, () => breathing.breathe());
  const input = { rate: recording.rate, leads: leads.map(({ lead }) => lead) };
  const morphology = new BeatMorphology(input);
  let untold: BeatBatch[] = [];
  for await (const batch of detectBeats(input, morphology.watch(blocks), { signal })) {
    morphology.add(batch);
    untold.push(batch);
    if (breathing.reportIsDue()) {
      yield provisional(untold);
      untold = [];
    }
  }
  if (untold.length > 0) yield provisional(untold);
  const reading = readingOf(morphology, leads);
  yield { kind: 'complete', setId: await storeReading(library, recording, reading, breathing) };
}

/** Batches that follow each other, as one. */
function provisional(batches: readonly BeatBatch[]): AnalysisStep {
  const count = batches.reduce((sum, { sample }) => sum + sample.length, 0);
  const sample = new Int32Array(count);
  const confidence = new Float32Array(count);
  let at = 0;
  for (const batch of batches) {
    sample.set(batch.sample, at);
    confidence.set(batch.confidence, at);
    at += batch.sample.length;
  }
  const code = new Uint8Array(count).fill(PROVISIONAL_CODE);
  return { kind: 'beats', from: batches[0]?.from ?? 0, to: batches.at(-1)?.to ?? 0, sample, code, confidence };
}
