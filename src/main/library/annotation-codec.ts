import { emptyAnnotations, type StoredAnnotations } from './annotation-columns.ts';
import { compress, decompress } from './compression.ts';
import { damagedLibrary } from './damage.ts';

/**
 * Columns of annotations as bytes. Layout: u8 version, 3 bytes zero, u32 count, u32 length of the texts, then compressed:
 * sample and id as differences in byte planes, the one-byte columns, confidence in byte planes, since version 2 the
 * standing, and the auxiliary texts as JSON `[[row, text], …]`.
 */
const VERSION = 2;
const VERSION_WITHOUT_STANDING = 1;
const HEADER_BYTES = 12;
/** sample 4, id 4, confidence 4; code, subtype, channel, num and standing one each. */
const ROW_BYTES = 17;

export function encodeAnnotations(rows: StoredAnnotations): Uint8Array {
  const count = rows.sample.length;
  const texts = Buffer.from(rows.aux.size > 0 ? JSON.stringify([...rows.aux]) : '');
  const body = new Uint8Array(count * ROW_BYTES + texts.length);
  putDifferences(body, 0, rows.sample);
  putDifferences(body, 4 * count, rows.id);
  body.set(rows.code, 8 * count);
  body.set(asBytes(rows.subtype), 9 * count);
  body.set(rows.channel, 10 * count);
  body.set(asBytes(rows.num), 11 * count);
  putPlanes(body, 12 * count, asBytes(rows.confidence), count);
  body.set(rows.standing, 16 * count);
  body.set(texts, ROW_BYTES * count);
  const packed = compress(body);
  const out = new Uint8Array(HEADER_BYTES + packed.length);
  const header = new DataView(out.buffer);
  header.setUint8(0, VERSION);
  header.setUint32(4, count, true);
  header.setUint32(8, texts.length, true);
  out.set(packed, HEADER_BYTES);
  return out;
}

/** @throws Problem `unreadable` for bytes that `encodeAnnotations` did not write. */
export function decodeAnnotations(bytes: Uint8Array): StoredAnnotations {
  if (bytes.length < HEADER_BYTES) throw damagedLibrary('a block of annotations is cut off');
  const header = new DataView(bytes.buffer, bytes.byteOffset, HEADER_BYTES);
  const version = header.getUint8(0);
  if (version !== VERSION && version !== VERSION_WITHOUT_STANDING) {
    throw damagedLibrary('a block of annotations has an unknown layout');
  }
  const rowBytes = version === VERSION ? ROW_BYTES : ROW_BYTES - 1;
  const count = header.getUint32(4, true);
  const body = decompress(bytes.subarray(HEADER_BYTES), count * rowBytes + header.getUint32(8, true));
  const rows = emptyAnnotations(count);
  takeDifferences(body, 0, rows.sample);
  takeDifferences(body, 4 * count, rows.id);
  rows.code.set(body.subarray(8 * count, 9 * count));
  asBytes(rows.subtype).set(body.subarray(9 * count, 10 * count));
  rows.channel.set(body.subarray(10 * count, 11 * count));
  asBytes(rows.num).set(body.subarray(11 * count, 12 * count));
  takePlanes(body, 12 * count, asBytes(rows.confidence), count);
  if (version === VERSION) rows.standing.set(body.subarray(16 * count, 17 * count));
  if (body.length > rowBytes * count) {
    const texts = JSON.parse(Buffer.from(body.subarray(rowBytes * count)).toString()) as [number, string][];
    for (const [row, text] of texts) rows.aux.set(row, text);
  }
  return rows;
}

const asBytes = (column: Int8Array | Float32Array): Uint8Array =>
  new Uint8Array(column.buffer, column.byteOffset, column.byteLength);

function putDifferences(body: Uint8Array, at: number, column: Int32Array): void {
  const count = column.length;
  let previous = 0;
  for (let i = 0; i < count; i++) {
    const difference = (column[i]! - previous) | 0;
    previous = column[i]!;
    body[at + i] = difference;
    body[at + count + i] = difference >>> 8;
    body[at + 2 * count + i] = difference >>> 16;
    body[at + 3 * count + i] = difference >>> 24;
  }
}

function takeDifferences(body: Uint8Array, at: number, column: Int32Array): void {
  const count = column.length;
  let value = 0;
  for (let i = 0; i < count; i++) {
    const difference =
      body[at + i]! |
      (body[at + count + i]! << 8) |
      (body[at + 2 * count + i]! << 16) |
      (body[at + 3 * count + i]! << 24);
    column[i] = value = (value + difference) | 0;
  }
}

function putPlanes(body: Uint8Array, at: number, column: Uint8Array, count: number): void {
  for (let i = 0; i < count; i++) {
    for (let plane = 0; plane < 4; plane++) body[at + plane * count + i] = column[4 * i + plane]!;
  }
}

function takePlanes(body: Uint8Array, at: number, column: Uint8Array, count: number): void {
  for (let i = 0; i < count; i++) {
    for (let plane = 0; plane < 4; plane++) column[4 * i + plane] = body[at + plane * count + i]!;
  }
}
