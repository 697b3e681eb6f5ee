import type { AnnotationColumns, AnnotationDefinition } from '../../../shared/recording.ts';
import { decodeText } from '../text.ts';
import { atByte, unreadable } from '../unreadable.ts';
import {
  DEFINITIONS_BEGIN,
  DEFINITIONS_END,
  MAX_AUX_BYTES,
  MAX_CODE,
  NOTE,
  TIME_RESOLUTION,
  WORD,
} from './annotation-file.ts';

/** An annotation file as it stands. */
export interface AnnotationFile {
  /** `sample` in units of `timeResolution` where that is given, else of the record's rate. */
  readonly columns: AnnotationColumns;
  /** Ticks per second of the file's times, where it states them. */
  readonly timeResolution: number | undefined;
  readonly definitions: readonly AnnotationDefinition[];
}

/**
 * @param file its name, for sentences
 * @throws Problem `unreadable` with the offset when the bytes are not annotations or end before their end mark
 */
export function readAnnotations(file: string, bytes: Uint8Array): AnnotationFile {
  const walk = new AnnotationWalk(file, bytes);
  const { ordinary } = walk.count();
  const columns = {
    sample: new Int32Array(ordinary),
    code: new Uint8Array(ordinary),
    subtype: new Int8Array(ordinary),
    channel: new Uint8Array(ordinary),
    num: new Int8Array(ordinary),
    aux: new Map<number, string>(),
  };
  walk.fill(columns);
  return inOrder(withoutPreamble(columns));
}

/**
 * Whether the beginning of a file could be that of an annotation file.
 * @param whole whether `bytes` is all of the file
 */
export function looksLikeAnnotations(bytes: Uint8Array, whole: boolean): boolean {
  try {
    return new AnnotationWalk('', bytes).count(!whole).ordinary > 0;
  } catch {
    return false;
  }
}

/** Walks over the words of a file twice: to learn how many annotations there are, then to fill columns of that length. */
class AnnotationWalk {
  readonly #file: string;
  readonly #bytes: Uint8Array;

  constructor(file: string, bytes: Uint8Array) {
    this.#file = file;
    this.#bytes = bytes;
  }

