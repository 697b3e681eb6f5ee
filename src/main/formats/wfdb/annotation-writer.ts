import type { AnnotationColumns, AnnotationDefinition } from '../../../shared/recording.ts';
import {
  DEFINITIONS_BEGIN,
  DEFINITIONS_END,
  MAX_AUX_BYTES,
  MAX_CODE,
  MAX_INTERVAL,
  NOTE,
  TIME_RESOLUTION,
  WORD,
} from './annotation-file.ts';

export interface AnnotationFileOptions {
  /** Ticks per second of the times, written into the file when they are not the record's own. */
  readonly timeResolution?: number | undefined;
  readonly definitions?: readonly AnnotationDefinition[] | undefined;
}

/**
 * An MIT annotation file, as WFDB's `rdann` and this program read it. Text longer than the format's 255 bytes is cut at a
 * whole character. Writing what was read gives the same columns again.
 * @throws RangeError when a code is not one of WFDB's, or samples are not in order
 */
export function writeAnnotations(columns: AnnotationColumns, options: AnnotationFileOptions = {}): Uint8Array {
  const out = new ByteWriter(columns.sample.length * 4 + 64);
  writePreamble(out, options);
  let previous = 0;
  let channel = 0;
  let num = 0;
  for (let i = 0; i < columns.sample.length; i++) {
    const sample = columns.sample[i]!;
    const code = columns.code[i]!;
    if (code > MAX_CODE) throw new RangeError(`Annotation code ${String(code)} cannot be written.`);
    if (i > 0 && sample < previous) throw new RangeError('Annotations must be in the order of their samples.');
    writeStep(out, code, sample - previous);
    previous = sample;
    if (columns.subtype[i] !== 0) out.code(WORD.subtype, columns.subtype[i]! & 0x3ff);
    if (columns.channel[i] !== channel) out.code(WORD.channel, (channel = columns.channel[i]!));
    if (columns.num[i] !== num) out.code(WORD.num, (num = columns.num[i]!) & 0x3ff);
    const text = columns.aux.get(i);
    if (text !== undefined && text !== '') writeAux(out, text);
  }
  out.word(0);
  return out.bytes();
}

function writePreamble(out: ByteWriter, { timeResolution, definitions = [] }: AnnotationFileOptions): void {
  const lines = timeResolution === undefined ? [] : [`${TIME_RESOLUTION}${String(timeResolution)}`];
  if (definitions.length > 0) {
    lines.push(DEFINITIONS_BEGIN);
    for (const { code, mnemonic, description } of definitions) lines.push(`${String(code)} ${mnemonic} ${description}`);
    lines.push(DEFINITIONS_END);
  }
  for (const line of lines) {
    out.code(NOTE, 0);
    writeAux(out, line);
  }
  // A null annotation at sample 0 keeps comments of the record itself apart from these.
  if (lines.length > 0) writeStep(out, 0, 0);
}

function writeStep(out: ByteWriter, code: number, step: number): void {
  let interval = step;
  for (; interval > 0x7fff_ffff; interval -= 0x7fff_ffff) out.skip(0x7fff_ffff);
  if (code === 0) {
    // A null annotation must not become the word of zeros that ends the file: step one short, then by one.
    out.skip(interval - 1);
    out.code(0, 1);
  } else if (interval < 0 || interval > MAX_INTERVAL) {
    out.skip(interval);
    out.code(code, 0);
  } else {
    out.code(code, interval);
  }
}

function writeAux(out: ByteWriter, text: string): void {
  let bytes = new TextEncoder().encode(text);
  if (bytes.length > MAX_AUX_BYTES) {
    let end = MAX_AUX_BYTES;
    while ((bytes[end]! & 0xc0) === 0x80) end--;
    bytes = bytes.subarray(0, end);
  }
  out.code(WORD.aux, bytes.length);
  out.padded(bytes);
}

/** A byte array that grows. */
class ByteWriter {
  #bytes: Uint8Array;
  #length = 0;

  constructor(expected: number) {
    this.#bytes = new Uint8Array(expected);
  }

  code(code: number, number: number): void {
    this.word((code << 10) | number);
  }

  word(word: number): void {
    this.#reserve(2);
    this.#bytes[this.#length++] = word & 0xff;
    this.#bytes[this.#length++] = (word >> 8) & 0xff;
  }

  /** A signed 32-bit interval, high half first. */
  skip(interval: number): void {
    this.code(WORD.skip, 0);
    this.word(interval >> 16);
    this.word(interval & 0xffff);
  }

  padded(bytes: Uint8Array): void {
    const length = bytes.length + (bytes.length % 2);
    this.#reserve(length);
    this.#bytes.set(bytes, this.#length);
    this.#length += length;
  }

  bytes(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  #reserve(more: number): void {
    if (this.#length + more <= this.#bytes.length) return;
    const grown = new Uint8Array((this.#length + more) * 2);
    grown.set(this.#bytes);
    this.#bytes = grown;
  }
}
