import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { trainOnDevice } from '../../../src/main/learning/clinic/device-fallback.ts';
import type { Library } from '../../../src/main/library/open-library.ts';
import { LearningScope } from '../../../src/shared/contract/learning-data.ts';
import { STANDING } from '../../../src/shared/contract/editing.ts';
import { Problem } from '../../../src/shared/problem.ts';
import { temporaryFolder, temporaryLibrary } from '../library/temporary-library.ts';
import { addPatient, type ClinicPatient, type Loop, openLoop, programPlaces, review } from './made-clinic.ts';

const none = new AbortController().signal;

describe('a device that is lost', () => {
  it('hands over to the CPU, which goes on, and says so', async () => {
    const tried: string[] = [];
    const said: string[] = [];
    const result = await trainOnDevice(
      'cuda',
      (device) => {
        tried.push(device);
        return device === 'cpu' ? Promise.resolve('done') : Promise.reject(new Error('device removed'));
      },
      (device) => said.push(device),
    );
    expect(result).toBe('done');
    expect(tried).toEqual(['cuda', 'cpu']);
    expect(said).toEqual(['cuda']);
  });

  it('is not blamed for a full disk or a person who stops', async () => {
    for (const code of ['disk', 'cancelled'] as const) {
      const stopped = trainOnDevice(
        'cuda',
        () => Promise.reject(new Problem(code, 'no')),
        () => {},
      );
      await expect(stopped).rejects.toMatchObject({ code });
    }
  });

  it('is not blamed for a mistake in the program or for a file', async () => {
    const file = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC', errno: -28 });
    const faults = [new TypeError('no device'), new Error('beats are not in order'), file];
    for (const fault of [...faults, new Problem('unsupported', 'made by another version')]) {
      const tried: string[] = [];
      const stopped = trainOnDevice(
        'cuda',
        (device) => {
          tried.push(device);
          return Promise.reject(fault);
        },
        () => {},
      );
      await expect(stopped).rejects.toBe(fault);
      expect(tried).toEqual(['cuda']);
    }
    const absent = new Problem('unsupported', 'no', { cause: new Error('CUDA execution provider is not enabled') });
    const done = trainOnDevice(
      'cuda',
      (one) => (one === 'cpu' ? Promise.resolve(1) : Promise.reject(absent)),
      () => {},
    );
    expect(await done).toBe(1);
  });
});

describe('a training under bad conditions', { timeout: 60_000 }, () => {
  let library: Library;
  let loop: Loop;
  let ada: ClinicPatient;
  let setId = '';
  let active = '';
  beforeAll(async () => {
    library = temporaryLibrary();
    loop = openLoop(library, await programPlaces(temporaryFolder()));
    ada = addPatient(library, 'Ada', 40);
    setId = review(library, ada, { count: 20 });
    active = loop.learning.promotion.activeModel();
  }, 60_000);
  afterAll(() => loop.close());

  const untilItRests = async (jobId: string) => {
    for await (const event of loop.learning.queue.watch(jobId, none)) {
      if (event.kind === 'job' && (event.job.state === 'paused' || event.job.state === 'failed')) break;
    }
    return loop.learning.queue.info(jobId);
  };

  it('waits on a full disk with a sentence, and goes on once there is room, on the CPU where its device is missing', async () => {
    const snapshot = await loop.learning.snapshot(LearningScope.parse({ kind: 'finetune' }));
    // Nothing can be written there: the folder's place is taken.
    writeFileSync(join(library.folder, 'learning'), '');
    const { id } = await loop.learning.start(snapshot.id, { steps: 8, threads: 1, device: 'cuda' });
    const stopped = await untilItRests(id);
    expect(stopped).toMatchObject({ state: 'paused', problem: { code: 'disk' } });
    expect(stopped.problem?.text).toMatch(/Make room/);
    rmSync(join(library.folder, 'learning'));

    // Edited meanwhile: what is learned from does not move.
    review(library, ada, { count: 1, from: 20 });
    await loop.learning.queue.goOn(id);
    const done = await untilItRests(id);
    expect(done).toMatchObject({ state: 'done', step: 8, device: 'cpu' });
    expect(done.problem).toBeUndefined();
    expect(done.notices).toContainEqual({ code: 'device-lost', device: 'cuda' });
    expect(loop.learning.queue.list()).toHaveLength(1);
    expect(loop.learning.promotion.activeModel()).toBe(active);
    const { candidates } = await loop.learning.handlers['learning.candidates']({}, none);
    expect(candidates).toMatchObject([{ labels: { N: 16, V: 4 }, standing: 'waiting' }]);
  });

  it('of the first minutes of a recording ends in an offer that the reader takes over, and nothing becomes confirmed', async () => {
    const scope = LearningScope.parse({ kind: 'adapt', recordingIds: [ada.recordingId], adaptSeconds: 18 });
    const snapshot = await loop.learning.snapshot(scope);
    const { id } = await loop.learning.start(snapshot.id, { steps: 60, threads: 1 });
    expect(await untilItRests(id)).toMatchObject({ state: 'done', kind: 'adapt' });
    const { handlers } = loop.learning;
    const offer = await handlers['learning.adaptation']({ jobId: id }, none);
    const state = library.annotations.read(setId);
    const open = state.standing.filter((one) => one === STANDING.source).length;
    expect(offer).toMatchObject({ setId, unconfirmed: open, guarded: ['S', 'F', 'Q'] });
    expect(offer.problem).toBe('another-reader'); // the lead is not the one who labelled
    await expect(handlers['learning.takeAdaptation']({ jobId: id, revision: offer.revision }, none)).rejects.toThrow(
      /another reader/,
    );
    expect(library.annotations.read(setId)).toEqual(state);

    const reader = openLoop(library, await programPlaces(temporaryFolder()), { actor: () => 'Dr Reader' });
    const own = reader.learning.handlers;
    const mine = await own['learning.adaptation']({ jobId: id }, none);
    expect(mine.problem).toBeUndefined();
    expect(mine.id.length).toBeGreaterThan(0);
    const taken = await own['learning.takeAdaptation']({ jobId: id, revision: mine.revision }, none);
    expect(taken.changed).toBe(mine.id.length);
    const after = library.annotations.read(setId);
    expect(after.standing).toEqual(state.standing);
    expect(after.code).not.toEqual(state.code);
    const event = library.annotations.event(setId, taken.revision - 1);
    expect(event).toMatchObject({
      kind: 'relabel',
      author: 'Dr Reader',
      summary: { count: taken.changed, madeBy: `${active}, adapted by ${id}` },
    });
    await reader.close();

    library.signOffs.sign({ studyId: ada.studyId, signer: 'Dr Reader', at: '2026-11-22T13:00:00Z', setIds: [setId] });
    expect((await own['learning.adaptation']({ jobId: id }, none)).problem).toBe('signed');
  });
});
