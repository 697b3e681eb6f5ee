import { rmSync } from 'node:fs';
import type { JobEvent, LearningJob } from '../../../shared/contract/learning.ts';
import { type Problem, toProblem } from '../../../shared/problem.ts';
import { workFolderOf } from '../../jobs/learning/learning-context.ts';
import type { NewJob, StoredJob, StoredJobState } from '../../library/learning-loop/job-store.ts';
import { jobInfo, type JobProgress, progressOf } from './job-progress.ts';
import { JobRun, type JobWorkParts } from './job-run.ts';
import { canCancel, canGoOn, canPause, endOf, heldProblem, isOver, type Stop } from './job-states.ts';
import { Listeners } from './listeners.ts';
import { TrainingCourse } from './training-course.ts';

/** Curves are told no oftener. */
const CURVES_MILLISECONDS = 500;

/** Trainings, one at a time, in the order they were asked for. The queue outlives the program. */
export class LearningQueue {
  /** Told whenever a job's state or stage changes. */
  readonly changes = new Listeners();
  private readonly parts: JobWorkParts;
  private readonly steps = new Listeners();
  private running: JobRun | undefined;
  private idle: Promise<void> = Promise.resolve();
  private closed = false;
  /** Jobs whose state could not be kept, and why: they wait for a person, whatever the library says of them. */
  private readonly held = new Map<string, Problem>();

  constructor(parts: JobWorkParts) {
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
    else if (canPause(job.state)) await this.save(job, 'paused', progressOf(job));
    return this.info(jobId);
  }

  async goOn(jobId: string): Promise<LearningJob> {
    const job = this.parts.library.learning.jobs.find(jobId);
    if (this.running?.job.id === jobId) return this.info(jobId);
    if (canGoOn(job.state, this.held.has(jobId))) {
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
    else if (canCancel(job.state)) {
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
      const over = isOver(job.state);
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
    this.held.set(jobId, heldProblem(thrown));
    this.changes.tell();
    this.steps.tell();
  }

  private async stopRunning(stop: Stop): Promise<void> {
    if (!this.running) return;
    this.running.ask(stop);
    await this.idle;
  }

  private next(): void {
    if (this.running || this.closed) return;
    const job = this.nextStored();
    if (!job) return;
    const running: JobRun = new JobRun(job, {
      ...this.parts,
      keep: () => this.keep(running, 'running'),
      heard: () => this.steps.tell(),
    });
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
  private async run(running: JobRun): Promise<void> {
    const { job } = running;
    try {
      await this.save(job, 'running', running.progress);
      await running.work();
      await this.keep(running, 'done');
      this.forget(job.id);
    } catch (thrown) {
      await this.ended(running, thrown).catch((again: unknown) => {
        this.parts.log(`learning: ${toProblem(again).code} while its end was kept`);
        if (running.stop !== 'close') this.hold(job.id, again);
      });
    }
  }

  private async ended(running: JobRun, thrown: unknown): Promise<void> {
    const { job, stop, progress } = running;
    const candidate = stop === 'cancel' ? this.candidateOf(job.id) : undefined;
    const { state, problem } = endOf(stop, thrown, candidate !== undefined);
    if (problem) {
      this.parts.log(`learning ended: ${problem.code}`);
      progress.problem = problem;
    }
    Object.assign(progress, candidate);
    await this.keep(running, state);
    if (state === 'done' || state === 'cancelled') this.forget(job.id);
  }

  private candidateOf(jobId: string): Pick<JobProgress, 'candidateId' | 'passed'> | undefined {
    const { candidates } = this.parts.library.learning;
    const candidateId = candidates.ofJob(jobId);
    return candidateId === undefined
      ? undefined
      : { candidateId, passed: candidates.comparison(candidateId)?.passed ?? false };
  }

  private async keep(running: JobRun, state: StoredJobState): Promise<void> {
    if (isOver(state)) running.progress.stage = 'ended';
    await this.save(running.job, state, running.progress, running.course.saved());
  }

  private async save(job: StoredJob, state: StoredJobState, progress: JobProgress, course?: unknown): Promise<void> {
    const { library } = this.parts;
    await library.whenFree(() =>
      library.learning.jobs.save(
        job.id,
        { state, progress, ...(course === undefined ? {} : { course }) },
        isOver(state) ? new Date().toISOString() : undefined,
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
