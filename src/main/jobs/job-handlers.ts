import { openPicked } from '../files/file-source.ts';
import { Problem } from '../../shared/problem.ts';
import type { AnalysisEvent } from '../../shared/contract/analysis.ts';
import type { Handlers } from '../../shared/rpc/contract.ts';
import { type Library, openLibrary } from '../library/open-library.ts';
import { clusterRecording, regroup } from './cluster-recording.ts';
import { exportStudy } from './export-study.ts';
import { fileFingerprint } from './fingerprint.ts';
import { ReadingFocus } from '../inference/reading/reading-focus.ts';
import { importRecording } from './import-recording.ts';
import type { FileReadingRequest, FileReadingStep } from './file-reading-contract.ts';
import type { AnalysisRequest, JobContract } from './job-contract.ts';
import type { LearningRequest, LearningStep } from './learning/learning-request.ts';
import { pickedRecords } from './picked-records.ts';
import type { Watchdog } from './watchdog.ts';

/**
 * What a job process does for main. Its connection to a library stays open from one job to the next.
 * @param entry the module that threads of this process are started with
 */
export function createJobHandlers(watchdog: Watchdog, entry: URL): Handlers<JobContract> {
  const libraries = new Map<string, Library>();
  const looks = new Map<string, ReadingFocus>();
  const running = new Set<Promise<void>>();

  const open = (folder: string): Library => {
    const library = libraries.get(folder) ?? openLibrary(folder, { mode: 'worker' });
    libraries.set(folder, library);
    return library;
  };

  /** Counts as running until it has ended or has left nothing behind. */
  async function* counted<T>(steps: AsyncGenerator<T, void, undefined>): AsyncGenerator<T, void, undefined> {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const ended = promise.then(() => {});
    running.add(ended);
    try {
      yield* steps;
    } finally {
      running.delete(ended);
      resolve(undefined);
    }
  }

  /** Listens from the request on: where somebody looks is told while what runs models is still being loaded. */
  function lookedAt({ recordingId, focus: first }: AnalysisRequest): ReadingFocus {
    const focus = new ReadingFocus();
    if (first) focus.look(first.from, first.to);
    looks.set(recordingId, focus);
    return focus;
  }

  /** What runs models is loaded when it is asked for: the other jobs need none. */
  async function* analyse(
    request: AnalysisRequest,
    focus: ReadingFocus,
    signal: AbortSignal,
  ): AsyncGenerator<AnalysisEvent, void, undefined> {
    try {
      const { analyseRecording } = await import('./analyse-recording.ts');
      yield* analyseRecording(open(request.library), request, { signal, focus, entry });
    } finally {
      if (looks.get(request.recordingId) === focus) looks.delete(request.recordingId);
    }
  }

  async function* read(
    request: FileReadingRequest,
    signal: AbortSignal,
  ): AsyncGenerator<FileReadingStep, void, undefined> {
    const { readFile } = await import('./read-file.ts');
    yield* readFile(request, { signal, watchdog, entry });
  }

  async function* learn(request: LearningRequest, signal: AbortSignal): AsyncGenerator<LearningStep, void, undefined> {
    const { runLearning } = await import('./learning/run-learning.ts');
    yield* runLearning(open(request.library), request, signal);
  }

  return {
    'job.records': ({ paths }) => ({ records: pickedRecords(paths) }),
    'job.import': ({ library, path, mapping }, signal) =>
      counted(importRecording(open(library), { path, mapping }, watchdog, signal)),
    'job.quarantine': ({ library, path, reason }) => {
      const picked = openPicked(path);
      try {
        const { file } = picked;
        const at = new Date().toISOString();
        const fingerprint = fileFingerprint(file);
        return { studyId: open(library).studies.quarantine({ name: file.name, fingerprint, reason, at }) };
      } finally {
        picked.close();
      }
    },
    'job.analyse': (request, signal) => counted(analyse(request, lookedAt(request), signal)),
    'job.readFile': (request, signal) => counted(read(request, signal)),
    'job.explain': async (request) =>
      (await import('./explain-reading.ts')).explainReading(open(request.library), request),
    'job.measure': async (request) =>
      (await import('./measure-recording.ts')).measureRecording(open(request.library), request),
    'job.episodes': async (request) =>
      (await import('./episodes-anew.ts')).episodesAnew(open(request.library), request),
    'job.focus': ({ recordingId, from, to }) => {
      looks.get(recordingId)?.look(from, to);
      return { ok: true };
    },
    'job.cluster': ({ library, setId }, signal) => counted(clusterRecording(open(library), setId, signal)),
    'job.regroup': ({ library, clusteringId, change }, signal) => regroup(open(library), clusteringId, change, signal),
    'job.export': ({ library, ...request }, signal) => counted(exportStudy(open(library), request, signal)),
    'job.check': ({ library }) => {
      try {
        open(library).checkBulkTables();
        return {};
      } catch (thrown) {
        if (thrown instanceof Problem && thrown.code === 'unreadable') return { damage: thrown.message };
        throw thrown;
      }
    },
    'job.probeDevice': async (request) => (await import('./probe-device-job.ts')).probeDeviceJob(request),
    'job.learn': (request, signal) => counted(learn(request, signal)),
    'job.settled': async () => {
      await Promise.all(running);
      return { ok: true };
    },
  };
}
