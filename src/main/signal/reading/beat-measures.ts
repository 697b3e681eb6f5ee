import type { RrContext } from './rr-context.ts';
import { SHAPE_LENGTH, type ShapeColumns } from './shape-columns.ts';
import { type ShapeComparison, ShapeTemplate } from './shape-comparison.ts';
import { type BeatFamilies, NO_FAMILY } from './beat-families.ts';

/** Beats on each side among which the usual shape is looked for: a quarter of an hour or so in all. */
const REACH = 400;
/** A beat this early says little about what is usual: it counts for less. */
const EARLY = 0.88;
const EARLY_COUNTS = 0.15;
/** Beats the usual shape is the mean of. */
const MEMORY = 16;

/** What is measured of every beat, as columns; ratios are to the usual beat around it. */
export interface BeatMeasures {
  /** The family that is usual around the beat; `NO_FAMILY` where there is none. */
  readonly usualFamily: Uint8Array;
  /** Correlation with the usual shape, −1 … 1. NaN in all columns where shapes are not known. */
  readonly correlation: Float32Array;
  readonly residual: Float32Array;
  readonly amplitude: Float32Array;
  /** Octaves by which the QRS complex is wider, and less steep for its height. */
  readonly width: Float32Array;
  readonly bluntness: Float32Array;
}

/** Width in samples of a shape and height over steepest flank, over all leads. */
interface Extent {
  width: number;
  bluntness: number;
}

/** Measures every beat against the shape that is usual where it stands. */
export function beatMeasures(
  columns: ShapeColumns,
  comparison: ShapeComparison,
  families: BeatFamilies,
  rr: RrContext,
): BeatMeasures {
  const { count, leads } = columns;
  const column = (): Float32Array => new Float32Array(count).fill(Number.NaN);
  const usualFamily = usualFamilies(families, rr);
  const measures = {
    usualFamily,
    correlation: column(),
    residual: column(),
    amplitude: column(),
    width: column(),
    bluntness: column(),
  };
  const templates = usualShapes(columns, comparison, families, usualFamily);
  const own: Extent = { width: 0, bluntness: 0 };
  const usual: Extent = { width: 0, bluntness: 0 };
  for (let row = 0; row < count; row++) {
    const template = templates.get(usualFamily[row]!);
    if (template === undefined || !comparison.isKnown(row)) continue;
    const beat = comparison.read(row);
    const { correlation, residual, amplitude, shift } = comparison.compare(row, template);
    measures.correlation[row] = correlation;
    measures.residual[row] = residual;
    measures.amplitude[row] = amplitude;
    extentOf(comparison, row, beat, leads, own);
    extentOf(comparison, row, template.values, leads, usual);
    measures.width[row] = Math.log2(own.width / usual.width);
    measures.bluntness[row] = Math.log2(own.bluntness / usual.bluntness);
    if (families.family[row] === usualFamily[row]) comparison.learn(row, template, shift, MEMORY);
  }
  return measures;
}

/** The family most beats around belong to, early ones counting for less: in bigeminy every second beat is ventricular. */
function usualFamilies({ family, count: families }: BeatFamilies, { before, usual }: RrContext): Uint8Array {
  const { length } = family;
  const result = new Uint8Array(length).fill(NO_FAMILY);
  const weights = new Float64Array(families);
  const weightOf = (row: number): number => (before[row]! < EARLY * usual[row]! ? EARLY_COUNTS : 1);
  const change = (row: number, sign: number): void => {
    if (family[row] !== NO_FAMILY) weights[family[row]!]! += sign * weightOf(row);
  };
  for (let row = 0; row < Math.min(length, REACH); row++) change(row, 1);
  for (let row = 0; row < length; row++) {
    if (row + REACH < length) change(row + REACH, 1);
    if (row - REACH - 1 >= 0) change(row - REACH - 1, -1);
    let best = NO_FAMILY;
    for (let k = 0; k < families; k++) if (weights[k]! > (best === NO_FAMILY ? 0.01 : weights[best]!)) best = k;
    result[row] = best;
  }
  return result;
}

/** Every usual family's shape as it is at first. */
function usualShapes(
  columns: ShapeColumns,
  comparison: ShapeComparison,
  { family }: BeatFamilies,
  usualFamily: Uint8Array,
): Map<number, ShapeTemplate> {
  const templates = new Map<number, ShapeTemplate>();
  for (const each of new Set(usualFamily)) {
    if (each !== NO_FAMILY) templates.set(each, new ShapeTemplate(columns.leads));
  }
  for (let row = 0; row < columns.count; row++) {
    const template = templates.get(family[row]!);
    if (template === undefined || template.beats >= MEMORY) continue;
    comparison.read(row);
    comparison.learn(row, template, template.beats === 0 ? 0 : comparison.compare(row, template).shift, MEMORY);
  }
  return templates;
}

/** Over all leads: how long the signal moves, and how far it moves for its greatest speed. */
function extentOf(comparison: ShapeComparison, row: number, values: Float64Array, leads: number, extent: Extent): void {
  let sum = 0;
  let squares = 0;
  let fastest = 0;
  let height = 0;
  for (let i = 1; i < SHAPE_LENGTH - 1; i++) {
    let speed = 0;
    for (let l = 0; l < leads; l++) {
      const at = l * SHAPE_LENGTH + i;
      const slope = values[at + 1]! - values[at - 1]!;
      speed += comparison.weightOf(row, l) * slope * slope;
    }
    sum += speed;
    squares += speed * speed;
    if (speed > fastest) fastest = speed;
  }
  for (let l = 0; l < leads; l++) {
    let low = Infinity;
    let high = -Infinity;
    for (let i = l * SHAPE_LENGTH; i < (l + 1) * SHAPE_LENGTH; i++) {
      low = Math.min(low, values[i]!);
      high = Math.max(high, values[i]!);
    }
    height += comparison.weightOf(row, l) * (high - low) ** 2;
  }
  extent.width = squares > 0 ? (sum * sum) / squares : 1;
  extent.bluntness = fastest > 0 && height > 0 ? Math.sqrt(height / fastest) : 1;
}
