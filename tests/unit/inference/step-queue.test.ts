import { describe, expect, it } from 'vitest';
import { StepQueue } from '../../../src/main/inference/reading/step-queue.ts';

describe('steps that are handed on', () => {
  it('let all go on who wait for room, not only the last of them', async () => {
    const queue = new StepQueue<number>(1);
    for (const step of [1, 2, 3]) queue.push(step);
    const wentOn: string[] = [];
    const waiting = ['detection', 'classification'].map((name) => queue.room().then(() => wentOn.push(name)));
    const reader = queue[Symbol.asyncIterator]();
    await reader.next();
    await reader.next();
    await reader.next();
    await Promise.resolve();
    expect(wentOn.toSorted()).toEqual(['classification', 'detection']);
    await Promise.all(waiting);
  });
});
