import type { TracePoint } from './calipers.ts';
import { isMissing } from './derived-lead.ts';
import type { DrawnCell, Scene } from './scene.ts';
import { TileRuns } from './tile-runs.ts';

/** The part of a scene that says where a sample's value lies. */
export type ScaledScene = Pick<Scene, 'geometry' | 'rows' | 'signal' | 'baselines' | 'samples'>;

/** Pointers this close to the trace mean the trace (CSS pixels). */
const NEAR_TRACE = 7;

const runs = new TileRuns();

/** A place on the paper: a row, and the lead that is drawn there at that time. */
export interface Place {
  readonly row: number;
  readonly cell: DrawnCell;
}

/** First and last device pixel of a cell. */
export function edgesOf(
  { geometry: { left, right } }: Pick<Scene, 'geometry'>,
  { from, to }: DrawnCell,
): [number, number] {
  return [left + Math.round(from * (right - left)), left + Math.round(to * (right - left))];
}

/** The row and lead under a point of the canvas, in device pixels: the nearest there is. */
export function placeAt(scene: Pick<Scene, 'geometry' | 'rows'>, x: number, y: number): Place | undefined {
  const { rowMiddle } = scene.geometry;
  let row = 0;
  rowMiddle.forEach((middle, index) => {
    if (Math.abs(middle - y) < Math.abs(rowMiddle[row]! - y)) row = index;
  });
  const cells = scene.rows[row] ?? [];
  const cell = cells.find((candidate) => x < edgesOf(scene, candidate)[1]) ?? cells.at(-1);
  return cell && { row, cell };
}

/** Device pixel of so many microvolts of a lead on its row; the row's middle for what is no voltage. */
export function levelOf(
  { geometry, baselines }: ScaledScene,
  { row, cell: { lead } }: Place,
  microvolts: number,
): number {
  const steps = lead.stepsPerMillivolt;
  if (steps === undefined) return geometry.rowMiddle[row]!;
  const middle = (lead.sign * 1000 * (baselines.held(lead.trace) - lead.zero)) / steps;
  return geometry.yOf(row, (microvolts - middle) / 1000);
}

/** Microvolts of a lead at a device pixel of its row. */
export function microvoltsAt({ geometry, baselines }: ScaledScene, { row, cell: { lead } }: Place, y: number): number {
  const steps = lead.stepsPerMillivolt;
  if (steps === undefined) return 0;
  const middle = (lead.sign * 1000 * (baselines.held(lead.trace) - lead.zero)) / steps;
  return middle + (1000 * (geometry.rowMiddle[row]! - y)) / (geometry.gain * geometry.millimetre);
}

/** What a lead measured at a base-rate sample, as drawn; undefined where it did not, or only an envelope is known. */
export function valueAt({ geometry, signal }: ScaledScene, { lead }: DrawnCell, sample: number): number | undefined {
  const steps = lead.stepsPerMillivolt;
  if (steps === undefined) return undefined;
  const detail = geometry.kind === 'sheet' ? 0 : 1 / geometry.pixelsPerSample;
  lead.collect(signal, sample, sample + 1, detail, runs);
  const window = runs.count > 0 ? runs.windows[0] : undefined;
  if (window?.kind !== 'samples') return undefined;
  const value = window.values[Math.round(sample / lead.baseSamplesPerSample) - window.start];
  return value === undefined || isMissing(value) ? undefined : (lead.sign * 1000 * (value - lead.zero)) / steps;
}

/** The nearest sample of the lead drawn at a place, within its column and the recording. */
export function snappedSample(scene: ScaledScene, { cell }: Place, x: number): number {
  const step = cell.lead.baseSamplesPerSample;
  const [left, right] = edgesOf(scene, cell);
  const within = Math.max(left, Math.min(right, x));
  const last = Math.floor((scene.samples - 1) / step);
  return Math.max(0, Math.min(last, Math.round(scene.geometry.sampleAt(within) / step))) * step;
}

/** The point a pointer means: the nearest sample, and the trace's own value there where the pointer is close to it. */
export function snappedPoint(scene: ScaledScene, place: Place, x: number, y: number): TracePoint {
  const sample = snappedSample(scene, place, x);
  const value = valueAt(scene, place.cell, sample);
  const near =
    value !== undefined && Math.abs(levelOf(scene, place, value) - y) <= NEAR_TRACE * scene.geometry.devicePixelRatio;
  return { sample, microvolts: near ? value : Math.round(microvoltsAt(scene, place, y)) };
}
