import { isDeepStrictEqual } from 'node:util';
import type { JobStage } from '../../../shared/contract/learning.ts';
import { Problem } from '../../../shared/problem.ts';
import { isCrash, type JobProcess } from '../../jobs/job-process.ts';
import type { LearningRequest, LearningStep } from '../../jobs/learning/learning-request.ts';
import type { StoredJob } from '../../library/learning-loop/job-store.ts';
import type { Library } from '../../library/open-library.ts';
import { finite, type JobProgress, progressOf, specOf } from './job-progress.ts';
import type { Stop } from './job-states.ts';
import { TrainingCourse } from './training-course.ts';

/** What every job needs of the program around it. */
export interface JobWorkParts {
  readonly library: Library;
  /** A process of its own for trainings. */
  readonly job: JobProcess;
  readonly modelsFolder?: string | undefined;
  readonly rehearsalFile?: string | undefined;
  readonly version: string;
  /** Id of the model that reads. @throws Problem where there is none */
  readonly activeModel: () => Promise<string>;
  readonly log: (line: string) => void;
  readonly requireSound: () => void;
}

export interface JobRunParts extends JobWorkParts {
  /** Keeps how far it is. */
  readonly keep: () => Promise<void>;
  /** Told after every step. */
  readonly heard: () => void;
}

/** A process that ends so often without having come further is not started again. */
const MOST_CRASHES = 3;
/** In the order in which a job goes through them. */
const STAGES: readonly JobStage[] = ['waiting', 'reading', 'training', 'comparing', 'keeping', 'ended'];

/** A job while it runs: how far it is, and the processes that work on it, one after the other. */
export class JobRun {
  readonly job: StoredJob;
  readonly course: TrainingCourse;
  readonly progress: JobProgress;
  private readonly parts: JobRunParts;
  private readonly abort = new AbortController();
  private asked: Stop | undefined;
  /** Steps of the last checkpoint. */
  private savedStep = 0;
  /** How far it came since its process began, how far any process before, and ends since one came further. */
  private reached = 0;
  private furthest = -1;
  private crashes = 0;

  constructor(job: StoredJob, parts: JobRunParts) {
    this.job = job;
    this.parts = parts;
    this.course = new TrainingCourse(job.course);
    this.progress = { ...progressOf(job), stage: 'reading', fraction: 0 };
  }

  /** Why it was asked to stop, if it was. */
  get stop(): Stop | undefined {
    return this.asked;
  }

  /** It ends its step and keeps itself; `work` then rejects. */
  ask(stop: Stop): void {
    this.asked = stop;
    this.abort.abort();
  }

  /** The process may end under it: it is started again and goes on from the last checkpoint. */
  async work(): Promise<void> {
    for (;;) {
      this.reached = 0;
      try {
        await this.stream();
        return;
      } catch (thrown) {
        this.crashes = this.reached > this.furthest ? 1 : this.crashes + 1;
        this.furthest = Math.max(this.furthest, this.reached);
        if (!isCrash(thrown) || this.asked || this.crashes >= MOST_CRASHES) throw thrown;
        this.parts.log('learning: its process ended and is started again');
      }
    }
  }

  private async stream(): Promise<void> {
    const { job, heard } = this.parts;
    const request = await this.request();
    const before = this.progress.seconds;
    const began = performance.now();
    const steps = job.stream((client, signal) => client['job.learn'](request, signal), this.abort.signal);
    for await (const step of steps) {
      this.count(before + (performance.now() - began) / 1000);
      await this.take(step);
      heard();
    }
    if (this.abort.signal.aborted) throw new Problem('cancelled', 'Cancelled.');
  }

  /** What passed since the last step was spent in the stage that step left it in. */
  private count(seconds: number): void {
    const { progress } = this;
    const { stage, stageSeconds } = progress;
    progress.stageSeconds = { ...stageSeconds, [stage]: (stageSeconds[stage] ?? 0) + seconds - progress.seconds };
    progress.seconds = seconds;
  }

  /** Anew for each process: the model in use may be another one by then. */
  private async request(): Promise<LearningRequest> {
    const { library, modelsFolder, rehearsalFile, version, activeModel, requireSound } = this.parts;
    requireSound();
    return {
      library: library.folder,
      jobId: this.job.id,
      spec: specOf(this.job),
      ...(modelsFolder === undefined ? {} : { models: modelsFolder }),
      ...(rehearsalFile === undefined ? {} : { rehearsal: rehearsalFile }),
      incumbent: await activeModel(),
      version,
    };
  }

  private async take(step: LearningStep): Promise<void> {
    const { progress, course } = this;
    switch (step.kind) {
      case 'stage': {
        const changed = progress.stage !== step.stage;
        progress.stage = step.stage;
        progress.fraction = step.fraction;
        if (changed) await this.parts.keep();
        break;
      }
      case 'step':
        progress.stage = 'training';
        progress.step = step.step;
        progress.fraction = step.step / Math.max(1, specOf(this.job).steps);
        progress.losses = finite(step.losses);
        progress.windowsPerSecond = finiteOr0(step.windowsPerSecond);
        progress.secondsLeft = finiteOr0(step.secondsLeft);
        course.addStep(step.step, step.losses);
        break;
      case 'look':
        progress.validation = finite(step.values);
        course.addLook(step.step, step.values);
        break;
      case 'checkpoint':
        if (step.step > this.savedStep) this.crashes = 0;
        this.savedStep = step.step;
        await this.parts.keep();
        break;
      case 'notice':
        if (!progress.notices.some((one) => isDeepStrictEqual(one, step.notice))) {
          progress.notices = [...progress.notices, step.notice];
        }
        if (step.device !== undefined) progress.device = step.device;
        break;
      case 'end':
        if (step.candidateId !== undefined) progress.candidateId = step.candidateId;
        if (step.passed !== undefined) progress.passed = step.passed;
        delete progress.secondsLeft;
        break;
    }
    const within = Math.min(1, Math.max(0, progress.fraction));
    this.reached = Math.max(this.reached, 2 * STAGES.indexOf(progress.stage) + within);
  }
}

const finiteOr0 = (value: number): number => (Number.isFinite(value) ? value : 0);
