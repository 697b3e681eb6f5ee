import { decode, encode } from '../../../shared/rpc/codec.ts';
import { compress, decompress } from '../compression.ts';
import { damagedLibrary } from '../damage.ts';

const LENGTH_BYTES = 4;

/** A value of the contract with its typed arrays as bytes: u32 length, then the frame, compressed. */
export function storedBytes(value: unknown): Uint8Array {
  const frame = encode({ t: 'value', id: 0, value });
  const packed = compress(frame);
  const out = new Uint8Array(LENGTH_BYTES + packed.length);
  new DataView(out.buffer).setUint32(0, frame.length, true);
  out.set(packed, LENGTH_BYTES);
  return out;
}

/** @returns what `storedBytes` was given, for the caller to check. @throws Problem `unreadable` */
export function storedValue(bytes: Uint8Array): unknown {
  if (bytes.length < LENGTH_BYTES) throw damagedLibrary('a comparison of models is cut off');
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  // Bytes of their own: the frame's arrays are views of them, and must lie aligned.
  const frame = Uint8Array.from(decompress(bytes.subarray(LENGTH_BYTES), length));
  const message = decode(frame.buffer);
  return typeof message === 'object' && message !== null && 'value' in message ? message.value : undefined;
}

/** What a stored text says; undefined where it is no JSON, so that one damaged row does not hide the others. */
export function jsonOrNothing(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
