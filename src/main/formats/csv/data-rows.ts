import type { ByteSource } from '../format.ts';
import { atLine, unreadable } from '../unreadable.ts';
import { CellNumber, type DecimalSign } from './cell-number.ts';
import type { TableLayout } from './layout.ts';
import { RowReader } from './rows.ts';

/**
 * The rows of numbers of a table, checked one by one: every row has the same number of cells, blank lines stand only at
 * the end, and the decimal sign never changes. Cells are read on demand into `number`.
 */
export class DataRows {
  readonly number = new CellNumber();
  readonly #reader: RowReader;
  readonly #file: string;
  readonly #layout: TableLayout;
  #sign: DecimalSign = 'either';
  #blank = false;

  constructor(file: ByteSource, layout: TableLayout) {
    this.#reader = new RowReader(file);
    this.#file = file.name;
    this.#layout = layout;
    for (let line = 1; line < layout.firstLine; line++) this.#reader.nextLine();
  }

  /**
   * Moves to the next row; false at the end of the file.
   * @throws Problem `unreadable` naming line and byte
   */
  next(): boolean {
    const reader = this.#reader;
    while (reader.nextLine()) {
      if (reader.isBlank(this.#layout.delimiter)) {
        this.#blank = true;
        continue;
      }
      if (reader.isComment()) continue;
      if (this.#blank) throw this.fault('row', 'follows an empty line; a table has none inside');
      reader.split(this.#layout.delimiter);
      if (reader.cells !== this.#layout.columns) {
        throw this.fault('row', `has ${String(reader.cells)} cells instead of ${String(this.#layout.columns)}`);
      }
      return true;
    }
    return false;
  }

  /**
   * Reads one cell into `number`.
   * @throws Problem `unreadable` when it holds text
   */
  read(column: number): CellNumber {
    const { number } = this;
    number.read(this.#reader.bytes, this.#reader.cellFrom[column]!, this.#reader.cellTo[column]!);
    if (number.kind === 'text') throw this.fault(`cell in column ${String(column + 1)}`, 'is not a number');
    if (number.sign !== this.#sign && number.sign !== 'either') {
      if (this.#sign !== 'either') {
        const what = 'has another decimal sign than the rows above: point and comma cannot be told apart';
        throw this.fault(`cell in column ${String(column + 1)}`, what);
      }
      this.#sign = number.sign;
    }
    return number;
  }

  fault(field: string, what: string): Error {
    return unreadable(this.#file, field, atLine(this.#reader.line, this.#reader.offset), what);
  }
}
