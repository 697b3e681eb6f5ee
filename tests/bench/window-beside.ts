import { forkJob } from '../../src/main/hosts/browser/fork-job.ts';
import { locateProgramFiles } from '../../src/main/hosts/workstation/program-files.ts';
import { openLibrary, type Library } from '../../src/main/library/open-library.ts';
import { createServices } from '../../src/main/services/create-services.ts';
import { progressOf } from '../../src/main/services/learning/job-progress.ts';
import { LearningScope } from '../../src/shared/contract/learning-data.ts';
import { benchModel } from './bench-model.ts';
import { addPatients, ENDLESS, openLearning } from './learning-clinic.ts';
import { notMeasurable } from './measured-job.ts';
import { type Progress, RunningTraining } from './running-training.ts';
import { simulated, startWindow, type WindowSession } from './window-session.ts';

/** Enough to be trained on without end. */
const PATIENTS = 3;
const LABELS_A_PATIENT = 100;
/** How far a training is, is seen from outside when it keeps itself. */
const CHECKPOINT_SECONDS = 1;
const NEVER = new AbortController().signal;

/** The built program and its window with a training running in it, and how to see that it does. */
export interface WindowBeside {
  readonly session: WindowSession;
  readonly training: RunningTraining;
}

let shared: Promise<WindowBeside | string> | undefined;
let looked: Library | undefined;

/** One for all rows of a file, made by the first; a sentence where it cannot be. Give it back with `leaveWindowBeside`. */
export const enterWindowBeside = (): Promise<WindowBeside | string> => (shared ??= start());

export async function leaveWindowBeside(): Promise<void> {
  const beside = await shared;
  shared = undefined;
  looked?.close();
  looked = undefined;
  if (typeof beside === 'object') await beside.session.close();
}

async function start(): Promise<WindowBeside | string> {
  const reason = notMeasurable();
  if (reason !== undefined) return reason;
  const session = await startWindow(simulated, queueTraining);
  if (typeof session === 'string') return session;
  const library = (looked = openLibrary(session.library, { mode: 'reader' }));
  const progress = (): Promise<Progress> => {
    const [job] = library.learning.jobs.list();
    if (!job) throw new Error('the training is gone');
    return Promise.resolve({ ...progressOf(job), state: job.state });
  };
  return { session, training: await RunningTraining.of(session.pid, progress) };
}

/** Everything is read, by rules; a training waits, which the program takes up when it starts. */
async function queueTraining(folder: string, scratch: string): Promise<void> {
  const library = openLibrary(folder, { mode: 'owner' });
  try {
    await addPatients(library, scratch, PATIENTS, { beats: LABELS_A_PATIENT });
    await readAll(library);
    const { learning, close } = openLearning(library, (await benchModel(scratch)).place, CHECKPOINT_SECONDS);
    const { id } = await learning.snapshot(LearningScope.parse({ kind: 'finetune', heldOutShare: 0 }));
    await learning.start(id, { steps: ENDLESS });
    await close();
    // Who edits is asked for in the window.
    library.settings.save('preferences', {});
  } finally {
    library.close();
  }
}

async function readAll(library: Library): Promise<void> {
  const files = locateProgramFiles();
  const services = createServices({
    library,
    facilities: {
      kind: 'browser',
      version: files.version,
      spawnJob: (voice) => forkJob(files.jobEntry, voice),
      log: () => {},
    },
  });
  for (const recordingId of library.studies.withoutAnalysis(100)) {
    for await (const { kind } of services.handlers['analysis.watch']({ recordingId }, NEVER)) {
      if (kind === 'complete') break;
    }
  }
  await services.close();
}
