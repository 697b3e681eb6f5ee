import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ACTIVE_MODELS_SETTING, modelPlaces } from '../../../src/main/inference/models/model-registry.ts';
import { ModelsService } from '../../../src/main/services/models-service.ts';
import { packSeeded } from './seeded-model.ts';

let scratch = '';
let shippedId = '';
let localId = '';
let place = '';
let runs = 0;

beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'einthoven-models-'));
  shippedId = (await packSeeded(scratch, join(scratch, 'one'), { seed: 1 })).id;
  localId = (await packSeeded(scratch, join(scratch, 'two'), { seed: 2, facts: { version: '1.1.0' } })).id;
});
afterAll(() => rmSync(scratch, { recursive: true }));
beforeEach(() => {
  place = join(scratch, `test-${runs++}`);
  cpSync(join(scratch, 'one'), join(place, 'shipped', 'one'), { recursive: true });
  cpSync(join(scratch, 'two'), join(place, 'library', 'models', localId), { recursive: true });
});

function service(active: readonly string[] = []) {
  const settings = { get: (name: string) => (name === ACTIVE_MODELS_SETTING ? active : undefined) };
  const models = new ModelsService(modelPlaces(join(place, 'shipped'), join(place, 'library')), settings);
  const list = async () => (await models.handlers['models.list']({}, new AbortController().signal)).models;
  return { models, list };
}

describe('the models as the window shows them', () => {
  it('are those of the program and of the library, with their heads and sizes; the shipped one is active', async () => {
    const found = await service().list();
    expect(found).toMatchObject([
      { id: shippedId, name: 'ecg-nat-tiny 1.0.0', origin: 'shipped', active: true },
      { id: localId, name: 'ecg-nat-tiny 1.1.0', origin: 'local', active: false },
    ]);
    expect(found[0]).not.toHaveProperty('problem');
    expect(found[0]?.heads).toEqual(['beats', 'findings', 'waves']);
    expect(found[0]?.parameters).toBeGreaterThan(1_000);
    expect(found[0]?.bytes).toBeGreaterThan(4 * (found[0]?.parameters ?? Infinity));
  });

  it('show the local one as active that was chosen', async () => {
    const { models, list } = service([localId]);
    expect((await list()).filter(({ active }) => active)).toMatchObject([{ id: localId }]);
    expect(models.preferred()).toMatchObject({ id: localId, origin: 'local' });
  });

  it('show a damaged one with the reason, and the one in its place as active, also when it is damaged later', async () => {
    const { list } = service([localId]);
    await list();
    writeFileSync(join(place, 'library', 'models', localId, 'beats.nat'), 'x');
    expect(await list()).toMatchObject([
      { id: shippedId, active: true },
      { id: localId, active: false, problem: expect.stringContaining('its beats.nat is not as it was made') as string },
    ]);
  });

  it('are none where there are none', async () => {
    const models = new ModelsService(modelPlaces(undefined, undefined), { get: () => undefined });
    expect(await models.handlers['models.list']({}, new AbortController().signal)).toEqual({ models: [] });
    expect(models.preferred()).toBeUndefined();
  });
});
