import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findModel } from '../../../src/main/inference/models/find-model.ts';
import { MODEL_INPUTS } from '../../../src/main/inference/models/model-card.ts';
import { readCard, verifyFiles } from '../../../src/main/inference/models/model-files.ts';
import { ACTIVE_MODELS_SETTING, modelPlaces, wantedModels } from '../../../src/main/inference/models/model-registry.ts';
import { packModel } from '../../../src/main/inference/models/pack-model.ts';
import { readModel } from '../../../src/main/inference/models/read-model.ts';
import { FACTS, packSeeded, seededCheckpoint, TINY } from './seeded-model.ts';

let scratch = '';
/** Two packed models of which every test gets its own copy. */
let first = '';
let second = '';
let firstId = '';
let secondId = '';
let place = '';
let runs = 0;

beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'einthoven-models-'));
  first = join(scratch, 'first');
  second = join(scratch, 'second');
  firstId = (await packSeeded(scratch, first, { seed: 1 })).id;
  secondId = (await packSeeded(scratch, second, { seed: 2, facts: { version: '1.0.10' } })).id;
});
afterAll(() => rmSync(scratch, { recursive: true }));
beforeEach(() => {
  place = join(scratch, `test-${runs++}`);
  cpSync(first, join(place, 'shipped', 'first'), { recursive: true });
  mkdirSync(join(place, 'library'));
});

const shippedModel = () => join(place, 'shipped', 'first');
const places = () => modelPlaces(join(place, 'shipped'), join(place, 'library'));
const addLocal = (): void => {
  cpSync(second, join(place, 'library', 'models', secondId), { recursive: true });
};
const bytesIn = (folder: string) =>
  Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name)).toString('hex')]));

function changeCard(folder: string, change: (card: Record<string, unknown>) => void): void {
  const path = join(folder, 'card.json');
  const card = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
  change(card);
  writeFileSync(path, JSON.stringify(card));
}

function flipByte(path: string): void {
  const bytes = readFileSync(path);
  bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
  writeFileSync(path, bytes);
}

describe('a packed model', () => {
  it('is read back with its three heads, their weights and what is said of them', async () => {
    const model = await readModel(shippedModel(), 'shipped');
    expect(model).toMatchObject({ id: firstId, origin: 'shipped', card: FACTS });
    expect(model.beats.head.classes).toEqual(['N', 'S', 'V', 'F', 'Q']);
    expect(model.findings.head.kind).toBe('findings');
    expect(model.waves.parameters).toHaveLength(model.waves.layout.size);
    expect(model.card.files.beats.parameters).toBe(model.beats.layout.size);
  });

  it('says how many records of each set it has seen, from its files', () => {
    expect(readCard(first, 'shipped').trainedOn.filter(({ part }) => part === 'beats')).toEqual([
      { part: 'beats', data: 'mitdb', records: 2 },
      { part: 'beats', data: 'svdb', records: 1 },
    ]);
  });

  it('is the same, byte for byte, when packed again', async () => {
    await packSeeded(scratch, join(place, 'again'), { seed: 1 });
    expect(bytesIn(join(place, 'again'))).toEqual(bytesIn(first));
  });

  it('has an id that follows from its files and from all that decides what it says, and from nothing else', async () => {
    const id = async (facts: object): Promise<string> =>
      (await packSeeded(scratch, join(place, 'other'), { facts })).id;
    expect(secondId).not.toBe(firstId);
    expect(await id({ summary: 'The same, described otherwise.', metrics: [] })).toBe(firstId);
    expect(await id({ thresholds: { AFIB: 0.5 } })).not.toBe(firstId);
    expect(
      await id({ calibration: { ...FACTS.calibration, beats: { kind: 'temperature', temperature: 1.4 } } }),
    ).not.toBe(firstId);
  });

  it('comes with a page that names its data, figures, limits and licences', () => {
    const page = readFileSync(join(first, 'README.md'), 'utf8');
    for (const said of [firstId, 'mitdb', '12.5 ± 0.5', 'It knows nothing.', 'Apache-2.0', 'confirmed']) {
      expect(page).toContain(said);
    }
  });

  it.each([
    ['a wrong fact', { version: 'new' }, 'version'],
    ['a fact nobody knows', { treshold: 0.4 }, 'treshold'],
    ['a threshold for an unknown finding', { thresholds: { LBBB: 0.4 } }, 'LBBB'],
  ])('is refused with %s, and what was there before stays', async (_, facts, said) => {
    const before = bytesIn(shippedModel());
    const packing = packSeeded(scratch, shippedModel(), { facts });
    await expect(packing).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringContaining(said) as string,
    });
    expect(bytesIn(shippedModel())).toEqual(before);
    expect(readdirSync(join(place, 'shipped'))).toEqual(['first']);
  });

  it('never replaces a folder that is no model’s', async () => {
    writeFileSync(join(place, 'library', 'letter.txt'), 'keep me');
    await expect(packSeeded(scratch, join(place, 'library'))).rejects.toMatchObject({ code: 'bad-input' });
    expect(readdirSync(join(place, 'library'))).toEqual(['letter.txt']);
  });

  it('needs all three heads', async () => {
    const path = join(place, 'beats.nat');
    writeFileSync(path, seededCheckpoint('beats', 1));
    await expect(packModel({ beats: path }, FACTS, join(place, 'new'))).rejects.toMatchObject({ code: 'bad-input' });
  });
});

