import { compress, decompress } from './compression.ts';
import { damagedLibrary } from './damage.ts';

/** What was read of one block of a recording. */
export interface ReadingPart {
  /** Samples of the recording at which there are beats. */
  readonly sample: Int32Array<ArrayBuffer>;
  /** A row of class probabilities for each beat. */
  readonly probabilities: Float32Array<ArrayBuffer>;
  /** Leads × seconds. */
  readonly quality: Uint8Array<ArrayBuffer>;
  /** Indices of the leads that were used. */
  readonly leads: Uint8Array<ArrayBuffer>;
}

const COLUMNS = 4;
const WORD = 4;

/** Lengths of the columns as 32-bit words, then all of them as one compressed piece; little-endian. */
export function encodePart({ sample, probabilities, quality, leads }: ReadingPart): Uint8Array {
  const columns = [sample, probabilities, quality, leads];
  const bytes = columns.map(({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength));
  const packed = compress(Buffer.concat(bytes));
  const out = new Uint8Array(COLUMNS * WORD + packed.length);
  const view = new DataView(out.buffer);
  columns.forEach(({ length }, index) => view.setUint32(index * WORD, length, true));
  out.set(packed, COLUMNS * WORD);
  return out;
}

/** @throws Problem `unreadable` */
export function decodePart(bytes: Uint8Array): ReadingPart {
  if (bytes.length < COLUMNS * WORD) throw damagedLibrary('a part of a reading is too short');
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const length = (column: number): number => view.getUint32(column * WORD, true);
  const [beats, values, seconds, leads] = [length(0), length(1), length(2), length(3)];
  const unpacked = decompress(bytes.subarray(COLUMNS * WORD), WORD * (beats + values) + seconds + leads);
  // A copy of its own: what zlib returns may lie at any alignment.
  const { buffer } = Uint8Array.from(unpacked);
  return {
    sample: new Int32Array(buffer, 0, beats),
    probabilities: new Float32Array(buffer, WORD * beats, values),
    quality: new Uint8Array(buffer, WORD * (beats + values), seconds),
    leads: new Uint8Array(buffer, WORD * (beats + values) + seconds, leads),
  };
}
