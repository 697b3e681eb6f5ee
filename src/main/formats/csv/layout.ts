import { Problem } from '../../../shared/problem.ts';
import type { ColumnMapping } from '../format.ts';
import { isPlausibleRate } from '../plausible.ts';
import type { Dialect } from './dialect.ts';
import type { TableShape } from './table.ts';

/** What each column means, whether the file said so or the user. */
export interface TableLayout {
  readonly delimiter: number | undefined;
  readonly columns: number;
  /** Line on which the numbers begin. */
  readonly firstLine: number;
  /** Samples per second, or undefined where the time column decides. */
  readonly rate: number | undefined;
  readonly time: { readonly column: number; readonly unitsPerSecond: number | undefined } | undefined;
  /** Rows there must be, where the file says. */
  readonly samples: number | undefined;
  readonly start: string | undefined;
  readonly leads: readonly ColumnLead[];
}

export interface ColumnLead {
  readonly column: number;
  readonly name: string;
  readonly unit: string;
  /** Written value · factor = value in `unit`, a power of ten given by its exponent. */
  readonly unitExponent: number;
  /** Integer steps per `unit` and the integer that stands for zero, where the file says. */
  readonly steps: { readonly gain: number; readonly baseline: number; readonly uncalibrated: boolean } | undefined;
}

/** ECG leads are kept in millivolts, whatever unit they are written in. */
const EXPONENT_TO_MILLIVOLT = { mV: 0, uV: -3, V: 3 } as const;
/** `undefined`: the time column counts samples. */
const TIME_UNITS_PER_SECOND = { s: 1, ms: 1000, sample: undefined } as const;

export const layoutOfDialect = (dialect: Dialect, shape: TableShape): TableLayout => ({
  delimiter: shape.delimiter,
  columns: shape.columns,
  firstLine: shape.firstLine,
  rate: dialect.rate,
  time: { column: 0, unitsPerSecond: 1 },
  samples: dialect.samples,
  start: dialect.start,
  leads: dialect.leads.map(({ name, unit, gain, baseline, uncalibrated }, i) => ({
    column: i + 1,
    name,
    unit,
    unitExponent: 0,
    steps: { gain, baseline, uncalibrated: uncalibrated === true },
  })),
});

/** @throws Problem `needs-mapping` when the mapping is absent, incomplete or does not fit the file */
export function layoutOfMapping(file: string, shape: TableShape, mapping: ColumnMapping | undefined): TableLayout {
  if (mapping === undefined) {
    throw needsMapping(file, 'does not say what its columns mean');
  }
  const { leads, rate, timeColumn } = mapping;
  if (leads.length === 0) throw needsMapping(file, 'has no lead chosen');
  const used = leads.map((lead) => lead.column);
  for (const column of timeColumn === undefined ? used : [timeColumn, ...used]) {
    if (!Number.isInteger(column) || column < 0 || column >= shape.columns) {
      throw needsMapping(file, `has ${String(shape.columns)} columns; there is no column ${String(column + 1)}`);
    }
  }
  if (new Set(used).size < used.length || (timeColumn !== undefined && used.includes(timeColumn))) {
    throw needsMapping(file, 'has one column chosen twice');
  }
  if (leads.some((lead) => lead.name.trim() === '')) throw needsMapping(file, 'has a lead without a name');
  if (rate !== undefined && !isPlausibleRate(rate)) {
    throw needsMapping(file, `cannot have ${String(rate)} samples per second`);
  }
  const { timeUnit } = mapping;
  if (timeColumn !== undefined && timeUnit === undefined) {
    throw needsMapping(file, 'has a time column, but its unit is not said');
  }
  if (rate === undefined && (timeColumn === undefined || timeUnit === 'sample')) {
    throw needsMapping(file, 'does not say its sampling rate');
  }
  return {
    delimiter: shape.delimiter,
    columns: shape.columns,
    firstLine: shape.firstLine,
    rate,
    time:
      timeColumn === undefined || timeUnit === undefined
        ? undefined
        : { column: timeColumn, unitsPerSecond: TIME_UNITS_PER_SECOND[timeUnit] },
    samples: undefined,
    start: undefined,
    leads: leads.map(({ column, name }) => ({
      column,
      name: name.trim(),
      unit: 'mV',
      unitExponent: EXPONENT_TO_MILLIVOLT[mapping.unit],
      steps: undefined,
    })),
  };
}

const needsMapping = (file: string, what: string): Problem =>
  new Problem(
    'needs-mapping',
    `${file} ${what}. Please state the sampling rate, the unit and which column is which lead.`,
  );
