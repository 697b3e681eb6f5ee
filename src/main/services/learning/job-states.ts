import type { JobProblem } from '../../../shared/contract/learning-troubles.ts';
import { Problem, toProblem } from '../../../shared/problem.ts';
import { isCrash } from '../../jobs/job-process.ts';
import type { StoredJobState } from '../../library/learning-loop/job-store.ts';

/** Why a running job was asked to stop. */
export type Stop = 'pause' | 'cancel' | 'close';

/** Nothing comes after these. A failed job can be taken up again all the same: what it had kept is still there. */
export const isOver = (state: StoredJobState): boolean =>
  state === 'done' || state === 'cancelled' || state === 'failed';

/** Of a job that does not run here; one that runs by its word alone was cut off with its program. */
export const canPause = (state: StoredJobState): boolean => state === 'queued' || state === 'running';

/** @param held its state could not be kept, and it waits for a person whatever the library says of it */
export const canGoOn = (state: StoredJobState, held: boolean): boolean =>
  held || state === 'paused' || state === 'failed' || state === 'running';

export const canCancel = (state: StoredJobState): boolean => state !== 'done' && state !== 'cancelled';

/** How a job is to be kept that has not come to its end by itself. */
export interface JobEnd {
  readonly state: StoredJobState;
  readonly problem?: JobProblem;
}

/**
 * What becomes of a job that stopped.
 * @param hasModel its model is there already, with its comparison: a cancel comes too late
 */
export function endOf(stop: Stop | undefined, thrown: unknown, hasModel: boolean): JobEnd {
  if (stop === 'close') return { state: 'queued' };
  if (stop === 'cancel') return { state: hasModel ? 'done' : 'cancelled' };
  if (stop === 'pause') return { state: 'paused' };
  const { code, message: text } = toProblem(thrown);
  const problem = isCrash(thrown) ? CRASHED : { code, text };
  // Room on the disk can be made, and the job goes on where it was.
  return { state: isOfDisk(problem.code) ? 'paused' : 'failed', problem };
}

/** Why a job waits for a person whose state could not be kept. */
export function heldProblem(thrown: unknown): Problem {
  const { code, message } = toProblem(thrown);
  return new Problem(
    code,
    isOfDisk(code)
      ? `${message} The training waits; what it had kept of itself is not lost. Let it go on once that is mended.`
      : `How far the training is could not be written down: ${message}`,
  );
}

const isOfDisk = (code: string): boolean => code === 'disk' || code === 'locked';

const CRASHED = {
  code: 'crashed',
  text:
    'The training process ended unexpectedly several times; it may have run out of memory. What it had learned is kept: ' +
    'close other programs, then let it go on.',
} as const;
