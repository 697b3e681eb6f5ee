import { MISSING_SAMPLE } from '../../../shared/recording.ts';

/** Values a second of the grid every lead is brought to first, so that its rate does not matter. */
const GRID_RATE = 125;
/** Signal beside a second that its filters need, in grid values. */
const PAD = 32;
/** Parts of a second that are looked at one by one: 40 ms each, a QRS complex fills two or three. */
export const PARTS = 25;
const PART = GRID_RATE / PARTS;
/** Lengths of moving averages, in grid values: the QRS complex stays in the first and is gone in the second (5–20 Hz). */
const QRS_FINE = 3;
const QRS_COARSE = 13;
const BASELINE = 51;
/** Equal samples in a row that are no signal any more, in seconds: a QRS complex peaks for less. */
const HELD_SECONDS = 0.06;
/** A part in this place of their order is no QRS complex, up to 240 beats a minute. */
const BETWEEN = Math.floor(0.4 * PARTS);

/** Stretch of one lead: `samples[0]` is the lead's sample number `first`. */
export interface QualityLead {
  readonly samples: Int32Array;
  readonly first: number;
  /** Samples per second of this lead. */
  readonly rate: number;
  /** Integer steps per millivolt; polarity does not matter. */
  readonly gain: number;
  readonly baseline: number;
}

/** What is measured of each second of one lead, as columns; amplitudes in millivolts. */
export interface SecondMeasures {
  /** Number of the first second. */
  readonly from: number;
  readonly seconds: number;
  /** Share of the samples that is missing. */
  readonly missing: Float32Array;
  readonly lowest: Float32Array;
  readonly highest: Float32Array;
  /** Seconds spent at the second's lowest or highest value, counted where it is held. */
  readonly heldLow: Float32Array;
  readonly heldHigh: Float32Array;
  /** Largest deflection in the band of the QRS complex. */
  readonly deflection: Float32Array;
  /** The same of each of `PARTS` parts of the second: seconds × PARTS. */
  readonly peaks: Float32Array;
  /** Median of the peaks of its parts. */
  readonly usualPeak: Float32Array;
  /** Root mean square between the QRS complexes: in their band (5–20 Hz), above it (12–40 Hz), and at mains frequency. */
  readonly between: Float32Array;
  readonly fine: Float32Array;
  readonly buzz: Float32Array;
  /** How far the baseline moves. */
  readonly swing: Float32Array;
}

/** Seconds of signal beside the range that the measures of its seconds need. */
export const MEASURE_MARGIN_SECONDS = PAD / GRID_RATE;

/**
 * Measures the seconds [from, to) of a lead. What is beyond the samples given counts as missing. A second's figures depend
 * on nothing but the signal within `MEASURE_MARGIN_SECONDS` of it: the same, bit for bit, however a recording is cut.
 */
export function secondMeasures(lead: QualityLead, from: number, to: number): SecondMeasures {
  const seconds = Math.max(0, to - from);
  const column = (): Float32Array => new Float32Array(seconds);
  const measures = {
    from,
    seconds,
    missing: column(),
    lowest: column(),
    highest: column(),
    heldLow: column(),
    heldHigh: column(),
    deflection: column(),
    peaks: new Float32Array(seconds * PARTS),
    usualPeak: column(),
    between: column(),
    fine: column(),
    buzz: column(),
    swing: column(),
  };
  const grid = new Float64Array(GRID_RATE + 2 * PAD);
  const room = new Float64Array(GRID_RATE + 2 * PAD);
  const parts = new Float64Array(PARTS);
  for (let at = 0; at < seconds; at++) {
    measures.missing[at] = readSecond(lead, from + at, grid);
    if (measures.missing[at]! >= 1) continue;
    extremes(grid, measures, at);
    heldSeconds(lead, from + at, measures, at);
    bandOf(grid, room);
    peaksOf(room, measures, at, parts);
    measures.between[at] = quietParts(room, parts);
    fineOf(grid, room);
    measures.fine[at] = quietParts(room, parts);
    for (let i = PAD; i < PAD + GRID_RATE; i++) room[i] = grid[i]! - (grid[i - 1]! + grid[i + 1]!) / 2;
    measures.buzz[at] = quietParts(room, parts);
    measures.swing[at] = swingOf(grid);
  }
  return measures;
}

/**
 * Fills the grid with means over 8 ms each, in millivolts, around one second; missing ones repeat their neighbour.
 * Returns the share of that second that is missing.
 */
function readSecond({ samples, first, rate, gain, baseline }: QualityLead, second: number, grid: Float64Array): number {
  const span = rate / GRID_RATE;
  const scale = gain === 0 ? 1 : 1 / Math.abs(gain);
  const start = second * GRID_RATE - PAD;
  let missing = 0;
  let last = Number.NaN;
  for (let k = 0; k < grid.length; k++) {
    const begin = (start + k) * span;
    const end = (start + k + 1) * span;
    let sum = 0;
    let known = 0;
    for (let i = Math.max(first, Math.floor(begin)); i < end && i - first < samples.length; i++) {
      const value = samples[i - first]!;
      if (value === MISSING_SAMPLE) continue;
      // Samples on the borders count with the part that lies inside.
      const part = Math.min(end, i + 1) - Math.max(begin, i);
      sum += part * (value - baseline);
      known += part;
    }
    if (2 * known >= span && known > 0) last = (sum / known) * scale;
    else if (k >= PAD && k < PAD + GRID_RATE) missing++;
    grid[k] = last;
  }
  let next = 0;
  while (next < grid.length && Number.isNaN(grid[next]!)) next++;
  if (next < grid.length) grid.fill(grid[next]!, 0, next);
  return next === grid.length ? 1 : missing / GRID_RATE;
}

