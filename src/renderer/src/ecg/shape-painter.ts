import type { LeadWindow } from '../../../shared/contract/signal.ts';
import { isMissing } from './derived-lead.ts';
import type { DrawingContext } from './drawing-context.ts';
import type { Palette } from './paper-colours.ts';

/** Where shapes are drawn: one scale in time and amplitude for all of them. */
export interface ShapeFrame {
  /** Device pixels. */
  readonly width: number;
  readonly height: number;
  readonly devicePixelRatio: number;
  /** Physical units from the bottom to the top. */
  readonly low: number;
  readonly high: number;
  /** Seconds from the left edge to the beat and from there to the right edge. */
  readonly before: number;
  readonly after: number;
}

/** How a template lies in time. */
export interface ShapeColumns {
  readonly columns: number;
  /** How many columns lie before the beat, and columns a second. */
  readonly before: number;
  readonly rate: number;
}

export const xOfTime = ({ width, before, after }: ShapeFrame, seconds: number): number =>
  ((seconds + before) / (before + after)) * width;
export const yOfValue = ({ height, low, high }: ShapeFrame, value: number): number =>
  ((high - value) / (high - low)) * height;

/** Lines of the ground: 0.2 s and 0.5 mV, as the thick lines of ECG paper. */
const SECONDS = 0.2;
const UNITS = 0.5;

export function paintShapeGround(context: DrawingContext, frame: ShapeFrame, palette: Palette): void {
  const { width, height, devicePixelRatio: dpr, before, after, low, high } = frame;
  const hair = Math.max(1, Math.round(dpr));
  context.fillStyle = palette.background;
  context.fillRect(0, 0, width, height);
  context.fillStyle = palette.thinLine;
  for (let at = Math.ceil(-before / SECONDS); at * SECONDS <= after; at++) {
    context.fillRect(Math.round(xOfTime(frame, at * SECONDS)), 0, hair, height);
  }
  // Where much is to be shown at once, the lines are of larger steps.
  const step = UNITS * Math.max(1, Math.ceil((high - low) / (UNITS * 12)));
  for (let at = Math.ceil(low / step); at * step <= high; at++) {
    context.fillRect(0, Math.round(yOfValue(frame, at * step)), width, hair);
  }
}

/** A template as a line; broken where nothing is known. */
export function paintTemplate(
  context: DrawingContext,
  frame: ShapeFrame,
  template: Float32Array,
  columns: ShapeColumns,
  colour: string,
): void {
  context.strokeStyle = colour;
  context.lineWidth = 2 * frame.devicePixelRatio;
  context.lineJoin = 'round';
  context.beginPath();
  let down = false;
  for (let column = 0; column < template.length; column++) {
    const value = template[column]!;
    if (Number.isNaN(value)) {
      down = false;
      continue;
    }
    const x = xOfTime(frame, timeOf(columns, column));
    if (down) context.lineTo(x, yOfValue(frame, value));
    else context.moveTo(x, yOfValue(frame, value));
    down = true;
  }
  context.stroke();
}

/** One beat of the signal, with what is needed to lay it over a template. */
export interface ShownBeat {
  readonly window: LeadWindow;
  /** Base-rate sample of the beat. */
  readonly sample: number;
  /** Of the lead: integer steps to a physical unit, the integer of zero, samples to a second. */
  readonly gain: number;
  readonly baseline: number;
  readonly rate: number;
  /** Base-rate samples to a second. */
  readonly baseRate: number;
}

/** A value of a beat in physical units, and its time from the beat in seconds. */
const valueAt = ({ window, gain, baseline }: ShownBeat, index: number): number => {
  const value = window.values[window.kind === 'samples' ? index : 2 * index]!;
  return isMissing(value) ? NaN : (value - baseline) / gain;
};
const timeAt = ({ window, rate, sample, baseRate }: ShownBeat, index: number): number =>
  (window.start + index * window.step) / rate - sample / baseRate;
const lengthOf = ({ kind, values }: LeadWindow): number => (kind === 'samples' ? values.length : values.length >> 1);

