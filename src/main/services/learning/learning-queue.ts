import { rmSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import type { JobEvent, JobStage, LearningJob } from '../../../shared/contract/learning.ts';
import { Problem, toProblem } from '../../../shared/problem.ts';
import { isCrash, type JobProcess } from '../../jobs/job-process.ts';
import { workFolderOf } from '../../jobs/learning/learning-context.ts';
import type { LearningStep } from '../../jobs/learning/learning-request.ts';
import type { NewJob, StoredJob, StoredJobState } from '../../library/learning-loop/job-store.ts';
import type { Library } from '../../library/open-library.ts';
import { finite, jobInfo, type JobProgress, progressOf, specOf } from './job-progress.ts';
import { Listeners } from './listeners.ts';
import { TrainingCourse } from './training-course.ts';

export interface LearningQueueParts {
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

/** Why a running job was asked to stop. */
type Stop = 'pause' | 'cancel' | 'close';

interface Running {
  readonly job: StoredJob;
  readonly abort: AbortController;
  readonly course: TrainingCourse;
  progress: JobProgress;
  stop?: Stop;
  /** Steps of the last checkpoint. */
  savedStep: number;
  /** How far it came since its process began, how far any process before, and ends since one came further. */
  reached: number;
  furthest: number;
  crashes: number;
}

/** A process that ends so often without having come further is not started again. */
const MOST_CRASHES = 3;
/** In the order in which a job goes through them. */
const STAGES: readonly JobStage[] = ['waiting', 'reading', 'training', 'comparing', 'keeping', 'ended'];
const CURVES_MILLISECONDS = 500;

/** Trainings, one at a time, in the order they were asked for. The queue outlives the program. */
export class LearningQueue {
  /** Told whenever a job's state or stage changes. */
  readonly changes = new Listeners();
  private readonly parts: LearningQueueParts;
  private readonly steps = new Listeners();
  private running: Running | undefined;
  private idle: Promise<void> = Promise.resolve();
  private closed = false;
  /** Jobs whose state could not be kept, and why: they wait for a person, whatever the library says of them. */
  private readonly held = new Map<string, Problem>();

  constructor(parts: LearningQueueParts) {
    this.parts = parts;
  }

  /** Takes up what the end of the program cut off; where that cannot be written, it waits for a person. Never throws. */
  resume(): void {
    const { jobs } = this.parts.library.learning;
    try {
      jobs.requeueRunning(this.running?.job.id);
    } catch (thrown) {
      this.parts.log(`learning: ${toProblem(thrown).code} at the start`);
      for (const { id, state } of this.stored()) if (state === 'running') this.hold(id, thrown);
    }
    this.next();
  }

  async add(job: NewJob): Promise<LearningJob> {
    const { library } = this.parts;
    await library.whenFree(() => library.learning.jobs.add(job));
    this.changes.tell();
    this.next();
    return this.info(job.id);
  }

  /** Newest first. */
  list(): LearningJob[] {
    return this.parts.library.learning.jobs.list().map((job) => this.withProgress(job));
  }

  info(jobId: string): LearningJob {
    return this.withProgress(this.parts.library.learning.jobs.find(jobId));
  }

  /** What is running keeps itself and gives its place up. */
  async pause(jobId: string): Promise<LearningJob> {
    const job = this.parts.library.learning.jobs.find(jobId);
    if (this.running?.job.id === jobId) await this.stopRunning('pause');
    // One that runs by its word alone was cut off with its program.
    else if (job.state === 'queued' || job.state === 'running') await this.save(job, 'paused', progressOf(job));
    return this.info(jobId);
  }

  async goOn(jobId: string): Promise<LearningJob> {
    const job = this.parts.library.learning.jobs.find(jobId);
    if (this.running?.job.id === jobId) return this.info(jobId);
    if (job.state === 'paused' || job.state === 'failed' || job.state === 'running' || this.held.has(jobId)) {
      const progress = progressOf(job);
      delete progress.problem;
      await this.save(job, 'queued', { ...progress, stage: 'waiting' });
      this.next();
    }
    return this.info(jobId);
  }

  async cancel(jobId: string): Promise<LearningJob> {
    const job = this.parts.library.learning.jobs.find(jobId);
    if (this.running?.job.id === jobId) await this.stopRunning('cancel');
    else if (job.state !== 'done' && job.state !== 'cancelled') {
      await this.save(job, 'cancelled', { ...progressOf(job), stage: 'ended' });
      this.forget(jobId);
    }
    return this.info(jobId);
  }

  /** Ends with the job. */
  async *watch(jobId: string, signal: AbortSignal): AsyncGenerator<JobEvent, void, undefined> {
    const woken = this.steps.listen(signal);
    let drawn = -Infinity;
    for (;;) {
      const job = this.info(jobId);
      const over = job.state === 'done' || job.state === 'failed' || job.state === 'cancelled';
      yield { kind: 'job', job };
      if (over || performance.now() - drawn > CURVES_MILLISECONDS) {
        yield { kind: 'curves', curves: this.courseOf(jobId).curves() };
        drawn = performance.now();
      }
      if (over || (await woken.next()).done === true) return;
    }
  }

  /** What runs keeps itself; it goes on at the next start. */
  async close(): Promise<void> {
    this.closed = true;
    await this.stopRunning('close');
    await this.idle;
  }

  /** Resolves when nothing runs or waits any more. */
  async settled(): Promise<void> {
    while (this.running) await this.idle;
  }

  private courseOf(jobId: string): TrainingCourse {
    if (this.running?.job.id === jobId) return this.running.course;
    return new TrainingCourse(this.parts.library.learning.jobs.find(jobId).course);
  }

  private withProgress(job: StoredJob): LearningJob {
    const { running } = this;
    if (running?.job.id === job.id && job.state === 'running') return jobInfo(job, running.progress);
    const held = this.held.get(job.id);
    if (!held) return jobInfo(job);
    return { ...jobInfo(job), state: 'paused', problem: { code: held.code, text: held.message } };
  }

  private stored(): StoredJob[] {
    try {
      return this.parts.library.learning.jobs.list();
    } catch {
      return []; // what cannot be read cannot be taken up either
    }
  }

  private hold(jobId: string, thrown: unknown): void {
    const { code, message } = toProblem(thrown);
    const text =
      code === 'disk' || code === 'locked'
        ? `${message} The training waits; what it had kept of itself is not lost. Let it go on once that is mended.`
        : `How far the training is could not be written down: ${message}`;
    this.held.set(jobId, new Problem(code, text));
    this.changes.tell();
    this.steps.tell();
  }

  private async stopRunning(stop: Stop): Promise<void> {
    if (!this.running) return;
    this.running.stop = stop;
    this.running.abort.abort();
    await this.idle;
  }

  private next(): void {
    if (this.running || this.closed) return;
    const job = this.nextStored();
    if (!job) return;
    const running: Running = {
      job,
      abort: new AbortController(),
      course: new TrainingCourse(job.course),
      progress: { ...progressOf(job), stage: 'reading', fraction: 0 },
      savedStep: 0,
      ...{ reached: 0, furthest: -1, crashes: 0 },
    };
    this.running = running;
    this.idle = this.run(running).finally(() => {
      this.running = undefined;
      this.changes.tell();
      this.steps.tell();
      this.next();
    });
  }

  private nextStored(): StoredJob | undefined {
    try {
      return this.parts.library.learning.jobs.next([...this.held.keys()]);
    } catch (thrown) {
      this.parts.log(`learning: ${toProblem(thrown).code} where the next training was looked for`);
      return undefined;
    }
  }

  /** Never rejects. A job whose end cannot be kept is held, so that it is not taken up again at once. */
  private async run(running: Running): Promise<void> {
    const { job } = running;
    try {
      await this.save(job, 'running', running.progress);
      await this.learn(running);
      await this.keep(running, 'done');
      this.forget(job.id);
    } catch (thrown) {
      await this.ended(running, thrown).catch((again: unknown) => {
        this.parts.log(`learning: ${toProblem(again).code} while its end was kept`);
        if (running.stop !== 'close') this.hold(job.id, again);
      });
    }
  }

  private async ended(running: Running, thrown: unknown): Promise<void> {
    const { job, stop } = running;
    if (stop === 'close') return this.keep(running, 'queued');
    const candidate = stop === 'cancel' ? this.candidateOf(job.id) : undefined;
    if (candidate) {
      // It came too late: the model is there, with its comparison.
      Object.assign(running.progress, candidate);
      await this.keep(running, 'done');
      this.forget(job.id);
      return;
    }
    if (stop === 'cancel') {
      await this.keep(running, 'cancelled');
      this.forget(job.id);
      return;
    }
    if (stop === 'pause') return this.keep(running, 'paused');
    const { code, message: text } = toProblem(thrown);
    const problem = isCrash(thrown) ? CRASHED : { code, text };
    this.parts.log(`learning ended: ${problem.code}`);
    running.progress.problem = problem;
    // Room on the disk can be made, and the job goes on where it was.
    return this.keep(running, problem.code === 'disk' || problem.code === 'locked' ? 'paused' : 'failed');
  }

  private candidateOf(jobId: string): Pick<JobProgress, 'candidateId' | 'passed'> | undefined {
    const { candidates } = this.parts.library.learning;
    const candidateId = candidates.ofJob(jobId);
    return candidateId === undefined
      ? undefined
      : { candidateId, passed: candidates.comparison(candidateId)?.passed ?? false };
  }

  /** The process may end under it: it is started again and goes on from the last checkpoint. */
  private async learn(running: Running): Promise<void> {
    for (;;) {
      running.reached = 0;
      try {
        await this.stream(running);
        return;
      } catch (thrown) {
        running.crashes = running.reached > running.furthest ? 1 : running.crashes + 1;
        running.furthest = Math.max(running.furthest, running.reached);
        if (!isCrash(thrown) || running.stop || running.crashes >= MOST_CRASHES) throw thrown;
        this.parts.log('learning: its process ended and is started again');
      }
    }
  }

  private async stream(running: Running): Promise<void> {
    const { library, job, modelsFolder, rehearsalFile, version, activeModel, requireSound } = this.parts;
    requireSound();
    const request = {
      library: library.folder,
      jobId: running.job.id,
      spec: specOf(running.job),
      ...(modelsFolder === undefined ? {} : { models: modelsFolder }),
      ...(rehearsalFile === undefined ? {} : { rehearsal: rehearsalFile }),
      incumbent: await activeModel(),
      version,
    };
    const before = running.progress.seconds;
    const began = performance.now();
    const steps = job.stream((client, signal) => client['job.learn'](request, signal), running.abort.signal);
    for await (const step of steps) {
      running.progress.seconds = before + (performance.now() - began) / 1000;
      await this.take(running, step);
      this.steps.tell();
    }
    if (running.abort.signal.aborted) throw new Problem('cancelled', 'Cancelled.');
  }

  private async take(running: Running, step: LearningStep): Promise<void> {
    const { progress, course } = running;
    switch (step.kind) {
      case 'stage': {
        const changed = progress.stage !== step.stage;
        progress.stage = step.stage;
        progress.fraction = step.fraction;
        if (changed) await this.keep(running, 'running');
        break;
      }
      case 'step':
        progress.stage = 'training';
        progress.step = step.step;
        progress.fraction = step.step / Math.max(1, specOf(running.job).steps);
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
        if (step.step > running.savedStep) running.crashes = 0;
        running.savedStep = step.step;
        await this.keep(running, 'running');
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
    running.reached = Math.max(running.reached, 2 * STAGES.indexOf(progress.stage) + within);
  }

  private async keep(running: Running, state: StoredJobState): Promise<void> {
    const over = state === 'done' || state === 'cancelled' || state === 'failed';
    if (over) running.progress.stage = 'ended';
    await this.save(running.job, state, running.progress, running.course.saved());
  }

  private async save(job: StoredJob, state: StoredJobState, progress: JobProgress, course?: unknown): Promise<void> {
    const { library } = this.parts;
    const over = state === 'done' || state === 'cancelled' || state === 'failed';
    await library.whenFree(() =>
      library.learning.jobs.save(
        job.id,
        { state, progress, ...(course === undefined ? {} : { course }) },
        over ? new Date().toISOString() : undefined,
      ),
    );
    this.held.delete(job.id);
    this.changes.tell();
    this.steps.tell();
  }

  /** What a job kept of itself is not needed any more. */
  private forget(jobId: string): void {
    rmSync(workFolderOf(this.parts.library.folder, jobId), { recursive: true, force: true });
  }
}

const finiteOr0 = (value: number): number => (Number.isFinite(value) ? value : 0);

const CRASHED = {
  code: 'crashed',
  text:
    'The training process ended unexpectedly several times; it may have run out of memory. What it had learned is kept: ' +
    'close other programs, then let it go on.',
} as const;
