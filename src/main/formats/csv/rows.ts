import type { ByteSource } from '../format.ts';
import { decodeText } from '../text.ts';
import { atByte, unreadable } from '../unreadable.ts';

/** Bytes read from the file at once. */
const CHUNK_BYTES = 1024 * 1024;
/** No line of numbers is longer; what is longer is no table. */
export const MAX_LINE_BYTES = 256 * 1024;
export const MAX_COLUMNS = 1024;

const QUOTE = 0x22;
const NEWLINE = 0x0a;
const RETURN = 0x0d;

/**
 * Steps through the lines of a text file and through the cells of each, without copying: a row is valid until the next is
 * asked for. Memory is bounded by one chunk and one line.
 */
export class RowReader {
  /** The bytes in which the current line lies. */
  bytes = new Uint8Array(0);
  /** The current line within `bytes`, without its end. */
  from = 0;
  to = 0;
  /** Number of the current line, from 1. */
  line = 0;
  /** Where each cell of the split line begins and ends, quotes taken off. */
  readonly cellFrom = new Int32Array(MAX_COLUMNS);
  readonly cellTo = new Int32Array(MAX_COLUMNS);
  cells = 0;

  readonly #file: ByteSource;
  /** File offset of `bytes[0]`. */
  #base = 0;
  #next = 0;

  constructor(file: ByteSource) {
    this.#file = file;
    this.#refill();
    if (this.bytes[0] === 0xef && this.bytes[1] === 0xbb && this.bytes[2] === 0xbf) this.#next = 3;
  }

  /** Where the current line begins in the file. */
  get offset(): number {
    return this.#base + this.from;
  }

  /**
   * Moves to the next line; false at the end of the file.
   * @throws Problem `unreadable` when a line has no end
   */
  nextLine(): boolean {
    let newline = this.bytes.indexOf(NEWLINE, this.#next);
    if (newline < 0 && this.#base + this.bytes.length < this.#file.size) {
      this.#refill();
      newline = this.bytes.indexOf(NEWLINE, this.#next);
    }
    if (newline < 0) newline = this.bytes.length;
    this.from = this.#next;
    this.line++;
    if (newline - this.from > MAX_LINE_BYTES) {
      const what = `is longer than ${String(MAX_LINE_BYTES)} bytes; no table has such lines`;
      throw unreadable(this.#file.name, `line ${String(this.line)}`, atByte(this.offset), what);
    }
    if (this.from >= this.bytes.length) return false;
    this.to = newline > this.from && this.bytes[newline - 1] === RETURN ? newline - 1 : newline;
    this.#next = newline + 1;
    return true;
  }

  /** Nothing but blanks; a tab is none where it separates cells. */
  isBlank(delimiter: number | undefined): boolean {
    for (let at = this.from; at < this.to; at++) {
      const byte = this.bytes[at];
      if (byte === delimiter || (byte !== 0x20 && byte !== 0x09)) return false;
    }
    return true;
  }

  isComment(): boolean {
    return this.bytes[this.from] === 0x23 || this.bytes[this.from] === 0x25;
  }

  text(): string {
    return decodeText(this.bytes.subarray(this.from, this.to));
  }

  /** Splits the current line at a delimiter; undefined leaves it whole. */
  split(delimiter: number | undefined): void {
    let at = this.from;
    this.cells = 0;
    for (;;) {
      if (this.cells === MAX_COLUMNS) {
        const what = `has more than ${String(MAX_COLUMNS)} columns`;
        throw unreadable(this.#file.name, `line ${String(this.line)}`, atByte(this.offset), what);
      }
      const end = this.bytes[at] === QUOTE ? this.#quoted(at, delimiter) : this.#plain(at, delimiter);
      this.cells++;
      if (end >= this.to) return;
      // A delimiter at the very end of the line is followed by one more, empty cell.
      at = end + 1;
    }
  }

  /** The text of one cell of the split line. */
  cell(index: number): string {
    const bytes = this.bytes.subarray(this.cellFrom[index], this.cellTo[index]);
    return decodeText(bytes).replaceAll('""', '"').trim();
  }

  #plain(at: number, delimiter: number | undefined): number {
    let end = at;
    while (end < this.to && this.bytes[end] !== delimiter) end++;
    this.cellFrom[this.cells] = at;
    this.cellTo[this.cells] = end;
    return end;
  }

  /**
   * A cell in quotes, in which a doubled quote stands for one (RFC 4180); it ends with its line at the latest. Where
   * something other than a delimiter follows the closing quote, the quotes are part of the text.
   */
  #quoted(at: number, delimiter: number | undefined): number {
    let end = at + 1;
    while (end < this.to && (this.bytes[end] !== QUOTE || this.bytes[end + 1] === QUOTE)) {
      end += this.bytes[end] === QUOTE ? 2 : 1;
    }
    if (end >= this.to || (end + 1 < this.to && this.bytes[end + 1] !== delimiter)) return this.#plain(at, delimiter);
    this.cellFrom[this.cells] = at + 1;
    this.cellTo[this.cells] = end;
    return end + 1;
  }

  /** Reads on, keeping what of the buffer has not been used. */
  #refill(): void {
    const rest = this.bytes.subarray(this.#next);
    const more = this.#file.read(this.#base + this.bytes.length, CHUNK_BYTES);
    const joined = new Uint8Array(rest.length + more.length);
    joined.set(rest);
    joined.set(more, rest.length);
    this.#base += this.#next;
    this.#next = 0;
    this.bytes = joined;
  }
}
