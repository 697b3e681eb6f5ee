/**
 * A checkpoint: manifest and float32 vectors in one run of bytes, so that it is replaced whole or not at all.
 *
 * Layout: 8 bytes magic, 4 bytes length of the manifest (little-endian), the manifest as UTF-8 JSON, zeros up to a
 * multiple of 4, the vectors, and 32 bytes SHA-256 of everything before.
 */
import { createHash } from 'node:crypto';
import { Problem } from '../../shared/problem.ts';
import { type Manifest, MANIFEST_VERSION, manifestSchema } from './checkpoint-manifest.ts';
import { sizeOf } from './graph/shape.ts';
import type { HeadConfig } from './heads/head-config.ts';
import type { ModelConfig } from './model-config.ts';
import type { StoredLayout } from './parameters/layout.ts';
import type { TrainingState } from './runtime/training-session.ts';
import { STATE_NAMES } from './training-graph.ts';

export interface Checkpoint {
  readonly model: ModelConfig;
  readonly head: HeadConfig;
  readonly layout: StoredLayout;
  /** All vectors to resume from, or `parameters` alone for a model that is shipped. */
  readonly state: TrainingState;
  readonly seed: number;
  /** JSON values: data sets, recipe, figures. */
  readonly notes: Readonly<Record<string, unknown>>;
}

const MAGIC = new TextEncoder().encode('ECGNAT\r\n');
const HEADER_BYTES = 12;
const DIGEST_BYTES = 32;

export function writeCheckpoint({ model, head, layout, state, seed, notes }: Checkpoint): Uint8Array<ArrayBuffer> {
  const vectors = STATE_NAMES.flatMap((name) => {
    const values = state.vectors[name];
    return values ? [{ name, bytes: new Uint8Array(values.buffer, values.byteOffset, values.byteLength) }] : [];
  });
  const manifest: Manifest = {
    format: 'einthoven-model',
    version: MANIFEST_VERSION,
    model: { ...model, levels: [...model.levels] },
    head: manifestSchema.shape.head.parse(head),
    layout: {
      entries: layout.entries.map(({ name, shape, offset }) => ({ name, shape: [...shape], offset })),
      size: layout.size,
    },
    step: state.step,
    seed,
    notes: { ...notes },
    vectors: vectors.map(({ name, bytes }) => ({ name, sha256: sha256(bytes).toString('hex') })),
  };
  const json = new TextEncoder().encode(JSON.stringify(manifest));
  const start = aligned(HEADER_BYTES + json.length);
  const length = start + vectors.reduce((sum, { bytes }) => sum + bytes.length, 0);
  const file = new Uint8Array(length + DIGEST_BYTES);
  file.set(MAGIC);
  new DataView(file.buffer).setUint32(MAGIC.length, json.length, true);
  file.set(json, HEADER_BYTES);
  let at = start;
  for (const { bytes } of vectors) {
    file.set(bytes, at);
    at += bytes.length;
  }
  file.set(sha256(file.subarray(0, length)), length);
  return file;
}

/**
 * @param name the file's name, for the sentence that says what is wrong with it
 * @throws Problem `unreadable` for anything but a sound checkpoint of this program, `unsupported` for a newer one
 */
export function readCheckpoint(file: Uint8Array, name: string): Checkpoint {
  if (file.length < HEADER_BYTES + DIGEST_BYTES || MAGIC.some((byte, at) => file[at] !== byte)) {
    throw new Problem('unreadable', `${name} is not an Einthoven model. Choose a file that this program wrote.`);
  }
  const end = file.length - DIGEST_BYTES;
  if (!sha256(file.subarray(0, end)).equals(file.subarray(end))) {
    throw damaged(name, 'its checksum does not match its contents');
  }
  const jsonLength = new DataView(file.buffer, file.byteOffset).getUint32(MAGIC.length, true);
  if (HEADER_BYTES + jsonLength > end) throw damaged(name, 'its description ends beyond the file');
  const manifest = parseManifest(file.subarray(HEADER_BYTES, HEADER_BYTES + jsonLength), name);
  const { model, head, layout, step, seed, notes } = manifest;
  for (const entry of layout.entries) {
    if (entry.offset + sizeOf(entry.shape) > layout.size) throw damaged(name, `parameter ${entry.name} does not fit`);
  }
  const start = aligned(HEADER_BYTES + jsonLength);
  const vectorBytes = 4 * layout.size;
  if (start + vectorBytes * manifest.vectors.length !== end) throw damaged(name, 'it has not the length it states');
  if (!manifest.vectors.some((vector) => vector.name === 'parameters')) throw damaged(name, 'it holds no parameters');
  const vectors = Object.fromEntries(
    manifest.vectors.map((vector, index) => {
      const from = start + index * vectorBytes;
      // A copy of its own: Node's Buffer.slice would share the pool it was cut from, at any alignment.
      const bytes = Uint8Array.from(file.subarray(from, from + vectorBytes));
      if (sha256(bytes).toString('hex') !== vector.sha256) throw damaged(name, `its ${vector.name} are not as written`);
      return [vector.name, new Float32Array(bytes.buffer)];
    }),
  );
  return { model, head, layout, state: { step, vectors }, seed, notes };
}

function parseManifest(bytes: Uint8Array, name: string): Manifest {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw damaged(name, 'its description cannot be read', cause);
  }
  const version = typeof json === 'object' && json !== null && 'version' in json ? json.version : undefined;
  if (typeof version === 'number' && version > MANIFEST_VERSION) {
    const advice = `It was written by a newer version of Einthoven; update the program to use it.`;
    throw new Problem('unsupported', `${name} is a model of format ${version}. ${advice}`);
  }
  const parsed = manifestSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const field = parsed.error.issues[0]?.path.join('.') ?? 'manifest';
  throw damaged(name, `its description is wrong at ${field}`, parsed.error);
}

function damaged(name: string, what: string, cause?: unknown): Problem {
  const advice = 'Restore it from a backup or train the model again.';
  return new Problem('unreadable', `The model ${name} is damaged: ${what}. ${advice}`, { cause });
}

function sha256(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}

function aligned(length: number): number {
  return Math.ceil(length / 4) * 4;
}
