import type { TextLine } from '../text.ts';
import { atLine, shown, unreadable } from '../unreadable.ts';

/** One field of a header line and where it stands. */
export interface Field {
  readonly text: string;
  /** Where it begins in its line, in characters. */
  readonly column: number;
}

/** Steps through the blank-separated fields of one header line; every complaint names file, field, line and byte. */
export class LineFields {
  readonly line: TextLine;
  readonly #file: string;
  readonly #fields: readonly Field[];
  #next = 0;

  constructor(file: string, line: TextLine) {
    this.line = line;
    this.#file = file;
    this.#fields = Array.from(line.text.matchAll(/\S+/g), (match) => ({ text: match[0], column: match.index }));
  }

  /** Byte of the header at which the field taken last begins. */
  get place(): number {
    return this.line.offset + (this.#fields[this.#next - 1]?.column ?? this.line.text.length);
  }

  peek(): string | undefined {
    return this.#fields[this.#next]?.text;
  }

  take(): string | undefined {
    return this.#fields[this.#next++]?.text;
  }

  /** Everything from the next field to the end of the line, inner blanks kept. */
  rest(): string {
    const field = this.#fields[this.#next];
    this.#next = this.#fields.length;
    return field === undefined ? '' : this.line.text.slice(field.column).trimEnd();
  }

  /** The next field, which must be there. */
  require(name: string): string {
    const text = this.take();
    if (text === undefined) throw this.fault(name, 'is missing');
    return text;
  }

  /** The next field as a whole number, or undefined at the end of the line. */
  integer(name: string): number | undefined {
    const text = this.take();
    if (text === undefined) return undefined;
    if (!/^[+-]?\d+$/.test(text)) throw this.fault(name, `must be a whole number, but is ${shown(text)}`);
    return Number(text);
  }

  /** The next field as a whole number that is not negative, which must be there. */
  count(name: string): number {
    const value = this.integer(name);
    if (value === undefined) throw this.fault(name, 'is missing');
    if (value < 0) throw this.fault(name, `must not be negative, but is ${String(value)}`);
    return value;
  }

  /** A complaint about the field taken last. */
  fault(name: string, what: string): Error {
    return unreadable(this.#file, name, atLine(this.line.number, this.place), what);
  }
}
