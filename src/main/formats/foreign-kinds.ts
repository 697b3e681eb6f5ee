import { decodeText, firstBinaryByte } from './text.ts';

/** A kind of file that can be told by its first bytes but is not read. */
interface ForeignKind {
  readonly is: (bytes: Uint8Array, size: number) => boolean;
  /** Completes "101.edf …". */
  readonly says: string;
  readonly advice: string;
}

const EXPORT_ADVICE = 'Export the recording as WFDB or CSV from the program it comes from.';
const NOT_AN_ECG = 'Pick the recording itself.';

const latin = (bytes: Uint8Array, from: number, length: number): string =>
  String.fromCharCode(...bytes.subarray(from, from + length));
const begins =
  (text: string, at = 0) =>
  (bytes: Uint8Array) =>
    latin(bytes, at, text.length) === text;
const xmlRoot = (pattern: RegExp) => (bytes: Uint8Array) => isXml(bytes) && pattern.test(textOf(bytes));

const isXml = (bytes: Uint8Array): boolean => /^\ufeff?\s*<[?!A-Za-z]/.test(textOf(bytes));

/** Text in UTF-8 or, where a mark at the beginning says so, UTF-16; empty where the bytes are none. */
function textOf(bytes: Uint8Array): string {
  if (isUtf16(bytes)) return new TextDecoder(bytes[0] === 0xff ? 'utf-16le' : 'utf-16be').decode(bytes);
  return firstBinaryByte(bytes) === undefined ? decodeText(bytes) : '';
}

const isUtf16 = ([first, second]: Uint8Array): boolean =>
  (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);

/** SCP-ECG: a checksum, the file's length, then section 0, whose number is 0 (EN 1064, 5.3). */
function isScp(bytes: Uint8Array, size: number): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return bytes.length >= 22 && view.getUint32(2, true) === size && view.getUint16(8, true) === 0;
}

const ecg = (name: string, is: ForeignKind['is']): ForeignKind => ({
  is,
  says: `is ${name}, which is not read yet`,
  advice: EXPORT_ADVICE,
});
const other = (name: string, is: ForeignKind['is']): ForeignKind => ({ is, says: `is ${name}`, advice: NOT_AN_ECG });

/** In the order they are tried: the narrower before the wider. */
const KINDS: readonly ForeignKind[] = [
  ecg('a DICOM file', begins('DICM', 128)),
  ecg('a European Data Format (EDF) file', begins('0       ')),
  ecg('a BioSemi Data Format (BDF) file', (bytes) => bytes[0] === 0xff && begins('BIOSEMI', 1)(bytes)),
  ecg('an SCP-ECG file', (bytes, size) => begins('SCPECG', 16)(bytes) || isScp(bytes, size)),
  ecg('an ISHNE Holter file', begins('ISHNE1.0')),
  ecg('an HL7 annotated ECG (aECG) file', xmlRoot(/<(\w+:)?AnnotatedECG[\s>]/)),
  ecg('a GE MUSE file', xmlRoot(/<RestingECG[\s>]/)),
  ecg('a Philips ECG file', xmlRoot(/<restingecgdata[\s>]/)),
  ecg('an XML file', isXml),
  ecg('a MATLAB file without a WFDB header beside it', begins('MATLAB ')),
  other('a ZIP archive', begins('PK\x03\x04')),
  other('a compressed (gzip) file', begins('\x1f\x8b')),
  other('a PDF document', begins('%PDF')),
  other('a picture', (bytes) => begins('\x89PNG')(bytes) || begins('\xff\xd8\xff')(bytes)),
  other('a database', begins('SQLite format 3\0')),
];

/**
 * What a file is that no format reads, as the rest of a sentence.
 * @param bytes the first kilobytes
 * @param size of the whole file
 */
export function foreignKind(bytes: Uint8Array, size: number): { readonly says: string; readonly advice: string } {
  const known = KINDS.find((kind) => kind.is(bytes, size));
  if (known !== undefined) return known;
  if (isUtf16(bytes)) {
    return { says: 'is text in UTF-16', advice: 'Save it as UTF-8 and try again.' };
  }
  const binary = firstBinaryByte(bytes);
  if (binary === undefined) {
    return { says: 'is text, but neither a WFDB header nor a table of numbers', advice: NOT_AN_ECG };
  }
  return {
    says: `holds binary data of an unknown kind (from byte ${String(binary)})`,
    advice: 'If it is part of a WFDB record, put it in the folder of the record’s .hea file.',
  };
}
