import type { Measurements } from '../../shared/contract/measurements.ts';
import { Problem } from '../../shared/problem.ts';
import { PredictionSession } from '../inference/devices/prediction-session.ts';
import type { UsableModel } from '../inference/models/read-model.ts';
import {
  type MeasuredRange,
  measuredRange,
  measureRange,
  wavesInRange,
} from '../inference/reading/measure-recording.ts';
import type { RecordingSource } from '../inference/reading/recording-source.ts';
import type { WaveSession } from '../inference/waves/join-beats.ts';
import type { Library } from '../library/open-library.ts';
import { buildInferenceGraph } from '../nat/inference-graph.ts';
import type { MarkedWaves } from '../signal/measurements/beat-edges.ts';
import { measuringRecipe } from '../signal/measurements/measure.ts';
import type { MeasureRequest } from './job-contract.ts';
import { librarySource } from './library-source.ts';
import { usualDevice, warmModel } from './warm-model.ts';

/**
 * Measures a recording, or a stretch of a long one, by the beats of a set as they stand now. What was measured of a whole one
 * is kept in the library.
 * @throws Problem `not-found` | `unsupported` where no lead shows an ECG
 */
export async function measureRecording(
  library: Library,
  { recordingId, setId, around, models, device = usualDevice() }: MeasureRequest,
): Promise<Measurements> {
  const source = librarySource(library, recordingId);
  const range = measuredRange(source, around);
  const revision = library.annotations.revision(setId);
  const beats = library.annotations.read(setId, range.from, range.to);
  const model = await warmModel.usable(models, library, device);
  const waves = model && (await markedWaves.of(`${recordingId} ${range.from}`, source, range, model, device.threads));
  const measured = { ...(model ? { markedBy: model.id } : {}), ...measureRange(source, range, beats, waves) };
  if (range.to - range.from === source.samples) keep(library, setId, revision, measured);
  return measured;
}

/** Where it cannot be kept, such as on a full disk, it is measured again the next time. */
function keep(library: Library, setId: string, revision: number, measured: Measurements): void {
  try {
    library.measurements.save(setId, revision, measuringRecipe(measured.markedBy), measured);
  } catch (thrown) {
    if (!(thrown instanceof Problem)) throw thrown;
  }
}

/** Stretches whose waves are kept: measuring again after an edit takes milliseconds. */
const MOST_STRETCHES = 32;
/** Sessions for so many numbers of leads are kept. */
const MOST_SESSIONS = 2;

/** The waves of stretches, which depend on signal and model alone, and the sessions that mark them. */
class MarkedStretches {
  readonly #waves = new Map<string, Promise<readonly MarkedWaves[]>>();
  readonly #sessions = new Map<string, Promise<PredictionSession>>();

  of(
    name: string,
    source: RecordingSource,
    range: MeasuredRange,
    model: UsableModel,
    threads: number,
  ): Promise<readonly MarkedWaves[]> {
    return kept(this.#waves, `${model.id} ${name}`, MOST_STRETCHES, () =>
      wavesInRange(source, range, (leads) => this.#session(model, leads, threads)),
    );
  }

  // Ten seconds are marked on the CPU before another device is warm.
  async #session({ id, waves }: UsableModel, leads: number, threads: number): Promise<WaveSession> {
    const session = await kept(this.#sessions, `${id} ${leads}`, MOST_SESSIONS, () =>
      PredictionSession.create(buildInferenceGraph({ ...waves, windows: 1, leads }), { device: 'cpu', threads }),
    );
    return { windows: 1, leads, run: (feeds) => session.run(feeds) };
  }
}

const markedWaves = new MarkedStretches();

/** What was made before under this key, or is made now; what failed is forgotten, of what is kept the oldest goes. */
function kept<T>(known: Map<string, Promise<T>>, key: string, most: number, make: () => Promise<T>): Promise<T> {
  const there = known.get(key);
  if (there) return there;
  const made = make();
  known.set(key, made);
  made.catch(() => known.delete(key));
  const [oldest] = known.keys();
  if (known.size > most && oldest !== undefined) known.delete(oldest);
  return made;
}
