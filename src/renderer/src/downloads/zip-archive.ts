/**
 * Several files as one archive, stored without compression: a page can only hand the reader one file at a time without
 * being asked about each. Source: PKWARE APPNOTE 6.3, sections 4.3.7, 4.3.12 and 4.3.16; names are UTF-8 (bit 11).
 */
export interface ArchivedFile {
  readonly name: string;
  readonly pieces: readonly Uint8Array<ArrayBuffer>[];
}

/** Sizes are 32-bit in this form of the format. */
const LARGEST = 0xffff_ffff;
const UTF8_NAMES = 0x0800;
/** 1 January 1980, the earliest date the format knows: an export says nothing about when it was made. */
const DOS_DATE = 0x0021;

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb8_8320 : value >>> 1;
  return value;
});

function crc32(pieces: readonly Uint8Array[]): number {
  let crc = 0xffff_ffff;
  for (const piece of pieces) for (const byte of piece) crc = (CRC_TABLE[(crc ^ byte) & 255] ?? 0) ^ (crc >>> 8);
  return ~crc >>> 0;
}

/** @throws RangeError when the files together exceed 4 GB. */
export function zipArchive(files: readonly ArchivedFile[]): Blob {
  const body: BlobPart[] = [];
  const directory: BlobPart[] = [];
  let offset = 0;
  let directoryBytes = 0;
  for (const { name, pieces } of files) {
    const encoded = new TextEncoder().encode(name);
    const size = pieces.reduce((sum, piece) => sum + piece.byteLength, 0);
    if (offset + size > LARGEST) throw new RangeError('archive too large');
    // Version needed, flags, method, time, date, CRC, sizes, name length: the same in both kinds of header.
    const common = fields([20, UTF8_NAMES, 0, 0, DOS_DATE], [crc32(pieces), size, size], [encoded.byteLength, 0]);
    const local = [fields([], [0x0403_4b50], []), common, encoded];
    const entry = [fields([], [0x0201_4b50], [20]), common, fields([0, 0, 0], [0, offset], []), encoded];
    body.push(...local, ...pieces);
    directory.push(...entry);
    offset += bytesOf(local) + size;
    directoryBytes += bytesOf(entry);
  }
  const end = fields([], [0x0605_4b50], [0, 0, files.length, files.length]);
  return new Blob([...body, ...directory, end, fields([], [directoryBytes, offset], [0])], { type: 'application/zip' });
}

const bytesOf = (parts: readonly Uint8Array[]): number => parts.reduce((sum, part) => sum + part.byteLength, 0);

/** Little-endian 16-bit, then 32-bit, then 16-bit fields. */
function fields(first: readonly number[], wide: readonly number[], last: readonly number[]): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(2 * first.length + 4 * wide.length + 2 * last.length));
  let at = 0;
  for (const value of first) view.setUint16((at += 2) - 2, value, true);
  for (const value of wide) view.setUint32((at += 4) - 4, value, true);
  for (const value of last) view.setUint16((at += 2) - 2, value, true);
  return new Uint8Array(view.buffer);
}
