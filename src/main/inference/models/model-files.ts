import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { Problem } from '../../../shared/problem.ts';
import {
  CARD_FILE,
  CARD_VERSION,
  fileNameOf,
  MODEL_INPUTS,
  ModelCard,
  modelId,
  type Part,
  PARTS,
  sealOf,
} from './model-card.ts';
import { damagedModel, missingPart, type ModelOrigin, newerModel, olderModel } from './model-problems.ts';

/** Hashing goes on in pieces of this length, so that it never holds up the thread for long. */
const PIECE_BYTES = 1 << 20;

/**
 * The card of a model's folder.
 * @throws Problem `not-found`, `unreadable`, `unsupported`
 */
export function readCard(folder: string, origin: ModelOrigin): ModelCard {
  const name = basename(folder);
  const path = join(folder, CARD_FILE);
  if (!existsSync(path)) throw missingPart(name, CARD_FILE, origin);
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw damagedModel(name, `its ${CARD_FILE} cannot be read`, origin, cause);
  }
  const version = typeof json === 'object' && json !== null && 'formatVersion' in json ? json.formatVersion : undefined;
  if (typeof version === 'number' && version > CARD_VERSION) throw newerModel(name);
  const parsed = ModelCard.safeParse(json);
  if (!parsed.success) {
    const field = parsed.error.issues[0]?.path.join('.') ?? '';
    throw damagedModel(name, `its ${CARD_FILE} is wrong at ${field}`, origin, parsed.error);
  }
  const card = parsed.data;
  if (card.inputs > MODEL_INPUTS) throw newerModel(card.id);
  if (card.inputs < MODEL_INPUTS) throw olderModel(card.id);
  const { seal } = card;
  if (modelId(card) !== card.id || (seal !== undefined && sealOf(json) !== seal)) {
    throw damagedModel(card.id, `its ${CARD_FILE} was changed after it was made`, origin);
  }
  return card;
}

/**
 * Whether a model's folder holds what its card says, byte for byte.
 * @throws Problem `not-found`, `unreadable`, `unsupported`
 */
export async function verifyFiles(folder: string, origin: ModelOrigin): Promise<ModelCard> {
  const card = readCard(folder, origin);
  for (const part of PARTS) if (card.files[part]) await readPart(folder, card, part, origin);
  return card;
}

/**
 * The bytes of one file, as the card says they are.
 * @throws Problem `not-found`, `unreadable`
 */
export async function readPart(folder: string, card: ModelCard, part: Part, origin: ModelOrigin): Promise<Uint8Array> {
  const name = fileNameOf(part);
  const path = join(folder, name);
  if (!existsSync(path)) throw missingPart(card.id, name, origin);
  let bytes: Uint8Array;
  try {
    bytes = new Uint8Array(await readFile(path)); // bytes of its own: a Buffer may lie in a pool that it shares
  } catch (cause) {
    throw new Problem('unreadable', `The model ${card.id} could not be read: may you read its file ${name}?`, {
      cause,
    });
  }
  const said = card.files[part];
  if (bytes.length !== said?.bytes || (await sha256Of(bytes)) !== said.sha256) {
    throw damagedModel(card.id, `its ${name} is not as it was made (the checksum differs)`, origin);
  }
  return bytes;
}

async function sha256Of(bytes: Uint8Array): Promise<string> {
  const hash = createHash('sha256');
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
    hash.update(bytes.subarray(at, at + PIECE_BYTES));
    await setImmediate();
  }
  return hash.digest('hex');
}