describe('a model that cannot be used says why, in a sentence that names it', () => {
  const trouble = async (): Promise<unknown> => readModel(shippedModel(), 'shipped').catch((thrown: unknown) => thrown);

  it('when a file is missing', async () => {
    rmSync(join(shippedModel(), 'waves.nat'));
    expect(await trouble()).toMatchObject({
      code: 'not-found',
      message: `The model ${firstId} lacks its file waves.nat. Install Einthoven again.`,
    });
  });

  it('when a file is not what its card says', async () => {
    flipByte(join(shippedModel(), 'findings.nat'));
    expect(await trouble()).toMatchObject({
      code: 'unreadable',
      message: `The model ${firstId} is damaged: its findings.nat is not as it was made (the checksum differs). Install Einthoven again.`,
    });
    await expect(verifyFiles(shippedModel(), 'local')).rejects.toThrow('Restore its folder from a backup');
  });

  it('when the files of two heads were exchanged', async () => {
    const [beats, waves] = ['beats.nat', 'waves.nat'].map((name) => readFileSync(join(shippedModel(), name)));
    writeFileSync(join(shippedModel(), 'waves.nat'), beats ?? '');
    writeFileSync(join(shippedModel(), 'beats.nat'), waves ?? '');
    expect(await trouble()).toMatchObject({ code: 'unreadable' });
  });

  it('when its card is missing, no JSON, incomplete, or was changed by hand', async () => {
    const card = join(shippedModel(), 'card.json');
    const sound = readFileSync(card);
    for (const words of [{ summary: 'The best model.' }, { limits: [] }, { metrics: [] }]) {
      changeCard(shippedModel(), (fields) => Object.assign(fields, words));
      expect(await trouble()).toMatchObject({ code: 'unreadable' });
      writeFileSync(card, sound);
    }
    expect(await trouble()).toMatchObject({ id: firstId });
    changeCard(shippedModel(), (fields) => (fields['thresholds'] = { AFIB: 0.01 }));
    expect(await trouble()).toMatchObject({
      code: 'unreadable',
      message: expect.stringContaining('changed') as string,
    });
    changeCard(shippedModel(), (fields) => delete fields['beatLeadPolicy']);
    expect(await trouble()).toMatchObject({ message: expect.stringContaining('beatLeadPolicy') as string });
    writeFileSync(card, '{');
    expect(await trouble()).toMatchObject({ code: 'unreadable' });
    rmSync(card);
    expect(await trouble()).toMatchObject({ code: 'not-found' });
  });

  it('when it was made by a newer or for an older version of the program', async () => {
    changeCard(shippedModel(), (fields) => (fields['inputs'] = MODEL_INPUTS + 1));
    expect(await trouble()).toMatchObject({ code: 'unsupported', message: expect.stringContaining('newer') as string });
    changeCard(shippedModel(), (fields) => (fields['inputs'] = MODEL_INPUTS - 1));
    expect(await trouble()).toMatchObject({ message: expect.stringContaining('earlier version') as string });
    changeCard(shippedModel(), (fields) => (fields['formatVersion'] = 2));
    expect(await trouble()).toMatchObject({ message: expect.stringContaining('newer') as string });
  });

  it('when it is built for other windows or its calibration is one of other classes', async () => {
    const packing = packSeeded(scratch, join(place, 'short'), { seed: 3, model: { ...TINY, windowSamples: 1248 } });
    await expect(packing).rejects.toMatchObject({
      code: 'unsupported',
      message: expect.stringContaining('2 × 1248 samples, not 2 × 2496') as string,
    });
    const calibration = { ...FACTS.calibration, findings: { kind: 'vector', scale: [1], bias: [0] } };
    await expect(packSeeded(scratch, join(place, 'odd'), { facts: { calibration } })).rejects.toMatchObject({
      code: 'unsupported',
    });
  });
});

