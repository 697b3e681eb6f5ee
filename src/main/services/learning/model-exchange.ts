import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ModelOffer } from '../../../shared/contract/learning.ts';
import { keyReplacedWords } from '../../../shared/learning-words.ts';
import { Problem } from '../../../shared/problem.ts';
import { openPackage, PACKAGE_NAMES, printable, writePackage } from '../../inference/models/model-package.ts';
import { fileNameOf, type ModelCard } from '../../inference/models/model-card.ts';
import { readCard, verifyFiles } from '../../inference/models/model-files.ts';
import { type ModelPlaces, modelWithId } from '../../inference/models/model-registry.ts';
import { readModel } from '../../inference/models/read-model.ts';
import { replaceFile } from '../../learning/replace-file.ts';
import { importedManifest } from '../../jobs/learning/imported-manifest.ts';
import { namesRecordings } from '../../jobs/learning/clinic-record-names.ts';
import { placeModel, soundModel } from '../../jobs/learning/place-model.ts';
import { readModelFile } from '../../learning/model-file.ts';
import type { Library } from '../../library/open-library.ts';
import { ArrivingPackage } from './arriving-package.ts';
import type { ModelPromotion } from './model-promotion.ts';
import { OwnKey, type UsedKey } from './own-key.ts';

const PIECE_BYTES = 1 << 20;
/** Uploads and offers that are open at once; the oldest goes. */
const MOST_OPEN = 4;

interface Offered {
  readonly offer: ModelOffer;
  readonly folder: string;
}

/** A model that is ready to leave. */
export interface ExportedModel {
  /** Of the file. */
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Of the key it is signed with. */
  readonly fingerprint: string;
  /** To be called once the file is where it was to go: the history tells of it then. */
  readonly arrived: () => Promise<void>;
}

/** Models that leave and come as one signed file. */
export class ModelExchange {
  readonly key: OwnKey;
  private readonly library: Library;
  private readonly places: ModelPlaces;
  private readonly promotion: ModelPromotion;
  private readonly actor: () => string;
  private readonly uploads = new Map<string, ArrivingPackage>();
  private readonly offers = new Map<string, Offered>();
  private readonly offersFolder: string;
  private swept = false;
  /** What is to be said of the key with the next decision. */
  private keyNotice: string | undefined;

  constructor(library: Library, places: ModelPlaces, promotion: ModelPromotion, actor: () => string) {
    this.library = library;
    this.key = new OwnKey(library);
    this.places = places;
    this.promotion = promotion;
    this.actor = actor;
    this.offersFolder = join(library.folder, 'learning', 'offers');
  }

  /**
   * A model as one signed file. The history tells of it once it has arrived where it was to go.
   * @throws Problem `not-found`, `unreadable` for a model that is not sound
   */
  async export(modelId: string): Promise<ExportedModel> {
    const by = this.actor();
    const found = modelWithId(this.places, modelId);
    if (!found) throw new Problem('not-found', `There is no model ${modelId}. "einthoven learn status" lists them.`);
    const card = await verifyFiles(found.folder, found.origin);
    const learned = (['pretrained', 'beats'] as const).filter((part) => card.files[part]);
    if (learned.some((part) => namesRecordings(readModelFile(join(found.folder, fileNameOf(part))).trainedOn))) {
      throw new Problem(
        'unsupported',
        'This model was trained by an earlier version of Einthoven, whose files name the recordings that were learned ' +
          'from. It does not leave this library; train it again.',
      );
    }
    const files = PACKAGE_NAMES.filter((name) => existsSync(join(found.folder, name))).map((name) => ({
      name,
      bytes: new Uint8Array(readFileSync(join(found.folder, name))),
    }));
    const { pem, fingerprint } = await this.usedKey();
    const bytes = writePackage(modelId, files, by, pem);
    const arrived = async (): Promise<void> => {
      const active = this.promotion.activeModel();
      const at = new Date().toISOString();
      await this.promotion.record({
        ...{ kind: 'export', actor: by, at, from: active, to: active, modelId, overridden: false },
        ...this.reason(),
      });
    };
    return { name: `${modelId}.einthoven-model`, bytes, fingerprint, arrived };
  }

