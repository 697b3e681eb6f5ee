/** Which sign separates the decimals; `either` until the file has shown one. */
export type DecimalSign = 'point' | 'comma' | 'either';

const POINT = 0x2e;
const COMMA = 0x2c;
/** What programs write where a value is missing, in lower case. */
const MISSING_WORDS = new Set(['', '-', 'nan', 'na', 'n/a', 'null', 'none', '?']);

/**
 * A number read from the bytes of a cell without making a string: mantissa · 10^−decimals, exact while the mantissa has
 * at most 15 digits. One object is used for all cells of a file.
 */
export class CellNumber {
  kind: 'number' | 'missing' | 'text' = 'missing';
  mantissa = 0;
  /** Decimals as written, less the exponent: 3 for `0.120`, −5 for `1e5`. */
  decimals = 0;
  /** The decimal sign met in this cell. */
  sign: DecimalSign = 'either';

  get value(): number {
    return this.decimals >= 0 ? this.mantissa / powerOfTen(this.decimals) : this.mantissa * powerOfTen(-this.decimals);
  }

  /** Reads the cell between `from` and `to`, blanks around it ignored. */
  read(bytes: Uint8Array, from: number, to: number): void {
    while (from < to && isBlank(bytes[from]!)) from++;
    while (to > from && isBlank(bytes[to - 1]!)) to--;
    this.sign = 'either';
    let at = from;
    const negative = bytes[at] === 0x2d && at < to;
    if (negative || (bytes[at] === 0x2b && at < to)) at++;
    let mantissa = 0;
    let digits = 0;
    let decimals = 0;
    let fraction = false;
    for (; at < to; at++) {
      const byte = bytes[at]!;
      const digit = byte - 0x30;
      if (digit >= 0 && digit <= 9) {
        mantissa = mantissa * 10 + digit;
        digits++;
        if (fraction) decimals++;
      } else if (!fraction && (byte === POINT || byte === COMMA)) {
        fraction = true;
        this.sign = byte === POINT ? 'point' : 'comma';
      } else {
        break;
      }
    }
    const exponent = digits > 0 && at < to ? readExponent(bytes, at, to) : 0;
    if (digits === 0 || exponent === undefined) {
      this.kind = isMissingWord(bytes, from, to) ? 'missing' : 'text';
      this.mantissa = 0;
      this.decimals = 0;
      return;
    }
    this.kind = 'number';
    this.mantissa = negative ? -mantissa : mantissa;
    this.decimals = decimals - exponent;
  }
}

function isMissingWord(bytes: Uint8Array, from: number, to: number): boolean {
  return to - from <= 4 && MISSING_WORDS.has(String.fromCharCode(...bytes.subarray(from, to)).toLowerCase());
}

/** `e-3` up to the end of the cell, or undefined. */
function readExponent(bytes: Uint8Array, from: number, to: number): number | undefined {
  if ((bytes[from]! | 0x20) !== 0x65) return undefined;
  let at = from + 1;
  const negative = bytes[at] === 0x2d;
  if (negative || bytes[at] === 0x2b) at++;
  if (at === to || to - at > 3) return undefined;
  let exponent = 0;
  for (; at < to; at++) {
    const digit = bytes[at]! - 0x30;
    if (!(digit >= 0 && digit <= 9)) return undefined;
    exponent = exponent * 10 + digit;
  }
  return negative ? -exponent : exponent;
}

const isBlank = (byte: number): boolean => byte === 0x20 || byte === 0x09;

/** Powers that a double holds exactly. */
const EXACT = Float64Array.from({ length: 23 }, (_, exponent) => Number(`1e${String(exponent)}`));

export const powerOfTen = (exponent: number): number => EXACT[exponent] ?? Number(`1e${String(exponent)}`);
