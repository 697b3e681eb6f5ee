import type { AnalysisEvent } from '../../shared/contract/analysis.ts';
import { Problem } from '../../shared/problem.ts';
import { readRecording } from '../inference/reading/read-recording.ts';
import type { ReadingFocus } from '../inference/reading/reading-focus.ts';
import type { PartStore } from '../inference/reading/reading-step.ts';
import { SignalThread } from '../inference/reading/signal-thread.ts';
import type { Library } from '../library/open-library.ts';
import { Breathing } from './breathing.ts';
import type { AnalysisRequest } from './job-contract.ts';
import { storeReading } from './store-reading.ts';
import { librarySource } from './library-source.ts';
import { usualDevice, warmModel } from './warm-model.ts';

export interface AnalysisSurroundings {
  readonly signal: AbortSignal;
  readonly focus: ReadingFocus;
  /** The module that threads of this process are started with. */
  readonly entry: URL;
}

/**
 * Reads a recording: beats as they are found, their kind as it becomes clear, then the finished set, which is kept.
 * @throws Problem `not-found` | `unsupported` (no lead shows an ECG) | `disk` | `cancelled`
 */
export async function* analyseRecording(
  library: Library,
  { recordingId, models, device, blockWindows, thresholds, again = false }: AnalysisRequest,
  { signal, focus, entry }: AnalysisSurroundings,
): AsyncGenerator<AnalysisEvent, void, undefined> {
  const recording = library.signals.recording(recordingId);
  const found = await warmModel.find(models, library, device ?? usualDevice());
  for (const text of [found.notice, found.model && device?.notice])
    if (text !== undefined) yield { kind: 'notice', text };
  const steps = readRecording(librarySource(library, recordingId), found.model, {
    signal,
    focus,
    parts: keptParts(library, recordingId),
    work: () => new SignalThread(entry),
    blockWindows,
    thresholds,
  });
  for await (const step of steps) {
    if (step.kind !== 'finished') yield step;
    else {
      const breathing = new Breathing(signal);
      yield { kind: 'complete', setId: await storeReading(library, recording, step.reading, breathing, again) };
    }
  }
}

/** The parts of a reading in the library. A disk that is full costs the parts; the reading goes on. */
function keptParts(library: Library, recordingId: string): PartStore {
  return {
    read: (recipe) => library.readings.parts(recordingId, recipe),
    write: (recipe, block, part) => {
      try {
        library.readings.savePart(recordingId, recipe, block, part);
      } catch (thrown) {
        if (!(thrown instanceof Problem) || thrown.code !== 'disk') throw thrown;
      }
    },
  };
}