function extremes(grid: Float64Array, measures: { lowest: Float32Array; highest: Float32Array }, at: number): void {
  let lowest = Infinity;
  let highest = -Infinity;
  for (let i = PAD; i < PAD + GRID_RATE; i++) {
    lowest = Math.min(lowest, grid[i]!);
    highest = Math.max(highest, grid[i]!);
  }
  measures.lowest[at] = lowest;
  measures.highest[at] = highest;
}

/** How long the samples stay at one value that is the second's lowest or highest. */
function heldSeconds(
  { samples, first, rate }: QualityLead,
  second: number,
  { heldLow, heldHigh }: Pick<SecondMeasures, 'heldLow' | 'heldHigh'>,
  at: number,
): void {
  const from = Math.max(0, Math.ceil(second * rate) - first);
  const to = Math.min(samples.length, Math.ceil((second + 1) * rate) - first);
  let lowest = Infinity;
  let highest = -Infinity;
  for (let i = from; i < to; i++) {
    const value = samples[i]!;
    if (value === MISSING_SAMPLE) continue;
    if (value < lowest) lowest = value;
    if (value > highest) highest = value;
  }
  for (let i = from; i < to;) {
    const value = samples[i]!;
    let end = i + 1;
    while (end < to && samples[end] === value) end++;
    if (end - i >= HELD_SECONDS * rate) {
      if (value === lowest) heldLow[at]! += (end - i) / rate;
      if (value === highest) heldHigh[at]! += (end - i) / rate;
    }
    i = end;
  }
}

function peaksOf(
  band: Float64Array,
  { peaks, usualPeak, deflection }: SecondMeasures,
  at: number,
  parts: Float64Array,
): void {
  for (let part = 0; part < PARTS; part++) {
    let peak = 0;
    for (let i = PAD + part * PART; i < PAD + (part + 1) * PART; i++) peak = Math.max(peak, Math.abs(band[i]!));
    peaks[at * PARTS + part] = peak;
    parts[part] = peak;
  }
  sortFew(parts);
  usualPeak[at] = parts[PARTS >> 1]!;
  deflection[at] = parts[PARTS - 1]!;
}

/** The band of the QRS complex: a short moving average less a long one. */
function bandOf(grid: Float64Array, band: Float64Array): void {
  const fine = QRS_FINE >> 1;
  const coarse = QRS_COARSE >> 1;
  const from = PAD - 1;
  let short = 0;
  let long = 0;
  for (let i = from - coarse; i < from + coarse; i++) long += grid[i]!;
  for (let i = from - fine; i < from + fine; i++) short += grid[i]!;
  for (let i = from; i < PAD + GRID_RATE; i++) {
    short += grid[i + fine]!;
    long += grid[i + coarse]!;
    band[i] = short / QRS_FINE - long / QRS_COARSE;
    short -= grid[i - fine]!;
    long -= grid[i - coarse]!;
  }
}

/** What is finer than a QRS complex and no mains hum: a smoothed second difference, which passes 12–40 Hz. */
function fineOf(grid: Float64Array, fine: Float64Array): void {
  const smooth = (i: number): number => (grid[i - 1]! + 2 * grid[i]! + grid[i + 1]!) / 4;
  for (let i = PAD; i < PAD + GRID_RATE; i++) fine[i] = smooth(i) - (smooth(i - 2) + smooth(i + 2)) / 2;
}

/** The root mean square of the second's quieter parts: of that in place `BETWEEN` of their order. */
function quietParts(values: Float64Array, parts: Float64Array): number {
  for (let part = 0; part < PARTS; part++) {
    let sum = 0;
    for (let i = PAD + part * PART; i < PAD + (part + 1) * PART; i++) sum += values[i]! * values[i]!;
    parts[part] = sum / PART;
  }
  sortFew(parts);
  return Math.sqrt(parts[BETWEEN]!);
}

/** Sorts by insertion: for so few values faster than what sorts many. */
function sortFew(values: Float64Array): void {
  for (let i = 1; i < values.length; i++) {
    const value = values[i]!;
    let at = i;
    for (; at > 0 && values[at - 1]! > value; at--) values[at] = values[at - 1]!;
    values[at] = value;
  }
}

function swingOf(grid: Float64Array): number {
  const half = BASELINE >> 1;
  let lowest = Infinity;
  let highest = -Infinity;
  let sum = 0;
  for (let i = PAD - half; i < PAD + half; i++) sum += grid[i]!;
  for (let i = PAD; i < PAD + GRID_RATE; i++) {
    sum += grid[i + half]!;
    lowest = Math.min(lowest, sum);
    highest = Math.max(highest, sum);
    sum -= grid[i - half]!;
  }
  return (highest - lowest) / BASELINE;
}
