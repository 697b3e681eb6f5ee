import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { processorSeconds } from './measured-job.ts';

/** How long a training may take to show that it goes on, and to begin: on a busy machine others come first. */
const PATIENCE_MILLISECONDS = 60_000;
const PATIENCE_AT_START_MILLISECONDS = 300_000;
const LOOK_MILLISECONDS = 50;

/** What a program tells of its training, from wherever it tells it. */
export interface Progress {
  readonly state: string;
  readonly stage: string;
  readonly step: number;
}

/** A training that runs in a job process of its own while something else is measured. */
export class RunningTraining {
  readonly pid: number;
  readonly #progress: () => Promise<Progress>;

  private constructor(pid: number, progress: () => Promise<Progress>) {
    this.pid = pid;
    this.#progress = progress;
  }

  /**
   * Waits until the training takes steps.
   * @param parent id of the process that started it
   * @throws Error when it does not, or when its process has not stepped back in priority
   */
  static async of(parent: number, progress: () => Promise<Progress>): Promise<RunningTraining> {
    const patience = performance.now() + PATIENCE_AT_START_MILLISECONDS;
    for (;;) {
      const { state, stage, step } = await progress();
      if (state === 'running' && stage === 'training' && step > 0) break;
      if (state === 'failed' || state === 'done') throw new Error(`the training is ${state}`);
      if (performance.now() > patience) throw new Error('the training takes no step');
      await setTimeout(LOOK_MILLISECONDS);
    }
    return new RunningTraining(trainingProcess(parent), progress);
  }

  /**
   * Does something beside the training.
   * @throws Error when the training did not run all the while, or does not go on behind it
   */
  async during<T>(work: () => Promise<T>): Promise<T> {
    const step = await this.#requireRunning();
    const processor = processorSeconds(this.pid);
    const result = await work();
    await this.#requireRunning();
    // Beside a reading it may have got nothing at all, but it must be there to take what is left over.
    const patience = performance.now() + PATIENCE_MILLISECONDS;
    while ((await this.#requireRunning()) <= step || processorSeconds(this.pid) <= processor) {
      if (performance.now() > patience) throw new Error('the training stood still');
      await setTimeout(LOOK_MILLISECONDS);
    }
    return result;
  }

  /** Steps a second while something is done. */
  async speed(work: () => Promise<unknown>): Promise<number> {
    const began = performance.now();
    const step = await this.#requireRunning();
    await work();
    return (1000 * ((await this.#requireRunning()) - step)) / (performance.now() - began);
  }

  /** Does something while the training stands still, holding its memory. */
  async held<T>(work: () => Promise<T>): Promise<T> {
    process.kill(this.pid, 'SIGSTOP');
    try {
      return await work();
    } finally {
      process.kill(this.pid, 'SIGCONT');
    }
  }

  async #requireRunning(): Promise<number> {
    const { state, stage, step } = await this.#progress();
    if (state !== 'running' || stage !== 'training') throw new Error(`the training is ${state}, ${stage}`);
    statOf(this.pid); // throws where the process is gone
    return step;
  }
}

/**
 * The job process of a program that trains, by its priority.
 * @throws Error when there is none
 */
export function trainingProcess(parent: number): number {
  const [pid, ...more] = childrenOf(parent).filter((child) => niceOf(child) > 0);
  if (pid === undefined || more.length > 0) throw new Error('no process, or more than one, has stepped back');
  return pid;
}

/** Columns of /proc/PID/stat behind the name: the first is the state. */
const statOf = (pid: number): string[] =>
  readFileSync(`/proc/${String(pid)}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');

/** Of its first thread: 0 as usual, up to 19 for a process that leaves the processor to others. */
const niceOf = (pid: number): number => Number(statOf(pid)[16]);

/** Ids of the processes a process has started. */
export function childrenOf(parent: number): number[] {
  const isChild = (pid: number): boolean => {
    try {
      return Number(statOf(pid)[1]) === parent;
    } catch {
      return false; // it has ended meanwhile
    }
  };
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && isChild(pid));
}
