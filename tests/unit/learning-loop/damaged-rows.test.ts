import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { replaceFile } from '../../../src/main/learning/replace-file.ts';
import { keepingProgress } from '../../../src/main/jobs/learning/learning-context.ts';
import type { Library } from '../../../src/main/library/open-library.ts';
import { LearningScope } from '../../../src/shared/contract/learning-data.ts';
import { temporaryFolder, temporaryLibrary } from '../library/temporary-library.ts';
import { addPatient, type Loop, openLoop, programPlaces, review } from './made-clinic.ts';

const none = new AbortController().signal;
const finetune = LearningScope.parse({ kind: 'finetune' });

describe('a library with a damaged row of learning', { timeout: 60_000 }, () => {
  let library: Library;
  let loop: Loop;
  beforeAll(async () => {
    library = temporaryLibrary();
    loop = openLoop(library, await programPlaces(temporaryFolder()));
    for (const name of ['Ada', 'Bea', 'Cleo', 'Dora']) review(library, addPatient(library, name, 30));
  }, 60_000);
  afterAll(() => loop.close());

  const damage = (sql: string): void => {
    const database = new Database(join(library.folder, 'library.db'));
    database.exec(`DROP TRIGGER IF EXISTS learning_snapshots_never_change; ${sql}`);
    database.close();
  };

  it('fails the job that cannot be read, with a sentence, and goes on with the others', async () => {
    const snapshot = await loop.learning.snapshot(finetune);
    const { jobs } = library.learning;
    const job = { kind: 'finetune' as const, snapshotId: snapshot.id, progress: {}, createdBy: 'Dr Lead' };
    const at = '2026-11-22T10:00:00Z';
    jobs.add({ ...job, id: 'damaged', spec: { kind: 'finetune' }, createdAt: at });
    damage("UPDATE learning_jobs SET spec = '{cut' WHERE id = 'damaged'");
    expect(loop.learning.queue.list()).toMatchObject([{ id: 'damaged', problem: { code: 'unreadable' } }]);
    const { id } = await loop.learning.start(snapshot.id, { steps: 3, threads: 1 });
    await loop.learning.queue.settled();
    expect(loop.learning.queue.info('damaged')).toMatchObject({ state: 'failed', problem: { code: 'unreadable' } });
    expect(loop.learning.queue.info(id).state).toBe('done');
  });

  it('says of a snapshot that it is not as it was made, and holds none of its patients out any more', async () => {
    const [made] = (await loop.learning.handlers['learning.snapshots']({}, none)).snapshots;
    const id = made?.id ?? '';
    for (const content of ['{}', '{cut']) {
      damage(`UPDATE learning_snapshots SET content = '${content}'`);
      const fresh = openLoop(library, await programPlaces(temporaryFolder()));
      const { handlers } = fresh.learning;
      await expect(fresh.learning.start(id, { steps: 3 })).rejects.toThrow(/not as it was made/);
      expect((await handlers['learning.snapshots']({}, none)).snapshots).toEqual([]);
      const { patients } = await handlers['learning.preview'](finetune, none);
      expect(patients.map(({ side }) => side)).toEqual(['train', 'train', 'train', 'train']);
      await fresh.close();
    }
  });
});

describe('a training that finds no room', () => {
  it('is told in words of the training, not of its files', async () => {
    const folder = temporaryFolder();
    // Its place is taken by a folder.
    mkdirSync(join(folder, 'beats.nat.training'));
    const written = keepingProgress(() => {
      replaceFile(join(folder, 'beats.nat.training'), new Uint8Array(1));
    });
    await expect(written).rejects.toMatchObject({ code: 'disk' });
    await expect(written).rejects.toThrow(/^The training cannot keep its progress.*It waits/);
    const other = keepingProgress(() => Promise.reject(new RangeError('a mistake')));
    await expect(other).rejects.toThrow('a mistake');
  });
});
