import { MISSING_SAMPLE } from '../../shared/recording.ts';
import { compress, decompress } from './compression.ts';
import { damagedLibrary } from './damage.ts';

/**
 * Integers as they are stored: differences, zigzag-folded, split into byte planes, compressed. Loss-free for every
 * Int32, missing samples included.
 *
 * Layout: u8 version, u8 bytes per difference (1, 2 or 4), u16 zero, u32 count, i32 first value, compressed planes.
 * With 1 or 2 bytes, the largest folded value stands for a missing sample and the differences skip over it; with 4 bytes
 * the arithmetic wraps around, so every value has a difference and none needs to be set apart.
 */
const VERSION = 1;
const HEADER_BYTES = 12;
const MISSING_1 = 0xff;
const MISSING_2 = 0xffff;

export function encodeSamples(samples: Int32Array): Uint8Array {
  const count = samples.length;
  const first = firstPresent(samples);
  const width = differenceBytes(samples, first);
  const planes = new Uint8Array(count * width);
  let previous = first;
  if (width === 4) {
    for (let i = 0; i < count; i++) {
      const value = samples[i]!;
      const difference = (value - previous) | 0;
      previous = value;
      const folded = (difference << 1) ^ (difference >> 31);
      planes[i] = folded;
      planes[count + i] = folded >>> 8;
      planes[2 * count + i] = folded >>> 16;
      planes[3 * count + i] = folded >>> 24;
    }
  } else {
    const missing = width === 1 ? MISSING_1 : MISSING_2;
    for (let i = 0; i < count; i++) {
      const value = samples[i]!;
      let folded = missing;
      if (value !== MISSING_SAMPLE) {
        const difference = value - previous;
        previous = value;
        folded = (difference << 1) ^ (difference >> 31);
      }
      planes[i] = folded;
      if (width === 2) planes[count + i] = folded >>> 8;
    }
  }
  const body = compress(planes);
  const out = new Uint8Array(HEADER_BYTES + body.length);
  const header = new DataView(out.buffer);
  header.setUint8(0, VERSION);
  header.setUint8(1, width);
  header.setUint32(4, count, true);
  header.setInt32(8, first, true);
  out.set(body, HEADER_BYTES);
  return out;
}

/** @throws Problem `unreadable` for bytes that `encodeSamples` did not write. */
export function decodeSamples(bytes: Uint8Array): Int32Array {
  if (bytes.length < HEADER_BYTES) throw damagedLibrary('a signal chunk is cut off');
  const header = new DataView(bytes.buffer, bytes.byteOffset, HEADER_BYTES);
  const width = header.getUint8(1);
  if (header.getUint8(0) !== VERSION || (width !== 1 && width !== 2 && width !== 4)) {
    throw damagedLibrary('a signal chunk has an unknown layout');
  }
  const count = header.getUint32(4, true);
  let value = header.getInt32(8, true);
  const planes = decompress(bytes.subarray(HEADER_BYTES), count * width);
  const samples = new Int32Array(count);
  if (width === 1) {
    for (let i = 0; i < count; i++) {
      const folded = planes[i]!;
      if (folded === MISSING_1) samples[i] = MISSING_SAMPLE;
      else samples[i] = value += (folded >>> 1) ^ -(folded & 1);
    }
  } else if (width === 2) {
    for (let i = 0; i < count; i++) {
      const folded = planes[i]! | (planes[count + i]! << 8);
      if (folded === MISSING_2) samples[i] = MISSING_SAMPLE;
      else samples[i] = value += (folded >>> 1) ^ -(folded & 1);
    }
  } else {
    for (let i = 0; i < count; i++) {
      const folded =
        planes[i]! | (planes[count + i]! << 8) | (planes[2 * count + i]! << 16) | (planes[3 * count + i]! << 24);
      samples[i] = value = (value + ((folded >>> 1) ^ -(folded & 1))) | 0;
    }
  }
  return samples;
}

function firstPresent(samples: Int32Array): number {
  for (let i = 0; i < samples.length; i++) if (samples[i] !== MISSING_SAMPLE) return samples[i]!;
  return 0;
}

/** The fewest bytes that hold every difference between neighbouring present samples, and the mark for a missing one. */
function differenceBytes(samples: Int32Array, first: number): 1 | 2 | 4 {
  let previous = first;
  let largest = 0;
  for (let i = 0; i < samples.length; i++) {
    const value = samples[i]!;
    if (value === MISSING_SAMPLE) continue;
    const size = Math.abs(value - previous);
    if (size > largest) largest = size;
    previous = value;
  }
  // −128 and −32,768 fold to the marks.
  return largest <= 0x7f ? 1 : largest <= 0x7fff ? 2 : 4;
}
