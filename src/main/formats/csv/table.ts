import type { ByteSource } from '../format.ts';
import { firstBinaryByte } from '../text.ts';
import { CellNumber } from './cell-number.ts';
import { RowReader } from './rows.ts';

/** What the beginning of a column file shows of it, without knowing what the columns mean. */
export interface TableShape {
  /** Byte that separates cells; undefined for a single column. */
  readonly delimiter: number | undefined;
  /** Cells of each row. */
  readonly columns: number;
  /** Line on which the numbers begin, from 1. */
  readonly firstLine: number;
  /** Where the titles stand, or the first row of numbers where there are none. */
  readonly titlesAt: { readonly line: number; readonly offset: number };
  /** The column titles, empty where there are none. */
  readonly titles: readonly string[];
  /** Comment lines above the numbers, without their sign. */
  readonly comments: readonly string[];
  /** Whether a column holds numbers, or nothing, in all of the first rows. */
  readonly numeric: readonly boolean[];
  /** The first rows as they are written. */
  readonly rows: readonly (readonly string[])[];
}

const [TAB, SEMICOLON, COMMA, BAR] = [0x09, 0x3b, 0x2c, 0x7c];
const PROBE_BYTES = 64 * 1024;
const ROWS_LOOKED_AT = 30;
/** Titles, a row of units, and what else exporters put above the numbers. */
const MAX_HEAD_ROWS = 10;

interface Row {
  readonly line: number;
  readonly offset: number;
  readonly cells: readonly string[];
  readonly kinds: readonly CellNumber['kind'][];
}

/**
 * The shape of a column file by its beginning, or undefined when that is no table of numbers. A tab or semicolon that
 * splits the rows is the delimiter, a comma only where neither does: beside them it is a decimal sign.
 */
export function shapeOf(file: ByteSource): TableShape | undefined {
  const head = file.read(0, PROBE_BYTES);
  if (firstBinaryByte(head) !== undefined) return undefined;
  const end = head.length < file.size ? head.lastIndexOf(0x0a) + 1 : head.length;
  const beginning = {
    name: file.name,
    size: end,
    read: (at: number, length: number) => head.subarray(at, Math.min(at + length, end)),
  };
  for (const delimiter of [TAB, SEMICOLON, COMMA, BAR, undefined]) {
    const shape = shapeWith(beginning, delimiter);
    if (shape !== undefined && (delimiter === undefined || shape.columns > 1)) return shape;
  }
  return undefined;
}

function shapeWith(beginning: ByteSource, delimiter: number | undefined): TableShape | undefined {
  const comments: string[] = [];
  const rows = [...firstRows(beginning, delimiter, comments)];
  const columns = mostFrequent(rows.map((row) => row.cells.length));
  const full = rows.filter((row) => row.cells.length === columns);
  const isText = Array.from(
    { length: columns },
    (_, i) => 2 * full.filter((row) => row.kinds[i] === 'text').length > full.length,
  );
  const holdsNumbers = ({ kinds }: Row): boolean =>
    kinds.length === columns && kinds.includes('number') && kinds.every((kind, i) => kind !== 'text' || isText[i]);

  const first = rows.findIndex(
    (row, i) => holdsNumbers(row) && (i + 1 === rows.length || holdsNumbers(rows[i + 1] ?? row)),
  );
  const firstRow = rows[first];
  if (firstRow === undefined || first > MAX_HEAD_ROWS) return undefined;
  const titles = rows.slice(0, first).find((row) => row.cells.length === columns);
  const data = rows.slice(first).filter((row) => row.cells.length === columns);
  return {
    delimiter,
    columns,
    firstLine: firstRow.line,
    titlesAt: titles ?? firstRow,
    titles: titles?.cells ?? [],
    comments,
    numeric: Array.from({ length: columns }, (_, i) => data.every((row) => row.kinds[i] !== 'text')),
    rows: data.map((row) => row.cells),
  };
}

/** The first rows that are neither comments nor blank. */
function* firstRows(beginning: ByteSource, delimiter: number | undefined, comments: string[]): Generator<Row> {
  const reader = new RowReader(beginning);
  const number = new CellNumber();
  for (let taken = 0; taken < ROWS_LOOKED_AT && reader.nextLine();) {
    if (reader.isComment()) comments.push(reader.text().slice(1).trim());
    if (reader.isComment() || reader.isBlank(delimiter)) continue;
    reader.split(delimiter);
    taken++;
    const indices = Array.from({ length: reader.cells }, (_, i) => i);
    yield {
      line: reader.line,
      offset: reader.offset,
      cells: indices.map((i) => reader.cell(i)),
      kinds: indices.map((i) => {
        number.read(reader.bytes, reader.cellFrom[i]!, reader.cellTo[i]!);
        return number.kind;
      }),
    };
  }
}

function mostFrequent(values: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].reduce<[number, number]>((best, entry) => (entry[1] > best[1] ? entry : best), [0, 0])[0];
}
