import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { learn } from '../../../src/main/hosts/cli/commands/learn.ts';
import { runCommandLine } from '../../../src/main/hosts/cli/run.ts';
import { findModel } from '../../../src/main/inference/models/find-model.ts';
import { modelPlaces, wantedModels } from '../../../src/main/inference/models/model-registry.ts';
import { type Library, openLibrary } from '../../../src/main/library/open-library.ts';
import { LearningScope } from '../../../src/shared/contract/learning-data.ts';
import { packSeeded } from '../inference-models/seeded-model.ts';
import { temporaryFolder } from '../library/temporary-library.ts';
import { addPatient, openLoop, type Places, programPlaces, review } from './made-clinic.ts';

const resources = vi.hoisted(() => ({ folder: '' }));
vi.mock(import('../../../src/main/hosts/workstation/program-files.ts'), async (original) => {
  const { locateProgramFiles } = await original();
  return { locateProgramFiles: () => ({ ...locateProgramFiles(), resources: resources.folder }) };
});

const none = new AbortController().signal;
const ADVICE = 'Install Einthoven again.';

/** `einthoven learn …` as a terminal would run it. */
async function run(...argv: string[]): Promise<{ status: number; out: string; notes: string }> {
  const texts = { out: '', notes: '' };
  const into = (name: 'out' | 'notes') =>
    ({ write: (text: unknown) => ((texts[name] += String(text)), true) }) as unknown as NodeJS.WritableStream;
  const status = await runCommandLine([learn], ['learn', ...argv], {
    ...{ stdout: into('out'), stderr: into('notes'), cwd: '/', signal: none },
  });
  return { status, ...texts };
}

