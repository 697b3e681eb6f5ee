import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Library, openLibrary } from '../../src/main/library/open-library.ts';
import { LearningScope } from '../../src/shared/contract/learning-data.ts';
import { benchModel } from './bench-model.ts';
import { addPatients, type Confirmed, openLearning } from './learning-clinic.ts';
import { memoryOf, processorSeconds } from './measured-job.ts';
import { trainingProcess } from './running-training.ts';

const NEVER = new AbortController().signal;
/** As on the machine that the budgets are for. */
const THREADS = 2;

/** What a training cost, in seconds since it was asked for. */
export interface LearningRun {
  /** Until all steps were taken, with the reading of the data; and until what came of it was compared. */
  readonly trained: number;
  readonly all: number;
  /** Most memory its process held, in MB, and the processor time it took, in seconds. */
  readonly megabytes: number;
  readonly processor: number;
}

/** A library with confirmed beats of simulated patients, to be learned from again and again in the same way. */
export class LearningRuns {
  readonly #folder: string;
  readonly #library: Library;
  readonly #models: string;
  readonly #recordings: readonly string[];
  readonly #kind: 'finetune' | 'adapt';
  readonly #done: Promise<LearningRun>[] = [];

  private constructor(parts: {
    folder: string;
    library: Library;
    models: string;
    recordings: readonly string[];
    kind: 'finetune' | 'adapt';
  }) {
    this.#folder = parts.folder;
    this.#library = parts.library;
    this.#models = parts.models;
    this.#recordings = parts.recordings;
    this.#kind = parts.kind;
  }

  /** @param patients how many; a training adapts to one, and is of all otherwise */
  static async make(kind: 'finetune' | 'adapt', patients: number, confirmed: Confirmed): Promise<LearningRuns> {
    const folder = mkdtempSync(join(tmpdir(), 'einthoven-bench-'));
    const library = openLibrary(join(folder, 'library'), { mode: 'owner' });
    const recordings = await addPatients(library, folder, patients, confirmed);
    return new LearningRuns({ folder, library, models: (await benchModel(folder)).place, recordings, kind });
  }

  /** The training of this number: made when it is asked for first, so that several rows can tell of one. */
  run(number: number): Promise<LearningRun> {
    return (this.#done[number] ??= this.#learn());
  }

  /** Beats that are learned from. */
  async labels(): Promise<number> {
    const { learning, close } = openLearning(this.#library, this.#models);
    const { train } = await learning.snapshot(this.#scope());
    await close();
    return Object.values(train).reduce((sum, count) => sum + count, 0);
  }

  remove(): void {
    this.#library.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #scope(): LearningScope {
    const chosen = this.#kind === 'adapt' ? { recordingIds: [...this.#recordings] } : {};
    return LearningScope.parse({ kind: this.#kind, ...chosen });
  }

  async #learn(): Promise<LearningRun> {
    const { learning, close } = openLearning(this.#library, this.#models);
    try {
      const began = performance.now();
      const seconds = (): number => (performance.now() - began) / 1000;
      const snapshot = await learning.snapshot(this.#scope());
      const { id: jobId } = await learning.start(snapshot.id, { threads: THREADS });
      let trained = NaN;
      for await (const event of learning.handlers['learning.watchJob']({ jobId }, NEVER)) {
        if (event.kind === 'job' && event.job.stage === 'comparing' && Number.isNaN(trained)) trained = seconds();
      }
      const all = seconds();
      const { state, problem } = learning.queue.info(jobId);
      if (state !== 'done') throw new Error(problem?.text ?? `the training is ${state}`);
      // Throws where there is no offer.
      if (this.#kind === 'adapt') await learning.handlers['learning.adaptation']({ jobId }, NEVER);
      const pid = trainingProcess(process.pid);
      return { trained, all, megabytes: memoryOf(pid, 'VmHWM'), processor: processorSeconds(pid) };
    } finally {
      await close();
    }
  }
}
