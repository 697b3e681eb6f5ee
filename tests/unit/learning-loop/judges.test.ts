import { truncateSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Library } from '../../../src/main/library/open-library.ts';
import type { Candidate } from '../../../src/shared/contract/learning.ts';
import { LearningScope, type SnapshotInfo } from '../../../src/shared/contract/learning-data.ts';
import { packSeeded } from '../inference-models/seeded-model.ts';
import { temporaryFolder, temporaryLibrary } from '../library/temporary-library.ts';
import { addPatient, type Loop, openLoop, programPlaces, review } from './made-clinic.ts';

const none = new AbortController().signal;
const settings = (steps: number) => ({ steps, threads: 1 });
const AT_ALL_COSTS = 'A try-out of the loop.';

describe('whoever a model has learned from', { timeout: 60_000 }, () => {
  let library: Library;
  let loop: Loop;
  let shipped = '';
  /** Made before any training: the second holds out patients that the first learns from. */
  let first: SnapshotInfo;
  let second: SnapshotInfo;
  let model = '';

  const on = (snapshot: SnapshotInfo, wanted: string): string[] =>
    snapshot.patients.filter(({ side }) => side === wanted).map(({ key }) => key);
  const named = (snapshot: SnapshotInfo, wanted: string): string[] =>
    snapshot.patients.filter(({ side }) => side === wanted).map(({ name }) => name ?? '');
  const end = async (jobId: string) => {
    for await (const event of loop.learning.queue.watch(jobId, none)) {
      if (event.kind === 'job' && event.job.state === 'paused') break;
    }
    return loop.learning.queue.info(jobId);
  };
  const judgesOf = (modelId: string): string[] => {
    const { groups } = loop.learning.promotion.comparison(modelId);
    return groups.find(({ group }) => group === 'clinic')?.differences.map(({ name }) => name) ?? [];
  };
  const candidates = async (): Promise<Candidate[]> =>
    (await loop.learning.handlers['learning.candidates']({}, none)).candidates;

  beforeAll(async () => {
    library = temporaryLibrary();
    loop = openLoop(library, await programPlaces(temporaryFolder()), { checkpointSeconds: 0.05 });
    shipped = loop.learning.promotion.activeModel();
    for (const name of ['Ada', 'Beat', 'Clara', 'Dorotea']) review(library, addPatient(library, name, 40, 4));
    const { learning } = loop;
    first = await learning.snapshot(LearningScope.parse({ kind: 'finetune', seed: 1 }));
    for (let seed = 2; ; seed++) {
      second = await learning.snapshot(LearningScope.parse({ kind: 'finetune', seed }));
      if (on(second, 'held-out').every((key) => on(first, 'train').includes(key))) break;
    }
    const job = await end((await learning.start(first.id, settings(6))).id);
    model = job.candidateId ?? '';
  }, 60_000);
  afterAll(() => loop.close());

  it('does not judge it, though a later snapshot holds them out', async () => {
    expect(judgesOf(model)).toEqual(named(first, 'held-out'));
    expect(await end((await loop.learning.compare(model)).id)).toMatchObject({ state: 'done' });
    expect(judgesOf(model)).toEqual(named(first, 'held-out'));
  });

  it('does not judge a training on an older snapshot beside it once it is in use', async () => {
    await loop.learning.promotion.promote(model, AT_ALL_COSTS);
    await expect(loop.learning.start(second.id, settings(5))).rejects.toThrow(
      /has learned from all patients.*new snap/s,
    );
    const { id } = await loop.learning.queue.add({
      ...{ id: 'waited', kind: 'evaluate', snapshotId: second.id, progress: {}, createdBy: 'Dr Lead' },
      spec: {
        ...{ kind: 'evaluate', model: shipped, snapshotId: second.id, steps: 0, seed: 1, device: 'cpu', threads: 1 },
        ...{ start: 'model', checkpointSeconds: 5 },
      },
      createdAt: '2026-11-22T10:00:00Z',
    });
    expect(await end(id)).toMatchObject({ state: 'done' });
    expect(judgesOf(shipped)).toEqual([]);
    expect(loop.learning.promotion.comparison(shipped).gate.sentences).toContainEqual({
      code: 'taken-out',
      patients: 1,
    });
    await loop.learning.promotion.rollBack();
  });

  it('is not forgotten where the training was given up when its model was there already', async () => {
    const { id } = await loop.learning.start(second.id, settings(7));
    let cancelled: Promise<unknown> | undefined;
    // The model is kept between its last stage and the end; whichever is first decides, and both are told as they are.
    for await (const event of loop.learning.queue.watch(id, none)) {
      if (event.kind === 'job' && event.job.stage === 'keeping') cancelled ??= loop.learning.queue.cancel(id);
    }
    await cancelled;
    const job = loop.learning.queue.info(id);
    const left = (await candidates()).filter(({ jobId }) => jobId === id);
    expect(left.map(({ modelId }) => modelId)).toEqual(job.state === 'done' ? [job.candidateId] : []);
    if (job.state !== 'done') return;
    const third = await loop.learning.snapshot(LearningScope.parse({ kind: 'finetune', seed: 99 }));
    expect(on(third, 'held-out')).toEqual([]);
  });

  it('is asked of a model that is there, and leaves no job behind otherwise', async () => {
    const before = loop.learning.queue.list().length;
    await expect(loop.learning.compare('no-such-model')).rejects.toMatchObject({ code: 'not-found' });
    expect(loop.learning.queue.list()).toHaveLength(before);
  });

  it('is not known of a model from another clinic, and the verdict says so', async () => {
    const trainedOn = ['mitdb/101', 'clinic/1', 'clinic/2'];
    const folder = join(library.folder, 'models', 'from-elsewhere');
    const { id } = await packSeeded(temporaryFolder(), folder, { seed: 77, trainedOn });
    await end((await loop.learning.compare(id)).id);
    expect(judgesOf(id)).not.toEqual([]);
    expect(loop.learning.promotion.comparison(id).gate.sentences).toContainEqual({
      ...{ code: 'learned-elsewhere', whose: 'candidate', recordings: 2 },
    });
    const said = loop.learning.promotion.comparison(model).gate.sentences.map(({ code }) => code);
    expect(said).not.toContain('learned-elsewhere');
  });

  it('holds a candidate against the program’s own model as well as the one in use', async () => {
    await end((await loop.learning.compare(model)).id);
    const plan = async () => loop.learning.handlers['learning.plan']({ snapshotId: first.id, settings: {} }, none);
    expect(await plan()).toMatchObject({ parentModel: shipped, parentInUse: true });
    await loop.learning.promotion.promote(model, AT_ALL_COSTS);
    // A snapshot keeps its parent: it is named, and that it is not in use.
    expect(await plan()).toMatchObject({ parentModel: shipped, parentInUse: false });
    const again = await end((await loop.learning.start(first.id, settings(9))).id);
    const { gate } = loop.learning.promotion.comparison(again.candidateId ?? '');
    expect(gate.rows.some(({ beside }) => beside === 'shipped')).toBe(true);
    expect(gate.rows.some(({ beside }) => beside === undefined)).toBe(true);
  });

  it('trains and compares with the model that reads where the one in use is damaged, and says how to get out', async () => {
    truncateSync(join(library.folder, 'models', model, 'beats.nat'), 1_000);
    const job = await end((await loop.learning.start(first.id, settings(4))).id);
    expect(job).toMatchObject({ state: 'done', parentModel: shipped });
    expect(loop.learning.promotion.comparison(job.candidateId ?? '').incumbentId).toBe(shipped);
    const damaged = (await candidates()).find(({ modelId }) => modelId === model);
    expect(damaged?.problem).toMatchObject({ code: 'damaged', reads: shipped });
    expect(await loop.learning.promotion.rollBack()).toMatchObject({ from: model, to: shipped });
    expect(library.settings.get('active-models')).toEqual([]);
  });
});
