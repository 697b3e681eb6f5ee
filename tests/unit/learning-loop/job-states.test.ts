import { describe, expect, it } from 'vitest';
import {
  canCancel,
  canGoOn,
  canPause,
  endOf,
  heldProblem,
  isOver,
} from '../../../src/main/services/learning/job-states.ts';
import type { StoredJobState } from '../../../src/main/library/learning-loop/job-store.ts';
import { Problem } from '../../../src/shared/problem.ts';

const STATES: readonly StoredJobState[] = ['queued', 'running', 'paused', 'done', 'failed', 'cancelled'];
const full = new Problem('disk', 'The disk is full.');

describe('the states of a job', () => {
  it('tell what a person can do with one that does not run', () => {
    expect(STATES.filter(isOver)).toEqual(['done', 'failed', 'cancelled']);
    expect(STATES.filter(canPause)).toEqual(['queued', 'running']);
    expect(STATES.filter((state) => canGoOn(state, false))).toEqual(['running', 'paused', 'failed']);
    expect(STATES.every((state) => canGoOn(state, true))).toBe(true);
    expect(STATES.filter(canCancel)).toEqual(['queued', 'running', 'paused', 'failed']);
  });

  it('follow from why it was stopped, whatever was thrown on the way', () => {
    expect(endOf('close', full, false)).toEqual({ state: 'queued' });
    expect(endOf('pause', full, true)).toEqual({ state: 'paused' });
    expect(endOf('cancel', full, false)).toEqual({ state: 'cancelled' });
    expect(endOf('cancel', full, true)).toEqual({ state: 'done' });
  });

  it('of one that stopped by itself tell why: what can be mended pauses it, anything else fails it', () => {
    expect(endOf(undefined, full, false)).toEqual({
      state: 'paused',
      problem: { code: 'disk', text: 'The disk is full.' },
    });
    expect(endOf(undefined, new Problem('unreadable', 'Damaged.'), false).state).toBe('failed');
    expect(endOf(undefined, new Error('a fault with a path in it'), false)).toMatchObject({
      state: 'failed',
      problem: { code: 'failed', text: expect.not.stringContaining('path') as string },
    });
    expect(heldProblem(full).message).toMatch(/full\. The training waits/);
    expect(heldProblem(new Error('no')).message).toMatch(/could not be written down/);
  });
});