  /** @param open whether the bytes may end anywhere, being only the beginning of the file */
  count(open = false): { readonly ordinary: number } {
    let ordinary = 0;
    let sample = 0;
    let at = 0;
    for (;;) {
      if (at + 2 > this.#bytes.length) {
        if (open) return { ordinary };
        throw this.#fault(at, 'ends before its end mark');
      }
      const word = this.#word(at);
      const code = word >> 10;
      const number = word & 0x3ff;
      if (word === 0) {
        const after = this.#bytes.subarray(at).findIndex((byte) => byte !== 0);
        if (after >= 0) throw this.#fault(at + after, 'follows the end mark, after which nothing belongs');
        return { ordinary };
      }
      if (code <= MAX_CODE) {
        sample += number;
        if (sample < -0x8000_0000 || sample > 0x7fff_ffff) throw this.#fault(at, 'lies beyond any recording');
        ordinary++;
      } else if (code < WORD.skip) {
        throw this.#fault(at, `has the code ${String(code)}, which WFDB does not know`);
      } else if (code === WORD.skip) {
        if (at + 6 <= this.#bytes.length) sample += this.#interval(at + 2);
      } else if (ordinary === 0) {
        throw this.#fault(at, 'adds to an annotation before the first');
      } else if (code === WORD.aux && number > MAX_AUX_BYTES) {
        throw this.#fault(at, `carries ${String(number)} bytes of text; the format allows ${String(MAX_AUX_BYTES)}`);
      }
      at += length(code, number);
    }
  }

  fill(columns: AnnotationColumns & { readonly aux: Map<number, string> }): void {
    let index = -1;
    let sample = 0;
    let channel = 0;
    let num = 0;
    for (let at = 0; ;) {
      const word = this.#word(at);
      const code = word >> 10;
      const number = word & 0x3ff;
      if (word === 0) return;
      if (code <= MAX_CODE) {
        index++;
        sample += number;
        columns.sample[index] = sample;
        columns.code[index] = code;
        columns.channel[index] = channel;
        columns.num[index] = num;
      } else if (code === WORD.skip) {
        sample += this.#interval(at + 2);
      } else if (code === WORD.num) {
        columns.num[index] = num = number;
      } else if (code === WORD.subtype) {
        columns.subtype[index] = number;
      } else if (code === WORD.channel) {
        columns.channel[index] = channel = number;
      } else {
        const text = decodeText(this.#bytes.subarray(at + 2, at + 2 + number)).replace(/\0+$/, '');
        if (text !== '') columns.aux.set(index, text);
      }
      at += length(code, number);
    }
  }

  #word(at: number): number {
    return this.#bytes[at]! | (this.#bytes[at + 1]! << 8);
  }

  #interval(at: number): number {
    return (this.#word(at) << 16) | this.#word(at + 2);
  }

  #fault(at: number, what: string): Error {
    return unreadable(this.#file, 'annotation', atByte(at), what);
  }
}

/** Bytes that a word takes with what follows it. */
const length = (code: number, number: number): number =>
  code === WORD.skip ? 6 : code === WORD.aux ? 2 + number + (number % 2) : 2;

/** Takes the time resolution and the definitions off the beginning, which are written as comments at sample 0. */
function withoutPreamble(columns: AnnotationColumns): AnnotationFile {
  let timeResolution: number | undefined;
  const definitions: AnnotationDefinition[] = [];
  let defining = false;
  let taken = 0;
  for (; taken < columns.code.length; taken++) {
    if (columns.sample[taken] !== 0 || columns.code[taken] !== NOTE) break;
    const text = columns.aux.get(taken) ?? '';
    if (text.startsWith(TIME_RESOLUTION)) {
      const value = Number(text.slice(TIME_RESOLUTION.length));
      if (value > 0 && Number.isFinite(value)) timeResolution = value;
    } else if (text === DEFINITIONS_BEGIN) {
      defining = true;
    } else if (text === DEFINITIONS_END) {
      defining = false;
    } else if (defining) {
      const match = /^(\d+)\s+(\S+)\s*(.*)$/.exec(text);
      const code = Number(match?.[1]);
      if (match && code <= MAX_CODE) definitions.push({ code, mnemonic: match[2] ?? '', description: match[3] ?? '' });
    } else {
      break;
    }
  }
  if (taken > 0 && columns.sample[taken] === 0 && columns.code[taken] === 0) taken++;
  return { columns: taken === 0 ? columns : from(columns, taken), timeResolution, definitions };
}

const from = (columns: AnnotationColumns, first: number): AnnotationColumns => ({
  sample: columns.sample.subarray(first),
  code: columns.code.subarray(first),
  subtype: columns.subtype.subarray(first),
  channel: columns.channel.subarray(first),
  num: columns.num.subarray(first),
  aux: new Map(
    Array.from(columns.aux, ([index, text]) => [index - first, text] as const).filter(([index]) => index >= 0),
  ),
});

/** Files may step back in time; columns never do. The order of annotations at one sample is the file's. */
function inOrder(file: AnnotationFile): AnnotationFile {
  const { sample } = file.columns;
  if (sample.every((at, i) => i === 0 || at >= sample[i - 1]!)) return file;
  const order = Uint32Array.from(sample.keys()).sort((a, b) => sample[a]! - sample[b]! || a - b);
  return { ...file, columns: pick(file.columns, order) };
}

/** The annotations at the given indices, in that order. */
export function pick(columns: AnnotationColumns, indices: Uint32Array): AnnotationColumns {
  const picked = {
    sample: new Int32Array(indices.length),
    code: new Uint8Array(indices.length),
    subtype: new Int8Array(indices.length),
    channel: new Uint8Array(indices.length),
    num: new Int8Array(indices.length),
    aux: new Map<number, string>(),
  };
  indices.forEach((index, i) => {
    picked.sample[i] = columns.sample[index]!;
    picked.code[i] = columns.code[index]!;
    picked.subtype[i] = columns.subtype[index]!;
    picked.channel[i] = columns.channel[index]!;
    picked.num[i] = columns.num[index]!;
    const text = columns.aux.get(index);
    if (text !== undefined) picked.aux.set(i, text);
  });
  return picked;
}