  async *pieces(modelId: string): AsyncGenerator<{ name: string; bytes: Uint8Array<ArrayBuffer>; last: boolean }> {
    const { name, bytes, arrived } = await this.export(modelId);
    for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
      yield { name, bytes: bytes.slice(at, at + PIECE_BYTES), last: at + PIECE_BYTES >= bytes.length };
    }
    await arrived();
  }

  /** @throws Problem where the file is too large, or as `offer` does */
  async receive(
    uploadId: string | undefined,
    piece: Uint8Array,
    last: boolean,
  ): Promise<{ uploadId: string; offer?: ModelOffer }> {
    const id = uploadId ?? randomUUID();
    const upload = this.uploads.get(id) ?? new ArrivingPackage();
    if (uploadId !== undefined && !this.uploads.has(id)) {
      throw new Problem('not-found', 'This upload was given up. Choose the file again.');
    }
    this.uploads.delete(id);
    upload.add(piece);
    if (last) return { uploadId: id, offer: await this.offer(upload.whole()) };
    this.uploads.set(id, upload);
    dropOldest(this.uploads);
    return { uploadId: id };
  }

  /** Checks a model's file and lays it aside; nothing is in use by it. @throws Problem `unreadable`, `unsupported` */
  async offer(bytes: Uint8Array): Promise<ModelOffer> {
    this.sweep();
    const opened = openPackage(bytes);
    // One offer of a model: the latest.
    for (const [id, { offer }] of this.offers) if (offer.modelId === opened.modelId) this.giveUp(id);
    const offerId = randomUUID();
    const folder = join(this.offersFolder, offerId);
    try {
      makeFolder(folder);
      for (const file of opened.files) replaceFile(join(folder, file.name), file.bytes);
      const card = await readOffered(folder);
      if (card.id !== opened.modelId) {
        throw new Problem('unreadable', 'This model is another one than its file says. Ask for it again.');
      }
      const { candidates } = this.library.learning;
      const own = (await this.usedKey()).fingerprint;
      const offer: ModelOffer = {
        offerId,
        modelId: card.id,
        name: printable(`${card.name} ${card.version}`),
        summary: printable(card.summary),
        bytes: bytes.length,
        fingerprint: opened.fingerprint,
        signer: printable(opened.signer),
        standing:
          opened.fingerprint === own
            ? 'own'
            : candidates.signer(opened.fingerprint) === undefined
              ? 'unknown'
              : 'known',
        alreadyThere: (await soundModel(this.places, card.id)) !== undefined,
      };
      this.offers.set(offerId, { offer, folder });
      const gone = dropOldest(this.offers);
      if (gone) rmSync(gone.folder, { recursive: true, force: true });
      return offer;
    } catch (thrown) {
      rmSync(folder, { recursive: true, force: true });
      throw thrown;
    }
  }

  /** Keeps an offered model. It is not in use by that. @throws Problem `bad-input` for a signer nobody trusts */
  async accept(offerId: string, trustFingerprint?: string): Promise<string> {
    const by = this.actor();
    const found = this.offers.get(offerId);
    if (!found) throw new Problem('not-found', 'This offer was given up. Choose the file again.');
    const { offer, folder } = found;
    if (offer.standing === 'unknown' && !sameDigits(trustFingerprint, offer.fingerprint)) {
      throw new Problem(
        'bad-input',
        `No model of this signer was accepted here before. Ask ${offer.signer} for the fingerprint by another way, ` +
          `compare it with ${offer.fingerprint}, then accept the model by it.`,
      );
    }
    const at = new Date().toISOString();
    try {
      await placeModel(folder, this.places, offer.modelId);
    } catch (cause) {
      const text = 'The model could not be kept: the disk is full or refuses to be written. Nothing was changed.';
      throw new Problem('disk', text, { cause });
    }
    this.giveUp(offerId);
    const active = this.promotion.activeModel();
    await this.library.whenFree(() =>
      this.library.transaction(() => {
        const { candidates } = this.library.learning;
        if (offer.standing === 'unknown') candidates.trust(offer.fingerprint, offer.signer, by, at);
        candidates.addDecision({
          ...{ kind: 'import', actor: by, at, from: active, to: active, modelId: offer.modelId, overridden: false },
          ...this.reason(`signed by ${offer.signer}, ${offer.fingerprint}`),
        });
      }),
    );
    return offer.modelId;
  }

  /**
   * Lists a model that came from elsewhere from the moment its comparison is asked for: where that is cancelled or fails,
   * it can be asked for again.
   */
  async list(modelId: string, jobId: string): Promise<void> {
    const { candidates } = this.library.learning;
    const found = modelWithId(this.places, modelId);
    const isImported = candidates.decisions().some((one) => one.kind === 'import' && one.modelId === modelId);
    if (!found || !isImported || candidates.list().some((one) => one.modelId === modelId)) return;
    const manifest = importedManifest(readCard(found.folder, found.origin), found.folder);
    await this.library.whenFree(() => candidates.add({ modelId, jobId, manifest, at: new Date().toISOString() }));
  }

  private async usedKey(): Promise<UsedKey> {
    const used = await this.key.use();
    if (used.replaced) this.keyNotice = keyReplacedWords(used.replaced);
    return used;
  }

  /** The reason of a decision, with what is to be said of the key: it stays to be read in the history. */
  private reason(text?: string): { reason?: string } {
    const said = [text, this.keyNotice].filter((one) => one !== undefined).join('. ');
    this.keyNotice = undefined;
    return said === '' ? {} : { reason: said };
  }

  private giveUp(offerId: string): void {
    const gone = this.offers.get(offerId);
    this.offers.delete(offerId);
    if (gone) rmSync(gone.folder, { recursive: true, force: true });
  }

  /** What an earlier sitting laid aside, nobody can accept any more. */
  private sweep(): void {
    if (!this.swept) rmSync(this.offersFolder, { recursive: true, force: true });
    this.swept = true;
  }
}

/** What a file holds. It lies nowhere yet, so that there is no folder to restore. @throws Problem `unreadable`, `unsupported` */
async function readOffered(folder: string): Promise<ModelCard> {
  try {
    await verifyFiles(folder, 'local');
    return (await readModel(folder, 'local')).card;
  } catch (thrown) {
    if (!(thrown instanceof Problem) || thrown.code === 'unsupported') throw thrown;
    const text = 'The model in this file is damaged or lacks a part. Ask for the file again; nothing was changed here.';
    throw new Problem('unreadable', text, { cause: thrown });
  }
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (cause) {
    const text = 'The model could not be laid aside: the disk is full or refuses to be written. Nothing was changed.';
    throw new Problem('disk', text, { cause });
  }
}

const sameDigits = (given: string | undefined, fingerprint: string): boolean =>
  given !== undefined && given.replaceAll(/\s/g, '').toLowerCase() === fingerprint.replaceAll(' ', '');

function dropOldest<T>(map: Map<string, T>): T | undefined {
  const [oldest] = map.keys();
  if (map.size <= MOST_OPEN || oldest === undefined) return undefined;
  const gone = map.get(oldest);
  map.delete(oldest);
  return gone;
}
