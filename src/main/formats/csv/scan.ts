import { MAX_LEAD_SAMPLES, type ByteSource } from '../format.ts';
import { atByte, atLine, unreadable } from '../unreadable.ts';
import { powerOfTen } from './cell-number.ts';
import { DataRows } from './data-rows.ts';
import type { ColumnLead, TableLayout } from './layout.ts';
import { rateOfTimeColumn, stampOf, TimeAxis } from './time-axis.ts';

/** What one pass over all rows shows: the table is sound, so long, and its values need so many decimals. */
export interface TableScan {
  readonly rate: number;
  /** Rows, gaps in time included. */
  readonly samples: number;
  /** Samples that no row holds. */
  readonly gaps: number;
  readonly scales: readonly LeadScale[];
  readonly warnings: readonly string[];
}

/** How the written values of a lead become integers: sample = round(value · 10^decimals · factor) + baseline. */
export interface LeadScale {
  readonly decimals: number;
  readonly factor: number;
  readonly baseline: number;
  /** Integer steps per unit of the lead. */
  readonly gain: number;
}

/** Where rows are missing for longer than this, the time column is damaged rather than the recording paused. */
const MAX_GAP_PER_ROW = 10;
const MIN_GAP_SECONDS = 3600;
const MAX_INT32 = 0x7fff_ffff;

/**
 * Reads a table once, every row of it.
 * @throws Problem `unreadable` naming line and byte of the first row that is not as it should be
 */
export function scanTable(file: ByteSource, layout: TableLayout): TableScan {
  const rate = layout.rate ?? rateOfTimeColumn(file, layout);
  const axis = layout.time && new TimeAxis(rate, layout.time.unitsPerSecond);
  const rows = new DataRows(file, layout);
  const decimals = new Int32Array(layout.leads.length);
  const largest = new Float64Array(layout.leads.length);
  let count = 0;
  let samples = 0;
  while (rows.next()) {
    count++;
    samples = axis === undefined || layout.time === undefined ? count : positionOf(rows, layout.time.column, axis) + 1;
    const gaps = samples - count;
    if (gaps > MAX_GAP_PER_ROW * count + MIN_GAP_SECONDS * rate || samples > MAX_LEAD_SAMPLES) {
      throw rows.fault('time', `leaves a gap of ${String(gaps)} samples, more than a recording has`);
    }
    for (let i = 0; i < layout.leads.length; i++) {
      const number = rows.read(layout.leads[i]!.column);
      if (number.kind === 'missing') continue;
      const value = Math.abs(number.value);
      if (number.decimals > decimals[i]!) decimals[i] = number.decimals;
      if (value > largest[i]!) {
        largest[i] = value;
        if (!(value < MAX_INT32))
          throw rows.fault(`value of lead ${layout.leads[i]!.name}`, 'is larger than any voltage');
      }
    }
  }
  if (count === 0) throw unreadable(file.name, 'table', atByte(0), 'has no rows');
  if (layout.samples !== undefined && layout.samples !== samples) {
    const what = `promises ${String(layout.samples)} samples, but ${String(samples)} follow`;
    throw unreadable(file.name, 'number of samples', atLine(1, 0), what);
  }
  const warnings: string[] = [];
  const scales = layout.leads.map((lead, i) => scaleOf(file.name, lead, decimals[i]!, largest[i]!, warnings));
  if (samples > count) warnings.push(gapWarning(file.name, samples - count, rate));
  return { rate, samples, gaps: samples - count, scales, warnings };
}

export function positionOf(rows: DataRows, column: number, axis: TimeAxis): number {
  const position = axis.next(stampOf(rows, column));
  if (typeof position === 'string') throw rows.fault('time', position);
  return position;
}

/**
 * The gain is the power of ten that keeps every written decimal, or the largest that still fits 32 bits; where the file
 * states gain and baseline, those, so that the integers come back as they were.
 */
function scaleOf(file: string, lead: ColumnLead, decimals: number, largest: number, warnings: string[]): LeadScale {
  if (lead.steps !== undefined) {
    const { gain, baseline } = lead.steps;
    if (!(largest * Math.abs(gain) + Math.abs(baseline) < MAX_INT32)) {
      throw unreadable(file, `gain of lead ${lead.name}`, atLine(1, 0), 'makes its values larger than 32 bits hold');
    }
    return { decimals: 0, factor: gain, baseline, gain };
  }
  let kept = Math.max(0, decimals);
  while (kept > 0 && largest * powerOfTen(kept) >= MAX_INT32) kept--;
  if (kept < decimals) {
    warnings.push(
      `${file}: values of lead ${lead.name} have ${String(decimals)} decimals; rounded to ${String(kept)}.`,
    );
  }
  const exponent = kept - lead.unitExponent;
  const gain = exponent >= 0 ? powerOfTen(exponent) : 1 / powerOfTen(-exponent);
  return { decimals: kept, factor: 1, baseline: 0, gain };
}

const gapWarning = (file: string, gaps: number, rate: number): string =>
  `${file}: ${(gaps / rate).toFixed(1)} s are missing between rows; they are shown as gaps.`;