/** How a beat is laid over a template: moved down by physical units and later by seconds. */
export interface ShapeFit {
  readonly offset: number;
  readonly shift: number;
}

/** Peaks of one kind of beat are placed no more exactly than this (columns); shapes are compared within it, too. */
const MOST_SHIFT = 4;

/** The time of a column's middle, from the beat in seconds. */
const timeOf = ({ before, rate }: ShapeColumns, column: number): number => (column + 0.5 - before) / rate;

/** Where a beat is most alike a template. */
export function fitOf(beat: ShownBeat, template: Float32Array, { before, rate }: ShapeColumns): ShapeFit {
  let best: ShapeFit = { offset: 0, shift: 0 };
  let least = Infinity;
  for (let shift = -MOST_SHIFT; shift <= MOST_SHIFT; shift++) {
    let sum = 0;
    let squares = 0;
    let count = 0;
    for (let index = 0; index < lengthOf(beat.window); index++) {
      const expected = template[Math.floor(timeAt(beat, index) * rate) + before + shift];
      const value = valueAt(beat, index);
      if (expected === undefined || Number.isNaN(expected) || Number.isNaN(value)) continue;
      sum += value - expected;
      squares += (value - expected) ** 2;
      count++;
    }
    if (count === 0) continue;
    const offset = sum / count;
    const spread = squares / count - offset ** 2;
    if (spread >= least) continue;
    least = spread;
    best = { offset, shift: shift / rate };
  }
  return best;
}

/** A beat as a line where it fits. */
export function paintBeatShape(
  context: DrawingContext,
  frame: ShapeFrame,
  beat: ShownBeat,
  { offset, shift }: ShapeFit,
  colour: string,
  width: number,
): void {
  context.strokeStyle = colour;
  context.lineWidth = width * frame.devicePixelRatio;
  context.lineJoin = 'round';
  context.beginPath();
  let down = false;
  for (let index = 0; index < lengthOf(beat.window); index++) {
    const value = valueAt(beat, index);
    if (Number.isNaN(value)) {
      down = false;
      continue;
    }
    const x = xOfTime(frame, timeAt(beat, index) + shift);
    if (down) context.lineTo(x, yOfValue(frame, value - offset));
    else context.moveTo(x, yOfValue(frame, value - offset));
    down = true;
  }
  context.stroke();
}

/** The area between the least and the greatest of some beats, laid over a template: how much members differ. */
export function paintEnvelope(
  context: DrawingContext,
  frame: ShapeFrame,
  beats: readonly ShownBeat[],
  template: Float32Array,
  columns: ShapeColumns,
  colour: string,
): void {
  const low = new Float32Array(columns.columns).fill(Infinity);
  const high = new Float32Array(columns.columns).fill(-Infinity);
  for (const beat of beats) {
    const { offset, shift } = fitOf(beat, template, columns);
    for (let index = 0; index < lengthOf(beat.window); index++) {
      const column = Math.floor((timeAt(beat, index) + shift) * columns.rate) + columns.before;
      const value = valueAt(beat, index) - offset;
      if (column < 0 || column >= columns.columns || Number.isNaN(value)) continue;
      if (value < low[column]!) low[column] = value;
      if (value > high[column]!) high[column] = value;
    }
  }
  context.fillStyle = colour;
  context.beginPath();
  const xOf = (column: number): number => xOfTime(frame, timeOf(columns, column));
  let from = 0;
  while (from < columns.columns) {
    while (from < columns.columns && low[from]! > high[from]!) from++;
    let to = from;
    while (to < columns.columns && low[to]! <= high[to]!) to++;
    if (to > from) {
      context.moveTo(xOf(from), yOfValue(frame, high[from]!));
      for (let column = from; column < to; column++) context.lineTo(xOf(column), yOfValue(frame, high[column]!));
      for (let column = to - 1; column >= from; column--) context.lineTo(xOf(column), yOfValue(frame, low[column]!));
      context.closePath();
    }
    from = to;
  }
  context.fill();
}
