import type { ByteSource } from '../format.ts';
import { isPlausibleRate } from '../plausible.ts';
import { atByte, unreadable } from '../unreadable.ts';
import { DataRows } from './data-rows.ts';
import type { TableLayout } from './layout.ts';

/**
 * Stamps are rounded to the decimals they are written with, so they lie off their sample's place; as long as that is less
 * than half a sample it is clear which one is meant. More means another rate, or samples at uneven times.
 */
const TOLERANCE_SAMPLES = 0.45;

/** Turns the stamps of a time column into sample positions, counted from the first row. */
export class TimeAxis {
  readonly #samplesPerUnit: number;
  #first: number | undefined;
  #position = -1;

  /** @param unitsPerSecond undefined where the column counts samples */
  constructor(rate: number, unitsPerSecond: number | undefined) {
    this.#samplesPerUnit = unitsPerSecond === undefined ? 1 : rate / unitsPerSecond;
  }

  /** The position of the next stamp, or what is wrong with it as the rest of a sentence. */
  next(stamp: number): number | string {
    this.#first ??= stamp;
    const exact = (stamp - this.#first) * this.#samplesPerUnit;
    const position = Math.round(exact);
    if (position <= this.#position) return 'does not move on from the row above, at the rate of this table';
    if (Math.abs(exact - position) > TOLERANCE_SAMPLES) {
      return `lies ${Math.abs(exact - position).toFixed(2)} samples off the rate of this table`;
    }
    this.#position = position;
    return position;
  }
}

/** Steps up to this many times the usual one belong to an even axis; longer ones are gaps. */
const GAP_STEPS = 1.5;
/** Relative error of stamps written with every digit a program has. */
const FLOAT_NOISE = 1e-9;
/** So many steps that differ by no more than this part of them are equal. */
const MIN_EQUAL_STEPS = 3;
const EQUAL_STEPS = 1e-6;
/** A rate known no better than to one part in two hundred is not known. */
const MAX_UNCERTAINTY = 0.005;
/** Steps of which the median says what is usual. */
const FIRST_STEPS = 1001;

/**
 * The sampling rate that the stamps of a time column tell: steps over their sum, gaps left out. Equal steps are taken at
 * their word. Where they differ, stamps were rounded and the sum is only known to within one unit of the last decimal for
 * every stretch between gaps; within that, the rate with the fewest decimals is meant (360, not 359.9957).
 * @throws Problem `unreadable` when the stamps do not move on or are too coarse to tell
 */
export function rateOfTimeColumn(file: ByteSource, layout: TableLayout): number {
  const { column, unitsPerSecond = 1 } = layout.time ?? { column: 0 };
  const usual = usualStep(file, layout, column);
  const rows = new DataRows(file, layout);
  let previous: number | undefined;
  let [steps, sum, shortest, longest, stretches, decimals] = [0, 0, Infinity, 0, 1, 0];
  while (rows.next()) {
    const stamp = stampOf(rows, column);
    decimals = Math.max(decimals, rows.number.decimals);
    const step = previous === undefined ? undefined : stamp - previous;
    previous = stamp;
    if (step === undefined) continue;
    if (step <= 0) throw rows.fault('time', 'does not move on from the row above');
    if (step > usual * GAP_STEPS) {
      stretches++;
      continue;
    }
    steps++;
    sum += step;
    shortest = Math.min(shortest, step);
    longest = Math.max(longest, step);
  }
  if (steps === 0) throw unreadable(file.name, 'time column', atByte(0), 'tells no sampling rate');
  const equal = steps >= MIN_EQUAL_STEPS && longest - shortest < EQUAL_STEPS * longest;
  const uncertainty = equal ? FLOAT_NOISE : Math.max(FLOAT_NOISE, (stretches * 10 ** -decimals) / sum);
  const rate = (steps / sum) * unitsPerSecond;
  const simple = uncertainty > MAX_UNCERTAINTY ? undefined : simplestWithin(rate, rate * uncertainty);
  if (simple === undefined) {
    const what = 'is too coarse to tell the sampling rate';
    throw unreadable(file.name, 'time column', atByte(0), what, 'Please state the sampling rate.');
  }
  if (!isPlausibleRate(simple)) {
    const what = `tells ${String(simple)} samples per second`;
    throw unreadable(file.name, 'time column', atByte(0), what, 'Please state the unit of the time.');
  }
  return simple;
}

/** The median of the first steps, or their mean where stamps are so coarse that steps alternate. */
function usualStep(file: ByteSource, layout: TableLayout, column: number): number {
  const rows = new DataRows(file, layout);
  const steps: number[] = [];
  let previous: number | undefined;
  while (steps.length < FIRST_STEPS && rows.next()) {
    const stamp = stampOf(rows, column);
    if (previous !== undefined) steps.push(stamp - previous);
    previous = stamp;
  }
  const sorted = steps.sort((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const even = sorted.filter((step) => step <= 2 * median);
  return even.reduce((total, step) => total + step, 0) / Math.max(1, even.length);
}

export function stampOf(rows: DataRows, column: number): number {
  const number = rows.read(column);
  if (number.kind === 'missing') throw rows.fault('time', 'is missing');
  return number.value;
}

/** The number with the fewest decimals within `spread` of `value`; undefined when not even the whole hertz is sure. */
function simplestWithin(value: number, spread: number): number | undefined {
  if (!(spread < 0.5)) return undefined;
  for (let decimals = 0; decimals <= 9; decimals++) {
    const rounded = Number(value.toFixed(decimals));
    if (rounded > 0 && Math.abs(rounded - value) <= spread) return rounded;
  }
  return value;
}
