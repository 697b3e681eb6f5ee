const strictUtf8 = new TextDecoder('utf-8', { fatal: true });
const windows1252 = new TextDecoder('windows-1252');

/** Text of a file that does not state its encoding: UTF-8 where the bytes are valid UTF-8, else Windows-1252. */
export function decodeText(bytes: Uint8Array): string {
  try {
    return strictUtf8.decode(bytes);
  } catch {
    return windows1252.decode(bytes);
  }
}

/**
 * The first byte that no text file holds, or undefined. Tab, line feed, form feed, carriage return and everything from
 * 0x20 up may stand in text (the upper half as UTF-8 or Windows-1252).
 */
export function firstBinaryByte(bytes: Uint8Array): number | undefined {
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!;
    if ((byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0c && byte !== 0x0d) || byte === 0x7f) return i;
  }
  return undefined;
}

export interface TextLine {
  /** Counted from 1, as editors do. */
  readonly number: number;
  /** Where the line begins in the file. */
  readonly offset: number;
  readonly text: string;
}

/** The lines of a small text, ended by LF or CR LF, with their places. */
export function* textLines(bytes: Uint8Array): Generator<TextLine, void, undefined> {
  let number = 1;
  let begin = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  while (begin < bytes.length) {
    const newline = bytes.indexOf(0x0a, begin);
    const end = newline < 0 ? bytes.length : newline;
    const last = end > begin && bytes[end - 1] === 0x0d ? end - 1 : end;
    yield { number, offset: begin, text: decodeText(bytes.subarray(begin, last)) };
    begin = end + 1;
    number++;
  }
}
