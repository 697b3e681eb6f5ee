import { mkdirSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateKeyPairSync, sign } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { findModel } from '../../../src/main/inference/models/find-model.ts';
import { openPackage, writePackage } from '../../../src/main/inference/models/model-package.ts';
import { modelPlaces } from '../../../src/main/inference/models/model-registry.ts';
import { readModel } from '../../../src/main/inference/models/read-model.ts';
import type { Library } from '../../../src/main/library/open-library.ts';
import { readPackageFile } from '../../../src/main/services/learning/arriving-package.ts';
import { ModelExchange } from '../../../src/main/services/learning/model-exchange.ts';
import { ModelPromotion } from '../../../src/main/services/learning/model-promotion.ts';
import { keyReplacedWords } from '../../../src/shared/learning-words.ts';
import { packSeeded, TINY } from '../inference-models/seeded-model.ts';
import { temporaryFolder, temporaryLibrary } from '../library/temporary-library.ts';
import { programPlaces } from './made-clinic.ts';

interface Site {
  readonly library: Library;
  readonly exchange: ModelExchange;
  readonly promotion: ModelPromotion;
}

describe('a model as one signed file', () => {
  let models = '';
  const site = (name: string): Site => {
    const library = temporaryLibrary();
    const places = modelPlaces(models, library.folder);
    const promotion = new ModelPromotion({ library, places, actor: () => name });
    return { library, promotion, exchange: new ModelExchange(library, places, promotion, () => name) };
  };
  let one: Site;
  let other: Site;
  let local = '';
  beforeAll(async () => {
    models = (await programPlaces(temporaryFolder())).models;
    one = site('Clinic one');
    other = site('Clinic two');
    const folder = join(one.library.folder, 'models', 'made-here');
    await packSeeded(temporaryFolder(), folder, { seed: 5 });
    local = readdirSync(join(one.library.folder, 'models'))[0] ?? '';
    const found = await findModel(modelPlaces(undefined, one.library.folder), []);
    expect(found.model).toBeUndefined();
    local = (await packSeeded(temporaryFolder(), folder, { seed: 5 })).id;
  });

  it('goes to another library, which shows whose it is and asks to trust an unknown signer by fingerprint', async () => {
    expect(one.exchange.key.fingerprint()).toBeUndefined();
    const { name, bytes, fingerprint, arrived } = await one.exchange.export(local);
    // It has not left as long as nobody says that it arrived.
    expect(one.library.learning.candidates.decisions()).toEqual([]);
    await arrived();
    expect(one.library.learning.candidates.decisions()).toMatchObject([{ kind: 'export', modelId: local }]);
    expect(name).toBe(`${local}.einthoven-model`);
    const offer = await other.exchange.offer(bytes);
    // What the maker can tell is what the receiver sees.
    expect(offer.fingerprint).toBe(fingerprint);
    expect(one.exchange.key.fingerprint()).toBe(fingerprint);
    expect(offer).toMatchObject({ modelId: local, signer: 'Clinic one', standing: 'unknown', alreadyThere: false });
    await expect(other.exchange.accept(offer.offerId)).rejects.toThrow(/fingerprint/);
    expect(await other.exchange.accept(offer.offerId, offer.fingerprint)).toBe(local);
    expect((await other.exchange.offer(bytes)).standing).toBe('known');
    expect((await one.exchange.offer(bytes)).standing).toBe('own');
    expect(other.promotion.activeModel()).not.toBe(local);
    expect(other.library.learning.candidates.decisions()).toMatchObject([{ kind: 'import', modelId: local }]);
    expect(statSync(join(one.library.folder, 'learning', 'signing-key.pem')).mode & 0o077).toBe(0);
  });

  it('mends a damaged model of the same id, and two offers of one model are one', async () => {
    const { bytes } = await one.exchange.export(local);
    const here = site('Clinic three');
    const first = await here.exchange.offer(bytes);
    const second = await here.exchange.offer(bytes);
    await expect(here.exchange.accept(first.offerId, first.fingerprint)).rejects.toThrow(/given up/);
    const id = await here.exchange.accept(second.offerId, second.fingerprint);
    expect(readdirSync(join(here.library.folder, 'learning', 'offers'))).toEqual([]);
    const folder = join(here.library.folder, 'models', id);
    for (const name of ['beats.nat', 'card.json']) {
      writeFileSync(join(folder, name), 'cut off');
      const offer = await here.exchange.offer(bytes);
      expect(offer.alreadyThere).toBe(false);
      await here.exchange.accept(offer.offerId);
      expect((await readModel(folder, 'local')).id).toBe(id);
    }
    expect((await here.exchange.offer(bytes)).alreadyThere).toBe(true);
  });

  it('is signed with a new key where the old one is cut off; the old one is kept and the history says so', async () => {
    const here = site('Clinic four');
    const folder = join(here.library.folder, 'learning');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'signing-key.pem'), '-----BEGIN PRIVATE KEY-----\nMC4CAQ');
    const shipped = here.promotion.activeModel();
    const { bytes, arrived } = await here.exchange.export(shipped);
    await arrived();
    expect((await here.exchange.offer(bytes)).standing).toBe('own');
    expect(readdirSync(folder).some((name) => name.startsWith('signing-key.unreadable-'))).toBe(true);
    expect(here.library.learning.candidates.decisions()[0]?.reason).toMatch(/new key was made/);
    expect(here.exchange.key.replaced()?.keptAs).toMatch(/^signing-key\.unreadable-/);
  });

  it('tells that the key is another one, with both fingerprints, until somebody has passed it on', async () => {
    const here = site('Clinic seven');
    const { key } = here.exchange;
    const { fingerprint } = await key.use();
    expect(key.replaced()).toBeUndefined();
    const path = join(here.library.folder, 'learning', 'signing-key.pem');
    rmSync(path);
    const { fingerprint: second } = await key.use();
    expect(key.replaced()).toMatchObject({ fingerprint: second, before: fingerprint });
    // Of a key that nobody was told of nobody has to hear.
    writeFileSync(path, 'not a key');
    const { fingerprint: third } = await key.use();
    expect(key.replaced()).toMatchObject({ fingerprint: third, before: fingerprint });
    expect(keyReplacedWords(key.replaced() ?? { at: '', fingerprint: '' })).toContain(
      `${third} now, no longer ${fingerprint}`,
    );
    await key.acknowledge();
    await key.use();
    expect(key.replaced()).toBeUndefined();
  });

  it('of an earlier sitting that nobody accepted is swept', async () => {
    const here = site('Clinic five');
    const offers = join(here.library.folder, 'learning', 'offers');
    mkdirSync(join(offers, 'left'), { recursive: true });
    await here.exchange.offer((await one.exchange.export(local)).bytes);
    expect(readdirSync(offers)).toHaveLength(1);
    expect(readdirSync(offers)).not.toContain('left');
  });

  it('holds nothing that a terminal obeys or that turns the direction of writing', async () => {
    const { bytes } = await one.exchange.export(local);
    const { files } = openPackage(bytes);
    const { privateKey } = generateKeyPairSync('ed25519');
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const text = (value: string) => new TextEncoder().encode(value);
    expect(openPackage(writePackage(local, files, 'A\u001b[2K\u202eB', pem)).signer).toBe('A\ufffd[2K\ufffdB');
    const evil = ['\u001b[31mred', 'a\u202eb', 'a\u2066b', 'a\rb', 'a\u0085b'];
    const readme = (value: string) =>
      files.map((file) => (file.name === 'README.md' ? { ...file, bytes: text(value) } : file));
    for (const value of evil) {
      expect(() => openPackage(writePackage(local, readme(value), 'x', pem))).toThrow(/cannot be shown/);
      const card = files.map((file) =>
        file.name === 'card.json' ? { ...file, bytes: text(JSON.stringify({ summary: [value] })) } : file,
      );
      expect(() => openPackage(writePackage(local, card, 'x', pem))).toThrow(/cannot be shown/);
    }
    expect(() => writePackage(local, readme('a'.repeat(300_000)), 'x', pem)).toThrow();
    expect(() => openPackage(writePackage(local, readme('Two lines\n\tÄ'), 'x', pem))).not.toThrow();
    // A head that another program wrote and signed.
    const length = new DataView(bytes.buffer).getUint32(8, true);
    const head = new TextDecoder().decode(bytes.subarray(12, 12 + length)).replace('Clinic one', '\\u001bXabc');
    const packed = [bytes.subarray(0, 12), text(head), sign(null, text(head), privateKey)];
    expect(() => openPackage(new Uint8Array(Buffer.concat(packed)))).toThrow(/not opened/);
  });

  it('is refused wherever a byte of it was changed', async () => {
    const { bytes } = await one.exchange.export(local);
    for (const at of [3, 20, 200, bytes.length >> 1, bytes.length - 1]) {
      const changed = bytes.slice();
      changed[at] = (changed[at] ?? 0) ^ 1;
      await expect(other.exchange.offer(changed)).rejects.toMatchObject({ name: 'Problem' });
    }
    for (const cut of [5, 100, bytes.length - 1]) {
      await expect(other.exchange.offer(bytes.slice(0, cut))).rejects.toMatchObject({ name: 'Problem' });
    }
    await expect(other.exchange.offer(new Uint8Array([...bytes, 0]))).rejects.toThrow(/longer/);
  });

  it('may hold a model and nothing else: no other name, no path, no size beyond what it says', () => {
    const { privateKey } = generateKeyPairSync('ed25519');
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const bytes = new Uint8Array(10);
    for (const name of ['../../evil', '/etc/passwd', 'C:\\evil', 'evil.nat']) {
      expect(() => writePackage('m', [{ name, bytes }], 'x', pem)).toThrow();
    }
    // Packed and signed by another program.
    const good = writePackage('m', [{ name: 'card.json', bytes }], 'x', pem);
    const length = new DataView(good.buffer).getUint32(8, true);
    const head = new TextDecoder().decode(good.subarray(12, 12 + length));
    for (const evil of [head.replace('card.json', '../card.j'), head.replace('"bytes":10', '"bytes":99')]) {
      const json = new TextEncoder().encode(evil);
      const packed = Buffer.concat([good.subarray(0, 12), json, sign(null, json, privateKey), bytes]);
      expect(() => openPackage(new Uint8Array(packed))).toThrow(/not opened|cut off/);
    }
  });

  it('in pieces is refused with the piece that shows it cannot be one, not at its end', async () => {
    const { bytes } = await one.exchange.export(local);
    const here = site('Clinic six');
    const { uploadId } = await here.exchange.receive(undefined, bytes.subarray(0, 5), false);
    await here.exchange.receive(uploadId, bytes.subarray(5, 5_000), false);
    expect((await here.exchange.receive(uploadId, bytes.subarray(5_000), true)).offer?.modelId).toBe(local);

    await expect(here.exchange.receive(undefined, new Uint8Array(9), false)).rejects.toThrow(/no model of Einthoven/);
    const longer = await here.exchange.receive(undefined, bytes, false);
    await expect(here.exchange.receive(longer.uploadId, new Uint8Array(1), false)).rejects.toThrow(
      /longer than it says/,
    );
    await expect(here.exchange.receive(longer.uploadId, new Uint8Array(1), true)).rejects.toThrow(/given up/);
    await expect(here.exchange.receive(undefined, bytes.subarray(0, 9_000), true)).rejects.toThrow(/cut off/);
    // A head that promises more than any model is.
    const huge = new TextDecoder('latin1').decode(bytes).replace(/(\.nat","bytes"):\d+/g, '$1:98000000');
    const head = Buffer.from(huge.slice(12, huge.indexOf('}]}') + 3), 'latin1');
    const beginning = Buffer.concat([bytes.subarray(0, 8), new Uint8Array(Uint32Array.of(head.length).buffer), head]);
    await expect(here.exchange.receive(undefined, beginning, false)).rejects.toThrow(/larger than any model/);
  });

  it('on the disk is looked at by length and head before it is read', async () => {
    const { bytes } = await one.exchange.export(local);
    const folder = temporaryFolder();
    const file = join(folder, 'one.einthoven-model');
    writeFileSync(file, bytes);
    expect(readPackageFile(file)).toEqual(bytes);
    // Far longer than memory: sparse, so that it takes no room on the disk.
    truncateSync(file, 2 ** 36);
    expect(() => readPackageFile(file)).toThrow(/larger than any model/);
    truncateSync(file, bytes.length - 1);
    expect(() => readPackageFile(file)).toThrow(/cut off/);
    truncateSync(file, 100);
    expect(() => readPackageFile(file)).toThrow(/cut off/);
    for (const none of [folder, join(folder, 'absent')]) expect(() => readPackageFile(none)).toThrow(/check its name/);
    writeFileSync(file, 'PK and more');
    expect(() => readPackageFile(file)).toThrow(/no model of Einthoven/);
  });

  it('that is damaged within is asked for again: there is no folder to restore and nothing to train', async () => {
    const { bytes } = await one.exchange.export(local);
    const { files } = openPackage(bytes);
    const damaged = files.map((file) =>
      file.name === 'beats.nat'
        ? { ...file, bytes: file.bytes.map((byte, at) => (at === 5_000 ? byte ^ 1 : byte)) }
        : file,
    );
    const { privateKey } = generateKeyPairSync('ed25519');
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const said = other.exchange.offer(writePackage(local, damaged, 'x', pem));
    await expect(said).rejects.toThrow('Ask for the file again');
    await expect(said).rejects.not.toThrow(/[Rr]estore|train/);
  });

  it('of another architecture is refused with a sentence, and the model in use stays', async () => {
    const strange = { ...TINY, windowSamples: 1_248 };
    const scratch = temporaryFolder();
    const { privateKey } = generateKeyPairSync('ed25519');
    const folder = join(scratch, 'sound');
    const sound = await packSeeded(scratch, folder, { seed: 9 });
    const read = openPackage((await one.exchange.export(local)).bytes).files;
    const card = read.find(({ name }) => name === 'card.json');
    // A card that promises inputs this version does not prepare.
    const json = new TextDecoder().decode(card?.bytes).replace('"inputs": 1', '"inputs": 99');
    writeFileSync(join(scratch, 'card.json'), json);
    const files = read.map((file) =>
      file.name === 'card.json' ? { ...file, bytes: new TextEncoder().encode(json) } : file,
    );
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const before = other.promotion.activeModel();
    await expect(other.exchange.offer(writePackage(sound.id, files, 'x', pem))).rejects.toThrow(/newer version/);
    await expect(packSeeded(scratch, join(scratch, 'strange'), { model: strange, seed: 10 })).rejects.toThrow();
    expect(other.promotion.activeModel()).toBe(before);
  });
});
