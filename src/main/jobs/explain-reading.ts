import { isBeatCode } from '../../shared/annotation-codes.ts';
import { Problem } from '../../shared/problem.ts';
import { PredictionSession } from '../inference/devices/prediction-session.ts';
import {
  type Explanation,
  explainRecordingBeat,
  explainRecordingFinding,
} from '../inference/reading/explain-reading.ts';
import type { OpenSession } from '../inference/saliency/explain.ts';
import type { Library } from '../library/open-library.ts';
import type { ExplainRequest } from './job-contract.ts';
import { librarySource } from './library-source.ts';
import { usualDevice, warmModel } from './warm-model.ts';

/**
 * Why the model said what it said of a recording.
 * @throws Problem `not-found` | `unsupported` (read by another model, or by rules) | `bad-input`
 */
export async function explainReading(
  library: Library,
  { recordingId, setId, models, device = usualDevice(), finding, sample }: ExplainRequest,
): Promise<Explanation> {
  const { madeBy } = library.annotations.set(setId);
  const model = await warmModel.usable(models, library, device);
  if (!model || (madeBy !== model.id && !madeBy.startsWith(`${model.id} on `))) {
    throw new Problem(
      'unsupported',
      `This recording was read by ${madeBy}, which is not the model in use: what it said cannot be explained.`,
    );
  }
  const source = librarySource(library, recordingId);
  // Gradients are computed rarely and are small: on the CPU they are there before another device is warm.
  const open: OpenSession = (graph) => PredictionSession.create(graph, { ...device, device: 'cpu' });
  if (finding !== undefined) return explainRecordingFinding(source, model, open, finding);
  if (sample === undefined) throw new Problem('bad-input', 'Say which finding or which beat is to be explained.');
  const rows = library.annotations.read(setId);
  const isBeat = (_: number, row: number): boolean => isBeatCode(rows.code[row] ?? 0);
  const beats = {
    sample: rows.sample.filter(isBeat),
    code: rows.code.filter(isBeat),
    leads: library.readings.result(setId)?.leads ?? [],
  };
  return explainRecordingBeat(source, model, open, beats, sample);
}
