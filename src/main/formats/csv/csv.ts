import { Problem } from '../../../shared/problem.ts';
import { type Lead, MISSING_SAMPLE, type RecordingHeader, type SignalBlock } from '../../../shared/recording.ts';
import {
  MAX_BLOCK_SAMPLES,
  type ByteSource,
  type Format,
  type OpenOptions,
  type PickedFile,
  type RecordingReader,
} from '../format.ts';
import { stemOf } from '../sibling-name.ts';
import { atByte, unreadable, unsupported } from '../unreadable.ts';
import { type CellNumber, powerOfTen } from './cell-number.ts';
import { DataRows } from './data-rows.ts';
import { claimsDialect, parseDialect } from './dialect.ts';
import { layoutOfDialect, layoutOfMapping, type TableLayout } from './layout.ts';
import { type LeadScale, positionOf, scanTable, type TableScan } from './scan.ts';
import { shapeOf, type TableShape } from './table.ts';
import { TimeAxis } from './time-axis.ts';

/**
 * Columns of numbers: comma, semicolon, tab or bar between them. Only what this program wrote says what its columns mean;
 * for everything else a mapping is asked for, nothing is guessed.
 */
export const csv: Format = {
  name: 'CSV',
  sniff: ({ file }) => claimsDialect(file) || shapeOf(file) !== undefined,
  isRecord: ({ file }) => claimsDialect(file) || looksLikeSignals(shapeOf(file)),
  open: openCsv,
};

/** What a mapping dialog shows of a file. */
export interface ColumnPreview {
  /** Column titles, `Column 1` and so on where the file has none. */
  readonly columns: string[];
  /** The first rows as they are written. */
  readonly rows: string[][];
  /** The character between cells; empty for a single column. */
  readonly delimiter: string;
}

/** @throws Problem `unsupported` when the file is no table of numbers */
export function previewColumns({ file }: PickedFile): ColumnPreview {
  const shape = shapeOrProblem(file);
  return {
    columns: Array.from({ length: shape.columns }, (_, i) => shape.titles[i] ?? `Column ${String(i + 1)}`),
    rows: shape.rows.map((row) => [...row]),
    delimiter: shape.delimiter === undefined ? '' : String.fromCharCode(shape.delimiter),
  };
}

/** Every column but a time stamp is numeric: not so in lists of patients or records. */
const looksLikeSignals = (shape: TableShape | undefined): boolean =>
  shape !== undefined && shape.rows.length > 1 && shape.numeric.slice(1).every((numeric) => numeric);

function openCsv({ file }: PickedFile, options: OpenOptions = {}): RecordingReader {
  const shape = shapeOrProblem(file);
  const layout = claimsDialect(file)
    ? layoutOfDialect(parseDialect(file, shape), shape)
    : layoutOfMapping(file.name, shape, options.mapping);
  const scan = scanTable(file, layout);
  const header = headerOf(file, layout, scan);
  return {
    header,
    sources: [file],
    warnings: header.warnings,
    annotations: () => [],
    signal: () => readTable(file, layout, scan),
    close: () => file.close?.(),
  };
}

function shapeOrProblem(file: ByteSource): TableShape {
  const shape = shapeOf(file);
  if (shape !== undefined) return shape;
  if (claimsDialect(file)) throw unreadable(file.name, 'table', atByte(0), 'has no rows of numbers');
  throw unsupported(file.name, 'holds no table of numbers', 'Pick a file with a column per lead.');
}

function headerOf(file: ByteSource, layout: TableLayout, scan: TableScan): RecordingHeader {
  const leads = layout.leads.map(({ name, unit, steps }, i): Lead => ({
    name,
    unit,
    rate: scan.rate,
    samples: scan.samples,
    gain: scan.scales[i]!.gain,
    baseline: scan.scales[i]!.baseline,
    ...(steps?.uncalibrated === true ? { uncalibrated: true } : {}),
  }));
  return {
    format: 'CSV',
    name: stemOf(file.name),
    rate: scan.rate,
    samples: scan.samples,
    ...(layout.start === undefined ? {} : { start: layout.start }),
    patient: {},
    leads,
    notes: [],
    warnings: scan.warnings,
  };
}

/** Second pass: the rows as blocks of each lead, rows missing in time filled with missing samples. */
function* readTable(file: ByteSource, layout: TableLayout, scan: TableScan): Generator<SignalBlock, void, undefined> {
  const rows = new DataRows(file, layout);
  const axis = layout.time && new TimeAxis(scan.rate, layout.time.unitsPerSecond);
  const length = Math.min(MAX_BLOCK_SAMPLES, scan.samples);
  const blocks = layout.leads.map(() => new Int32Array(length).fill(MISSING_SAMPLE));
  let start = 0;
  let row = 0;
  const emit = function* (count: number): Generator<SignalBlock, void, undefined> {
    for (const [lead, block] of blocks.entries()) {
      yield { lead, start, samples: block.subarray(0, count) };
      block.fill(MISSING_SAMPLE);
    }
    start += count;
  };
  while (rows.next()) {
    const position = axis === undefined || layout.time === undefined ? row : positionOf(rows, layout.time.column, axis);
    row++;
    if (position >= scan.samples) throw changed(file);
    while (position >= start + length) yield* emit(length);
    for (let i = 0; i < blocks.length; i++) {
      const number = rows.read(layout.leads[i]!.column);
      if (number.kind === 'number') blocks[i]![position - start] = sampleOf(number, scan.scales[i]!);
    }
  }
  if (start < scan.samples) yield* emit(scan.samples - start);
  if (start !== scan.samples) throw changed(file);
}

/** Multiplied while the result is a whole number of steps, divided otherwise: exact where the decimals were all kept. */
function sampleOf(number: CellNumber, scale: LeadScale): number {
  if (scale.factor !== 1) return Math.round(number.value * scale.factor) + scale.baseline;
  const shift = scale.decimals - number.decimals;
  const steps = shift >= 0 ? number.mantissa * powerOfTen(shift) : Math.round(number.mantissa / powerOfTen(-shift));
  return steps + scale.baseline;
}

const changed = (file: ByteSource): Problem =>
  new Problem(
    'unreadable',
    `${file.name} changed while it was being read. Please try again when nothing writes to it.`,
  );
