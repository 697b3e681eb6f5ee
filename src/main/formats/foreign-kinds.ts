import { decodeText, firstBinaryByte } from './text.ts';

/** A kind of file that can be told by its first bytes but is not read. */
interface ForeignKind {
  readonly is: (bytes: Uint8Array) => boolean;
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
const xmlRoot = (pattern: RegExp) => (bytes: Uint8Array) => isXml(bytes) && pattern.test(decodeText(bytes));

function isXml(bytes: Uint8Array): boolean {
  const bom = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  return /^\s*<[?!A-Za-z]/.test(latin(bytes, bom, 64)) && firstBinaryByte(bytes) === undefined;
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
  ecg('an SCP-ECG file', begins('SCPECG', 16)),
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
 */
export function foreignKind(bytes: Uint8Array): { readonly says: string; readonly advice: string } {
  const known = KINDS.find((kind) => kind.is(bytes));
  if (known !== undefined) return known;
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
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
