import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { damagedLibrary } from './damage.ts';

// Level 1: on shuffled deltas of MIT-BIH it compresses better than level 3 or 6 (3.7 to 1) and is the fastest.
const PARAMS = { [constants.ZSTD_c_compressionLevel]: 1, [constants.ZSTD_c_checksumFlag]: 1 };

/** Zstandard with a checksum: a flipped bit on the disk is noticed, not drawn. */
export const compress = (bytes: Uint8Array): Uint8Array => zstdCompressSync(bytes, { params: PARAMS });

/** @throws Problem `unreadable` when the bytes are damaged or do not hold exactly `length` bytes. */
export function decompress(bytes: Uint8Array, length: number): Uint8Array {
  let out: Uint8Array;
  try {
    out = zstdDecompressSync(bytes, { maxOutputLength: Math.max(1, length) });
  } catch {
    throw damagedLibrary('a stored piece fails its checksum');
  }
  if (out.length !== length) throw damagedLibrary('a stored piece has the wrong length');
  return out;
}