describe('the model that came with the program, once its files are damaged', { timeout: 120_000 }, () => {
  let places: Places;
  let folder = '';
  let shipped = '';
  let local = '';
  let sound: Buffer;
  const file = (name = 'beats.nat'): string => join(places.models, 'tiny', name);
  const damage = (): void => {
    const bytes = Buffer.from(sound);
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
    writeFileSync(file(), bytes);
  };
  /** The library with its service, closed behind it: the terminal needs it for itself. */
  async function withLoop<T>(use: (loop: ReturnType<typeof openLoop>, library: Library) => Promise<T>): Promise<T> {
    const library = openLibrary(folder, { mode: 'owner' });
    const loop = openLoop(library, places);
    try {
      return await use(loop, library);
    } finally {
      await loop.close();
      library.close();
    }
  }
  const here = (...argv: string[]) => run(...argv, '--by', 'Dr Lead', '--library', folder);
  const scope = LearningScope.parse({ kind: 'finetune' });

  beforeAll(async () => {
    resources.folder = temporaryFolder();
    places = await programPlaces(resources.folder);
    sound = readFileSync(file());
    folder = temporaryFolder();
    await withLoop(async ({ learning }, library) => {
      for (const name of ['Ada', 'Beat', 'Clara', 'Dorotea']) review(library, addPatient(library, name, 40, 4));
      shipped = learning.promotion.activeModel();
      const made = join(library.folder, 'models');
      const { id } = await packSeeded(temporaryFolder(), join(made, 'made'), { seed: 4 });
      local = id;
    });
  });
  beforeEach(async () => {
    writeFileSync(file(), sound);
    await withLoop((_, library) => {
      library.settings.save('active-models', []);
      return Promise.resolve();
    });
  });
  afterAll(() => rmSync(resources.folder, { recursive: true, force: true }));

  it('is refused where recordings are read: rules read, with a sentence that says what to do', async () => {
    damage();
    const found = await findModel(modelPlaces(places.models, folder), []);
    expect(found.model).toBeUndefined();
    expect(found.notice).toMatch(/is damaged: its beats\.nat.*Install Einthoven again\. Rules read/s);
  });

  it('is told by the service, which previews, trains and compares nothing with it, and queues nothing', async () => {
    const snapshot = await withLoop(({ learning }) => learning.snapshot(scope));
    damage();
    await withLoop(async ({ learning }) => {
      const { activeModel, troubles } = await learning.handlers['learning.candidates']({}, none);
      expect(activeModel).toBeUndefined();
      expect(troubles).toEqual([
        { modelId: shipped, origin: 'shipped', code: 'damaged', text: expect.stringContaining(ADVICE) as string },
      ]);
      const preview = await learning.handlers['learning.preview'](scope, none);
      expect(preview).toMatchObject({ canStart: false, remarks: [{ code: 'model-damaged', severity: 'stops' }] });
      await expect(learning.snapshot(scope)).rejects.toThrow(ADVICE);
      await expect(learning.start(snapshot.id, { steps: 4 })).rejects.toThrow(/damaged.*Install.*rules read/s);
      await expect(learning.compare(local)).rejects.toThrow(ADVICE);
      expect(learning.queue.list()).toEqual([]);
      // What was decided can still be looked at, and a model brought along.
      expect(await learning.handlers['learning.history']({}, none)).toEqual({ decisions: [] });
    });
  });

  it('is told in the terminal, with an exit status of a file that is not sound', async () => {
    damage();
    const status = await here('status');
    expect(status.out).toMatch(/in use: none, rules read\n.*is damaged.*Install Einthoven again/s);
    const started = await here('start', '--steps', '4');
    expect(started.notes).toContain(ADVICE);
    expect(started.status).not.toBe(0);
    const compared = await here('compare', local, '--again');
    expect([compared.status, compared.notes]).toEqual([2, expect.stringContaining(ADVICE)]);
    expect((await here('status')).out).toMatch(/No training has been asked for yet/);
  });

  it('has the sound model that was chosen read on, and is told all the same; no training passes beside it', async () => {
    damage();
    await withLoop(async ({ learning }, library) => {
      library.settings.save('active-models', ['gone-since', local]);
      const found = await findModel(modelPlaces(places.models, folder), wantedModels(library.settings));
      expect(found).toMatchObject({
        model: { id: local },
        notice: expect.stringContaining(`${local} is used`) as string,
      });
      const { activeModel, troubles } = await learning.handlers['learning.candidates']({}, none);
      expect(activeModel).toBe(local);
      expect(troubles).toMatchObject([
        { modelId: 'gone-since', origin: 'local', code: 'gone', reads: local },
        { modelId: shipped, origin: 'shipped', code: 'damaged', reads: local },
      ]);
      // Nobody could tell whether losses add up: it stops before it trains.
      const { id } = await learning.start((await learning.snapshot(scope)).id, { steps: 4, threads: 1 });
      await learning.queue.settled();
      const stopped = learning.queue.info(id);
      expect(stopped).toMatchObject({ state: 'failed', step: 0, problem: { code: 'unreadable' } });
      expect(stopped.problem?.text).toContain(ADVICE);
      writeFileSync(file(), sound);
      await learning.queue.goOn(id);
      await learning.queue.settled();
      expect(learning.queue.info(id)).toMatchObject({ state: 'done', parentModel: local });
    });
  });

  it('leaves the way back to a model that was in use open, also where its card cannot be read', async () => {
    const card = readFileSync(file('card.json'));
    writeFileSync(file('card.json'), '{');
    await withLoop(async ({ learning }, library) => {
      const decision = { kind: 'promote' as const, actor: 'Dr Lead', at: '2026-11-22T10:00:00Z', from: shipped };
      library.learning.candidates.addDecision({ ...decision, to: local, modelId: local, overridden: false });
      expect((await learning.promotion.inUse()).reads).toBeUndefined();
      expect(await learning.promotion.rollBack(local)).toMatchObject({ from: 'rules', to: local });
      expect((await learning.promotion.inUse()).reads).toBe(local);
    });
    writeFileSync(file('card.json'), card);
    expect(existsSync(file())).toBe(true);
  });
});
