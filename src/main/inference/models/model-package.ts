import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import * as z from 'zod';
import { Problem } from '../../../shared/problem.ts';
import { CARD_FILE, fileNameOf, PARTS } from './model-card.ts';

/**
 * A model as one file: 8 bytes magic, u32 length of the head, the head as JSON, 64 bytes Ed25519 signature of the head
 * (RFC 8032), then the files in the order of the head, whose hashes it holds. There is nothing to unpack: names are
 * looked up in a list, never joined to a path.
 */
const MAGIC = new TextEncoder().encode('ENTHMDL1');
const SIGNATURE_BYTES = 64;
const MOST_HEAD_BYTES = 64 * 1024;
/** Within so many bytes the head ends. */
export const MOST_BEGINNING_BYTES = MAGIC.length + 4 + MOST_HEAD_BYTES;
/** Of one file, and of the whole: a hundred times the model that is shipped. */
const MOST_FILE_BYTES = 96 * 1024 * 1024;
/** Of a file that is read as text. */
const MOST_TEXT_BYTES = 256 * 1024;
const MOST_PACKAGE_BYTES = 256 * 1024 * 1024;

/** What a package may hold, and nothing else. */
const TEXTS = [CARD_FILE, 'README.md', 'provenance.json'] as const;
const NAMES = [...TEXTS, ...PARTS.map(fileNameOf)] as const;
const isText = (name: string): boolean => TEXTS.some((text) => text === name);

const Head = z.object({
  format: z.literal('einthoven-model-package'),
  version: z.literal(1),
  modelId: z.string().regex(/^[a-z0-9][a-z0-9-]{0,79}$/),
  /** What the signer calls itself. */
  signer: z
    .string()
    .min(1)
    .max(120)
    .refine((name) => printable(name) === name),
  /** DER of the public key, base64. */
  publicKey: z.string().max(200),
  files: z
    .array(
      z
        .object({
          name: z.enum(NAMES),
          bytes: z.int().nonnegative().max(MOST_FILE_BYTES),
          sha256: z.string().regex(/^[0-9a-f]{64}$/),
        })
        .refine(({ name, bytes }) => !isText(name) || bytes <= MOST_TEXT_BYTES),
    )
    .min(1)
    .max(NAMES.length),
});

export interface PackageFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface OpenedPackage {
  readonly modelId: string;
  readonly signer: string;
  /** SHA-256 of the public key, in groups of four. */
  readonly fingerprint: string;
  readonly files: readonly PackageFile[];
}

/** Names that a model's folder may bring into a package. */
export const PACKAGE_NAMES: readonly string[] = NAMES;

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** `3f2a 9c01 …`, all 64 digits. */
export const fingerprintOf = (publicKey: KeyObject): string =>
  (sha256(publicKey.export({ type: 'spki', format: 'der' })).match(/.{4}/g) ?? []).join(' ');

/**
 * Characters that move a cursor, turn the direction of writing or are not seen: what stands beside a fingerprint could
 * otherwise be made to look like another one.
 */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]/gu;

/** A line of somebody else's as it may be shown. */
export const printable = (text: string): string => text.replaceAll(UNSEEN, '\ufffd');

/** Whether a text of several lines, or any text within a JSON value, can be shown as it is. */
function isPrintable(value: unknown): boolean {
  if (typeof value === 'string') {
    const lines = value.replaceAll(/[\n\t]/g, ' ');
    return printable(lines) === lines;
  }
  if (Array.isArray(value)) return value.every(isPrintable);
  if (typeof value === 'object' && value !== null) return Object.entries(value).flat().every(isPrintable);
  return true;
}

/** Whether what has arrived of a file so far can become a package. */
const mayBePackage = (bytes: Uint8Array): boolean =>
  bytes.subarray(0, MAGIC.length).every((byte, i) => MAGIC[i] === byte);

/**
 * How long a package is by its own head, before any of its files is read: whoever reads it need not hold more than it
 * promises. Whether the head itself is true is for `openPackage` to find out.
 * @param beginning what there is of it; undefined while the head is not all there yet
 * @throws Problem `unsupported`, `unreadable` for what cannot become a package
 */
export function announcedBytes(beginning: Uint8Array): number | undefined {
  const start = MAGIC.length + 4;
  if (!mayBePackage(beginning)) throw noPackage();
  if (beginning.length < start) return undefined;
  const length = new DataView(beginning.buffer, beginning.byteOffset).getUint32(MAGIC.length, true);
  if (length > MOST_HEAD_BYTES) throw cutOff();
  if (beginning.length < start + length) return undefined;
  const { files } = headOf(beginning.subarray(start, start + length));
  const bytes = files.reduce((sum, { bytes: size }) => sum + size, start + length + SIGNATURE_BYTES);
  if (bytes > MOST_PACKAGE_BYTES) throw tooLarge();
  return bytes;
}

