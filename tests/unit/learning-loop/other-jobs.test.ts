import { truncateSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Library } from '../../../src/main/library/open-library.ts';
import { LearningScope } from '../../../src/shared/contract/learning-data.ts';
import { temporaryFolder, temporaryLibrary } from '../library/temporary-library.ts';
import { addPatient, type Loop, openLoop, type Places, programPlaces, review } from './made-clinic.ts';

const none = new AbortController().signal;

describe('jobs of other kinds', { timeout: 60_000 }, () => {
  let places: Places;
  const loops: Loop[] = [];
  const site = (name: string): { library: Library; loop: Loop } => {
    const library = temporaryLibrary();
    const loop = openLoop(library, places, { actor: () => name });
    loops.push(loop);
    return { library, loop };
  };
  beforeAll(async () => {
    places = await programPlaces(temporaryFolder());
  }, 60_000);
  afterAll(() => Promise.all(loops.map((loop) => loop.close())));

  const ended = async ({ loop }: { loop: Loop }, jobId: string) => {
    for await (const event of loop.learning.queue.watch(jobId, none)) {
      if (event.kind === 'job' && event.job.state === 'paused') break;
    }
    return loop.learning.queue.info(jobId);
  };

  it('pretraining needs no labels, says the same as before, and goes to another library as a file', async () => {
    const one = site('Clinic one');
    addPatient(one.library, 'Ada', 40);
    addPatient(one.library, 'Bea', 40);
    const { learning } = one.loop;
    const snapshot = await learning.snapshot(LearningScope.parse({ kind: 'pretrain' }));
    expect(snapshot.recordings).toHaveLength(2);
    const { id } = await learning.start(snapshot.id, { steps: 3, threads: 1 });
    const job = await ended(one, id);
    expect(job).toMatchObject({ state: 'done', kind: 'pretrain' });
    const modelId = job.candidateId ?? '';
    const { groups } = learning.promotion.comparison(modelId);
    for (const { candidate, incumbent } of groups) expect(candidate.bxb).toEqual(incumbent.bxb);

    const pieces: Uint8Array[] = [];
    for await (const { bytes } of learning.handlers['learning.exportModel']({ modelId }, none)) pieces.push(bytes);
    const file = Buffer.concat(pieces);
    // How many there were, and no id of any.
    expect(file.includes('study-')).toBe(false);
    expect(file.includes('clinic/2')).toBe(true);

    const other = site('Clinic two');
    review(other.library, addPatient(other.library, 'Cleo', 40));
    const theirs = other.loop.learning.handlers;
    let uploadId: string | undefined;
    let offer;
    for (const [at, bytes] of pieces.entries()) {
      const last = at === pieces.length - 1;
      const answer = await theirs['learning.receiveModel'](
        { bytes: Uint8Array.from(bytes), last, ...(uploadId === undefined ? {} : { uploadId }) },
        none,
      );
      uploadId = answer.uploadId;
      offer = answer.offer;
    }
    expect(offer).toMatchObject({ modelId, standing: 'unknown' });
    const accepted = await theirs['learning.acceptModel'](
      { offerId: offer?.offerId ?? '', trustFingerprint: offer?.fingerprint },
      none,
    );
    expect(await ended(other, accepted.id)).toMatchObject({ state: 'done', kind: 'evaluate', candidateId: modelId });
    expect(await theirs['learning.candidates']({}, none)).toMatchObject({
      // What its maker says of it: nothing of this clinic's labels.
      candidates: [
        {
          ...{ modelId, origin: 'imported', standing: 'waiting', version: 'test', device: 'cpu' },
          ...{ parentModel: snapshot.parentModel, labels: { N: 0, S: 0, V: 0, F: 0, Q: 0 } },
        },
      ],
    });
  });

  it('run one after the other, and one that is cancelled leaves nothing behind', async () => {
    const here = site('Dr Lead');
    review(here.library, addPatient(here.library, 'Ada', 40));
    const { learning } = here.loop;
    const { queue } = learning;
    const snapshot = await learning.snapshot(LearningScope.parse({ kind: 'finetune' }));
    const first = await learning.start(snapshot.id, { steps: 100_000, threads: 1 });
    const second = await learning.start(snapshot.id, { steps: 5, threads: 1 });
    expect(queue.info(second.id).state).toBe('queued');
    const waiting = await queue.pause(second.id);
    expect(waiting.state).toBe('paused');
    expect((await queue.cancel(first.id)).state).toBe('cancelled');
    expect((await queue.cancel(second.id)).state).toBe('cancelled');
    expect(here.library.learning.candidates.list()).toEqual([]);
    expect(queue.list().map(({ state }) => state)).toEqual(['cancelled', 'cancelled']);
  });

  it('a damaged pretrained part stops a training before it begins, and an export', async () => {
    const here = site('Dr Lead');
    const { learning } = here.loop;
    review(here.library, addPatient(here.library, 'Ada', 40));
    const pretrain = await learning.snapshot(LearningScope.parse({ kind: 'pretrain' }));
    const made = await ended(here, (await learning.start(pretrain.id, { steps: 2, threads: 1 })).id);
    const modelId = made.candidateId ?? '';
    truncateSync(join(here.library.folder, 'models', modelId, 'pretrained.nat'), 1_000);
    const { id: snapshotId } = await learning.snapshot(LearningScope.parse({ kind: 'finetune' }));
    const { id } = await learning.queue.add({
      ...{ id: 'waited', kind: 'finetune', snapshotId, progress: {}, createdBy: 'Dr Lead' },
      spec: {
        ...{ kind: 'finetune', model: modelId, snapshotId, steps: 100_000, seed: 1, device: 'cpu', threads: 1 },
        ...{ start: 'model', checkpointSeconds: 5 },
      },
      createdAt: '2026-11-22T10:00:00Z',
    });
    const failed = await ended(here, id);
    expect(failed).toMatchObject({ state: 'failed', step: 0, problem: { code: 'unreadable' } });
    expect(failed.problem?.text).toContain('pretrained.nat');
    await expect(learning.exchange.export(modelId)).rejects.toThrow(/pretrained\.nat/);
  });

  it('an imported model whose comparison was called off is listed, and can be compared', async () => {
    const one = site('Clinic one');
    addPatient(one.library, 'Ada', 40);
    const pretrain = await one.loop.learning.snapshot(LearningScope.parse({ kind: 'pretrain' }));
    const { id } = await one.loop.learning.start(pretrain.id, { steps: 2, threads: 1 });
    const modelId = (await ended(one, id)).candidateId ?? '';
    const { bytes } = await one.loop.learning.exchange.export(modelId);

    const other = site('Clinic two');
    const { learning } = other.loop;
    const { handlers, exchange, queue } = learning;
    review(other.library, addPatient(other.library, 'Cleo', 40));
    // What runs meanwhile keeps the comparison waiting.
    const snapshot = await learning.snapshot(LearningScope.parse({ kind: 'finetune' }));
    const running = await learning.start(snapshot.id, { steps: 100_000, threads: 1 });
    const { offerId, fingerprint } = await exchange.offer(bytes);
    const job = await handlers['learning.acceptModel']({ offerId, trustFingerprint: fingerprint }, none);
    expect((await queue.cancel(job.id)).state).toBe('cancelled');
    await queue.cancel(running.id);
    const listed = async () => (await handlers['learning.candidates']({}, none)).candidates;
    expect(await listed()).toMatchObject([{ modelId, origin: 'imported', compared: false, passed: false }]);
    const again = await handlers['learning.compareAnew']({ modelId }, none);
    expect((await ended(other, again.id)).state).toBe('done');
    expect(await listed()).toMatchObject([{ modelId, origin: 'imported', compared: true }]);
  });
});
