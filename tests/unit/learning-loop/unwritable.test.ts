import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Library } from '../../../src/main/library/open-library.ts';
import { LearningScope } from '../../../src/shared/contract/learning-data.ts';
import { Problem } from '../../../src/shared/problem.ts';
import { temporaryFolder, temporaryLibrary } from '../library/temporary-library.ts';
import { addPatient, type Loop, openLoop, programPlaces, review } from './made-clinic.ts';

const none = new AbortController().signal;

describe('a training whose state cannot be written down', { timeout: 60_000 }, () => {
  let library: Library;
  let loop: Loop;
  let snapshotId = '';
  let full = false;
  let attempts = 0;
  beforeAll(async () => {
    library = temporaryLibrary();
    loop = openLoop(library, await programPlaces(temporaryFolder()), { checkpointSeconds: 0.05 });
    review(library, addPatient(library, 'Ada', 30));
    snapshotId = (await loop.learning.snapshot(LearningScope.parse({ kind: 'finetune' }))).id;
    const { jobs } = library.learning;
    const guard = <T extends unknown[]>(write: (...given: T) => void) => {
      return (...given: T): void => {
        if (full) {
          attempts++;
          throw new Problem('disk', 'The disk is full.');
        }
        write(...given);
      };
    };
    jobs.save = guard(jobs.save.bind(jobs));
    jobs.requeueRunning = guard(jobs.requeueRunning.bind(jobs));
  }, 60_000);
  afterAll(() => loop.close());

  const untilItRests = async (jobId: string) => {
    for await (const event of loop.learning.queue.watch(jobId, none)) {
      if (event.kind === 'job' && event.job.state === 'paused') break;
    }
    return loop.learning.queue.info(jobId);
  };

  it('waits with a sentence, is not tried again by itself, and goes on once a person says so', async () => {
    full = true;
    const { id } = await loop.learning.start(snapshotId, { steps: 5, threads: 1 });
    const held = await untilItRests(id);
    expect(held).toMatchObject({ state: 'paused', problem: { code: 'disk' } });
    expect(held.problem?.text).toMatch(/The disk is full\. The training waits/);
    await loop.learning.queue.settled();
    expect(attempts).toBe(2);
    await expect(loop.learning.queue.goOn(id)).rejects.toThrow(/full/);
    expect(loop.learning.queue.info(id).state).toBe('paused');
    full = false;
    await loop.learning.queue.goOn(id);
    expect(await untilItRests(id)).toMatchObject({ state: 'done', step: 5 });
    expect(loop.learning.queue.info(id).problem).toBeUndefined();
  });

  it('does not keep the program from starting', async () => {
    const { id } = await loop.learning.start(snapshotId, { steps: 4, threads: 1 });
    await loop.learning.queue.settled();
    library.learning.jobs.save(id, { state: 'running', progress: {} });
    full = true;
    loop.learning.queue.resume();
    expect(loop.learning.queue.info(id)).toMatchObject({ state: 'paused', problem: { code: 'disk' } });
    full = false;
    expect(await loop.learning.queue.cancel(id)).toMatchObject({ state: 'cancelled' });
  });

  it('can be paused and given up where its program was killed', async () => {
    const { id } = await loop.learning.start(snapshotId, { steps: 3, threads: 1 });
    await loop.learning.queue.settled();
    library.learning.jobs.save(id, { state: 'running', progress: {} });
    expect(await loop.learning.queue.pause(id)).toMatchObject({ state: 'paused' });
    library.learning.jobs.save(id, { state: 'running', progress: {} });
    expect(await loop.learning.queue.cancel(id)).toMatchObject({ state: 'cancelled' });
  });

  it('is not put back into the queue while it runs', async () => {
    const { id } = await loop.learning.start(snapshotId, { steps: 6, threads: 1 });
    for await (const event of loop.learning.queue.watch(id, none)) {
      if (event.kind === 'job' && event.job.state === 'running') break;
    }
    loop.learning.queue.resume();
    expect(library.learning.jobs.find(id).state).toBe('running');
    expect(await untilItRests(id)).toMatchObject({ state: 'done' });
  });
});
