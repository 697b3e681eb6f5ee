import { type Caliper, type CaliperEnd, isLevel } from './calipers.ts';
import type { CaliperHandle } from './calipers-state.svelte.ts';
import { edgesOf, levelOf, type Place, type ScaledScene } from './trace-scale.ts';

/** A caliper in device pixels. */
export interface PlacedCaliper {
  readonly caliper: Caliper;
  readonly place: Place;
  readonly fromX: number;
  readonly fromY: number;
  readonly toX: number;
  readonly toY: number;
  /** Height of its row. */
  readonly top: number;
  readonly bottom: number;
}

/** CSS pixels within which the pointer is at an end, or at a line. */
const NEAR_END = 9;
const NEAR_LINE = 4;

/**
 * Where a caliper is on the paper: on its own row if that shows its lead, else on the first that does; undefined where
 * none does. Columns of other times do not count unless they hold its first end.
 */
export function placeOf(scene: ScaledScene, caliper: Caliper): PlacedCaliper | undefined {
  let place: Place | undefined;
  let best = 0;
  const firstX = scene.geometry.xOf(caliper.from.sample);
  scene.rows.forEach((cells, row) => {
    for (const cell of cells) {
      if (cell.lead.trace.name !== caliper.lead) continue;
      const [left, right] = edgesOf(scene, cell);
      const holds = cells.length === 1 || (firstX >= left - 1 && firstX <= right + 1);
      const rank = holds ? (row === caliper.row ? 2 : 1) : 0;
      if (rank > best) [place, best] = [{ row, cell }, rank];
    }
  });
  if (!place) return undefined;
  const { geometry } = scene;
  const middle = geometry.rowMiddle[place.row]!;
  return {
    caliper,
    place,
    fromX: geometry.xOf(caliper.from.sample),
    fromY: levelOf(scene, place, caliper.from.microvolts),
    toX: geometry.xOf(caliper.to.sample),
    toY: levelOf(scene, place, caliper.to.microvolts),
    top: middle - geometry.rowHeight / 2,
    bottom: middle + geometry.rowHeight / 2,
  };
}

/** What of the calipers is at a point in device pixels: an end, or (`end` undefined) the lines between. */
export function caliperAt(
  scene: ScaledScene,
  items: readonly Caliper[],
  x: number,
  y: number,
): { readonly id: number; readonly end: CaliperEnd | undefined } | undefined {
  const dpr = scene.geometry.devicePixelRatio;
  const placed = items.flatMap((caliper) => placeOf(scene, caliper) ?? []).reverse(); // the newest lies on top
  const ends = placed.flatMap((one): { handle: CaliperHandle; distance: number }[] => [
    { handle: { id: one.caliper.id, end: 'to' }, distance: Math.hypot(one.toX - x, one.toY - y) },
    { handle: { id: one.caliper.id, end: 'from' }, distance: Math.hypot(one.fromX - x, one.fromY - y) },
  ]);
  const nearest = ends.reduce<(typeof ends)[number] | undefined>(
    (best, end) => (best && best.distance <= end.distance ? best : end),
    undefined,
  );
  if (nearest && nearest.distance <= NEAR_END * dpr) return nearest.handle;
  for (const one of placed) {
    const at = lineAt(one, x, y, NEAR_LINE * dpr);
    if (at !== undefined) return { id: one.caliper.id, end: at === 'bar' ? undefined : at };
  }
  return undefined;
}

/** The upright or level line of an end, or the bar between them. */
function lineAt(one: PlacedCaliper, x: number, y: number, near: number): CaliperEnd | 'bar' | undefined {
  const { fromX, fromY, toX, toY, top, bottom, caliper } = one;
  const [left, right] = [Math.min(fromX, toX) - near, Math.max(fromX, toX) + near];
  const [high, low] = [Math.min(fromY, toY) - near, Math.max(fromY, toY) + near];
  if (caliper.tool !== 'amplitude' && y >= top && y <= bottom) {
    if (Math.abs(x - toX) <= near) return 'to';
    if (Math.abs(x - fromX) <= near) return 'from';
  }
  if (x < left || x > right) return undefined;
  if (isLevel(caliper.tool)) return Math.abs(y - fromY) <= near ? 'bar' : undefined;
  if (Math.abs(y - toY) <= near) return 'to';
  if (Math.abs(y - fromY) <= near) return 'from';
  return Math.abs(x - (fromX + toX) / 2) <= near && y >= high && y <= low ? 'bar' : undefined;
}
