import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EventQueue } from '../../../src/main/learning/child/event-queue.ts';
import { learningContract } from '../../../src/main/learning/child/learning-contract.ts';
import { learningHandlers } from '../../../src/main/learning/child/learning-handlers.ts';
import { LearningTask } from '../../../src/main/learning/tasks/task.ts';
import { writeBeatSet } from './synthetic-sets.ts';

describe('a queue of events', () => {
  const queue = () => new EventQueue<string>((newer, older) => newer.startsWith('step') && older.startsWith('step'));

  it('hands on what happened, without what something newer has made superfluous', async () => {
    const events = queue();
    for (const event of ['note', 'step 1', 'step 2', 'saved', 'step 3']) events.push(event);
    events.end();
    const read: string[] = [];
    for await (const event of events) read.push(event);
    expect(read).toEqual(['note', 'step 2', 'saved', 'step 3']);
  });

  it('waits for what has not happened yet, and ends with what was thrown', async () => {
    const events = queue();
    const read: string[] = [];
    const reading = (async () => {
      for await (const event of events) read.push(event);
    })();
    await Promise.resolve();
    events.push('a');
    await new Promise(setImmediate);
    events.push('b');
    events.fail(new Error('broken'));
    await expect(reading).rejects.toThrow('broken');
    expect(read).toEqual(['a', 'b']);
  });
});

describe('a training process', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'einthoven-process-'));
    writeBeatSet(join(folder, 'mitdb'), ['101', '106'], 60);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const task = (steps: number): LearningTask =>
    LearningTask.parse({
      ...{ kind: 'finetune', task: 'beats', preset: 'tiny', batch: 2, seed: 1, threads: 1, steps },
      ...{ data: [join(folder, 'mitdb')], out: join(folder, `${steps}.nat`) },
    });

  it('tells what it does, can be paused and resumed, and ends with the result', async () => {
    const { handlers } = learningHandlers();
    const never = new AbortController().signal;
    const kinds: string[] = [];
    for await (const event of handlers['learning.run'](task(40), never)) {
      expect(learningContract['learning.run'].output.safeParse(event).success).toBe(true);
      if (event.kind === 'step' && !kinds.includes('step')) await handlers['learning.pause']({}, never);
      // Once it waits it has kept itself; only then is it told to go on.
      if (event.kind === 'checkpoint') await handlers['learning.resume']({}, never);
      kinds.push(event.kind);
    }
    expect(kinds.indexOf('checkpoint')).toBeGreaterThan(kinds.indexOf('step'));
    expect(kinds.at(-1)).toBe('result');
  });

  it('does one thing at a time, keeps what it had when it is cancelled, and says so', async () => {
    const { handlers, settled } = learningHandlers();
    const abort = new AbortController();
    const events = handlers['learning.run'](task(100_000), abort.signal)[Symbol.asyncIterator]();
    await events.next();
    const second = handlers['learning.run'](task(1), abort.signal)[Symbol.asyncIterator]();
    await expect(second.next()).rejects.toThrow('busy with another training');
    abort.abort();
    await settled();
    const { last } = await handlers['learning.settled']({}, abort.signal);
    expect(last).toMatch(/Cancelled|Stopped after/);
  });
});
