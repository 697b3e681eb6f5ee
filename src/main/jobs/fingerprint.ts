import { createHash } from 'node:crypto';
import type { ByteSource } from '../formats/format.ts';
import { SOURCE_PIECE_BYTES } from '../library/source-store.ts';

/** Of a larger file the beginning tells it apart well enough; hashing all of it would delay the sentence about it. */
const FINGERPRINT_BYTES = 16 * 1024 * 1024;

/** What a file is recognised by when it comes again after it could not be read: its beginning and its length. */
export function fileFingerprint(file: ByteSource): string {
  const hash = createHash('sha256').update(`${file.size}\n`);
  for (let at = 0; at < Math.min(file.size, FINGERPRINT_BYTES); at += SOURCE_PIECE_BYTES) {
    hash.update(file.read(at, SOURCE_PIECE_BYTES));
  }
  return hash.digest('hex');
}

/** The pieces of a file, each `SOURCE_PIECE_BYTES` long but for the last; fewer when the file ends early. */
export function* piecesOf(file: ByteSource): Generator<Uint8Array, void, undefined> {
  for (let at = 0; at < file.size; at += SOURCE_PIECE_BYTES) {
    const piece = file.read(at, Math.min(SOURCE_PIECE_BYTES, file.size - at));
    if (piece.length === 0) return;
    yield piece;
  }
}

/**
 * The id of a study: a hash over the bytes of its files, whatever they are called, and over what the user said the
 * columns mean, where they do not say so themselves.
 */
export function studyIdOf(sha256OfSources: readonly string[], mapping: unknown): string {
  const hash = createHash('sha256').update([...sha256OfSources].sort().join('\n'));
  if (mapping !== undefined) hash.update(JSON.stringify(mapping));
  return `s-${hash.digest('hex').slice(0, 32)}`;
}
