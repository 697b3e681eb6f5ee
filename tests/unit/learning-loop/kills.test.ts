import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Library, openLibrary } from '../../../src/main/library/open-library.ts';
import { LearningScope } from '../../../src/shared/contract/learning-data.ts';
import { temporaryFolder, temporaryLibrary } from '../library/temporary-library.ts';
import { runUntil } from './kill-once.ts';
import { addPatient, type Loop, openLoop, type Places, programPlaces, review } from './made-clinic.ts';

const none = new AbortController().signal;
const settings = { steps: 60, threads: 1 };

describe('a training that is killed', { timeout: 60_000 }, () => {
  const folder = temporaryFolder();
  let library: Library;
  let loop: Loop;
  let places: Places;
  let snapshotId = '';
  let undisturbed = '';

  const start = async (): Promise<string> => (await loop.learning.start(snapshotId, settings)).id;
  const finish = async (jobId: string, onStep: (step: number) => void = () => {}): Promise<string> => {
    for await (const event of loop.learning.queue.watch(jobId, none)) {
      if (event.kind === 'job' && event.job.stage === 'training') onStep(event.job.step);
    }
    const { candidateId, problem } = loop.learning.queue.info(jobId);
    return candidateId ?? problem?.text ?? '';
  };

  beforeAll(async () => {
    places = await programPlaces(temporaryFolder());
    library = openLibrary(folder, { mode: 'owner' });
    loop = openLoop(library, places, { checkpointSeconds: 0.05 });
    for (const name of ['Ada', 'Bea']) review(library, addPatient(library, name, 30));
    snapshotId = (await loop.learning.snapshot(LearningScope.parse({ kind: 'finetune' }))).id;
    undisturbed = await finish(await start());
  }, 60_000);
  afterAll(async () => {
    await loop.close();
    library.close();
  });

  it('ends at the same bits after its process was killed at any moment', async () => {
    expect(undisturbed).toMatch(/^ecg-nat-tiny-/);
    const moments = [7, 34];
    const jobId = await start();
    const killed: number[] = [];
    const candidate = await finish(jobId, (step) => {
      const next = moments[killed.length];
      if (next === undefined || step < next) return;
      killed.push(step);
      loop.job.kill();
    });
    expect(killed).toHaveLength(moments.length);
    expect(candidate).toBe(undisturbed);
  });

  it('that is paused and goes on ends at the same bits', async () => {
    const jobId = await start();
    let paused: Promise<unknown> | undefined;
    for await (const event of loop.learning.queue.watch(jobId, none)) {
      if (event.kind !== 'job') continue;
      if (event.job.state === 'paused') break;
      if (event.job.step > 10) paused ??= loop.learning.queue.pause(jobId);
    }
    await paused;
    expect(loop.learning.queue.info(jobId)).toMatchObject({ state: 'paused' });
    await loop.learning.queue.goOn(jobId);
    expect(await finish(jobId)).toBe(undisturbed);
  });

  it('ends at the same bits after main was killed with it, without anybody being asked', async () => {
    const jobId = await start();
    // The program is closed: what runs keeps itself.
    await loop.close();
    library.close();
    const program = [folder, places.models, places.rehearsal, jobId];
    expect(await runUntil(program, 15)).toBeUndefined();
    const candidate = await runUntil(program, Infinity);
    library = openLibrary(folder, { mode: 'owner' });
    loop = openLoop(library, places, { checkpointSeconds: 0.05 });
    expect(candidate).toBe(undisturbed);
    expect(loop.learning.queue.info(jobId)).toMatchObject({ state: 'done', candidateId: undisturbed });
  });
});

describe('a process that ends before it has kept anything', { timeout: 60_000 }, () => {
  let loop: Loop;
  let snapshotId = '';
  beforeAll(async () => {
    const library = temporaryLibrary();
    loop = openLoop(library, await programPlaces(temporaryFolder()), { checkpointSeconds: 1_000 });
    review(library, addPatient(library, 'Ada', 20));
    snapshotId = (await loop.learning.snapshot(LearningScope.parse({ kind: 'finetune' }))).id;
  }, 60_000);
  afterAll(() => loop.close());

  it('is started again for as long as it comes further each time', async () => {
    const { id } = await loop.learning.start(snapshotId, { steps: 6, threads: 1 });
    const moments = [1, 3, 5];
    for await (const event of loop.learning.queue.watch(id, none)) {
      if (event.kind !== 'job' || event.job.stage !== 'training' || event.job.step < (moments[0] ?? Infinity)) continue;
      moments.shift();
      loop.job.kill();
    }
    expect(moments).toEqual([]);
    expect(loop.learning.queue.info(id)).toMatchObject({ state: 'done', step: 6 });
  });

  it('is left alone where it always ends at the same place, and taken up again when a person says so', async () => {
    const { id } = await loop.learning.start(snapshotId, { steps: 4, threads: 1 });
    for await (const event of loop.learning.queue.watch(id, none)) {
      if (event.kind === 'job' && event.job.stage === 'reading' && event.job.state === 'running') loop.job.kill();
    }
    expect(loop.learning.queue.info(id)).toMatchObject({ state: 'failed' });
    await loop.learning.queue.goOn(id);
    await loop.learning.queue.settled();
    expect(loop.learning.queue.info(id)).toMatchObject({ state: 'done' });
  });
});