/** @param privateKey an Ed25519 key in PEM */
export function writePackage(
  modelId: string,
  files: readonly PackageFile[],
  signer: string,
  privateKey: string,
): Uint8Array {
  const key = createPrivateKey(privateKey);
  const publicKey = createPublicKey(key).export({ type: 'spki', format: 'der' }).toString('base64');
  const head = Head.parse({
    ...{ format: 'einthoven-model-package', version: 1, modelId, signer: printable(signer), publicKey },
    files: files.map(({ name, bytes }) => ({ name, bytes: bytes.length, sha256: sha256(bytes) })),
  });
  const json = new TextEncoder().encode(JSON.stringify(head));
  const length = new Uint8Array(new Uint32Array([json.length]).buffer);
  const signature = sign(null, json, key);
  return new Uint8Array(Buffer.concat([MAGIC, length, json, signature, ...files.map(({ bytes }) => bytes)]));
}

/**
 * Checks a package before anything of it is used: its form, its signature, the hash of every file.
 * @throws Problem `unreadable`, `unsupported`
 */
export function openPackage(bytes: Uint8Array): OpenedPackage {
  const start = MAGIC.length + 4;
  if (bytes.length > MOST_PACKAGE_BYTES) throw tooLarge();
  if (bytes.length < start || !mayBePackage(bytes)) throw noPackage();
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(MAGIC.length, true);
  if (length > MOST_HEAD_BYTES || bytes.length < start + length + SIGNATURE_BYTES) throw cutOff();
  const json = bytes.subarray(start, start + length);
  const head = headOf(json);
  const publicKey = keyOf(head.publicKey);
  if (!verify(null, json, publicKey, bytes.subarray(start + length, start + length + SIGNATURE_BYTES))) {
    throw new Problem(
      'unreadable',
      'The signature of this model does not fit: it was changed on its way, or is not of whom it says. Ask for it again.',
    );
  }
  let at = start + length + SIGNATURE_BYTES;
  if (head.files.reduce((sum, { bytes: size }) => sum + size, at) !== bytes.length) throw cutOff();
  const names = new Set<string>();
  const files = head.files.map(({ name, bytes: size, sha256: said }) => {
    const own = bytes.slice(at, at + size);
    at += size;
    if (own.length !== size) throw cutOff();
    if (sha256(own) !== said || names.has(name)) {
      throw new Problem('unreadable', `${name} in this model is damaged. Ask for it again; nothing was changed here.`);
    }
    if (isText(name)) requirePrintable(name, own);
    names.add(name);
    return { name, bytes: own };
  });
  return { modelId: head.modelId, signer: head.signer, fingerprint: fingerprintOf(publicKey), files };
}

function requirePrintable(name: string, bytes: Uint8Array): void {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    if (isPrintable(name.endsWith('.json') ? (JSON.parse(text) as unknown) : text)) return;
  } catch {
    // Neither text nor JSON: the sentence below says it.
  }
  throw new Problem(
    'unreadable',
    `${name} in this model holds characters that cannot be shown, or is no text. Nothing was changed here; ask its maker.`,
  );
}

function headOf(json: Uint8Array): z.infer<typeof Head> {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(json));
  } catch (cause) {
    throw new Problem('unreadable', 'This model cannot be read. Ask for it again; nothing was changed here.', {
      cause,
    });
  }
  const parsed = Head.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new Problem(
    'unsupported',
    'This model holds something else than a model does, or was packed by a newer version of Einthoven. It was not opened.',
    { cause: parsed.error },
  );
}

function keyOf(base64: string): KeyObject {
  try {
    const key = createPublicKey({ key: Buffer.from(base64, 'base64'), format: 'der', type: 'spki' });
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch {
    // The sentence below says it.
  }
  throw new Problem('unreadable', 'The key of this model cannot be read. Ask for the model again.');
}

/** @throws whatever `openPackage` would say of a file of this length. */
export function requirePackageLength(bytes: number, announced: number | undefined): void {
  if (bytes > MOST_PACKAGE_BYTES) throw tooLarge();
  if (bytes !== announced) throw cutOff();
}

const noPackage = (): Problem =>
  new Problem('unsupported', 'This file is no model of Einthoven. Choose one that ends in .einthoven-model.');

const tooLarge = (): Problem => new Problem('unsupported', 'This file is larger than any model. It was not opened.');

const cutOff = (): Problem =>
  new Problem(
    'unreadable',
    'This model is cut off or longer than it says. Ask for it again; nothing was changed here.',
  );