describe('the model to read with', () => {
  it('is the shipped one unless another was chosen, and nothing is said about that', async () => {
    addLocal();
    const { model, notice } = await findModel(places(), []);
    expect(model).toMatchObject({ id: firstId, origin: 'shipped' });
    expect(notice).toBeUndefined();
  });

  it('is the newest of the shipped ones by its version', async () => {
    cpSync(second, join(place, 'shipped', 'a-second'), { recursive: true });
    expect((await findModel(places(), [])).model?.id).toBe(secondId);
  });

  it('is the local one that was chosen', async () => {
    addLocal();
    const { model, notice } = await findModel(places(), [secondId, firstId]);
    expect(model).toMatchObject({ id: secondId, origin: 'local' });
    expect(notice).toBeUndefined();
  });

  it('is the one before it, with a notice, when the chosen one is damaged', async () => {
    addLocal();
    flipByte(join(place, 'library', 'models', secondId, 'beats.nat'));
    const { model, notice } = await findModel(places(), [secondId, firstId]);
    expect(model?.id).toBe(firstId);
    expect(notice).toContain(`The model ${secondId} is damaged: its beats.nat`);
    expect(notice).toContain(`${firstId} is used instead.`);
  });

  it('is the shipped one, with a notice, when the chosen one is gone or its card is damaged', async () => {
    expect(await findModel(places(), [secondId])).toMatchObject({
      model: { id: firstId },
      notice: `The model ${secondId} is no longer there. ${firstId} is used instead.`,
    });
    addLocal();
    writeFileSync(join(place, 'library', 'models', secondId, 'card.json'), '');
    expect((await findModel(places(), [secondId])).notice).toContain('is damaged');
  });

  it('is none, and that is said, when there is none or none is sound', async () => {
    flipByte(join(shippedModel(), 'beats.nat'));
    const damaged = await findModel(places(), []);
    expect(damaged.model).toBeUndefined();
    expect(damaged.notice).toContain('Install Einthoven again. Rules read the recording instead.');
    expect(await findModel(modelPlaces(undefined, undefined), [])).toEqual({
      model: undefined,
      notice: 'No model came with this program. Rules read the recording instead.',
    });
  });
});

it('the models in use are remembered in a setting, and anything else there counts as none', () => {
  const settings = (value: unknown) => ({
    get: (name: string) => (name === ACTIVE_MODELS_SETTING ? value : undefined),
  });
  expect(wantedModels(settings(['b', 'a']))).toEqual(['b', 'a']);
  expect(wantedModels(settings({ id: 'b' }))).toEqual([]);
  expect(wantedModels(settings(undefined))).toEqual([]);
});
