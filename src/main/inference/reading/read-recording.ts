import { Problem } from '../../../shared/problem.ts';
import { ModelReading } from './model-reading.ts';
import type { ReadingModel } from './open-model.ts';
import type { ReadingOptions } from './reading-options.ts';
import type { ReadingStep } from './reading-step.ts';
import { ecgLeads, type RecordingSource } from './recording-source.ts';
import { readByRules } from './rules-reading.ts';
import { onThisThread } from './signal-work.ts';

/** Recordings longer than this are worth a thread of their own. */
const LONG_SECONDS = 600;

/**
 * Reads a recording: beats as they are found, their classes by the model, quality and rhythm; by rules where there is no
 * model. On the CPU the end is the same to the bit, whatever was looked at first and however often it was interrupted.
 * @throws Problem `unsupported` (no lead shows an ECG) | `cancelled`
 */
export async function* readRecording(
  source: RecordingSource,
  model: ReadingModel | undefined,
  options: ReadingOptions,
): AsyncGenerator<ReadingStep, void, undefined> {
  const leads = ecgLeads(source);
  if (leads.length === 0) {
    throw new Problem(
      'unsupported',
      'No lead of this recording is an ECG: none is measured in volts at 50 Hz or more.',
    );
  }
  if (!model) {
    yield* readByRules(source, leads, options);
    return;
  }
  const isLong = source.samples > LONG_SECONDS * source.rate;
  const work = isLong ? (options.work?.() ?? onThisThread) : onThisThread;
  try {
    yield* new ModelReading(source, leads, model, work, options).steps();
  } finally {
    await work.close();
  }
}
