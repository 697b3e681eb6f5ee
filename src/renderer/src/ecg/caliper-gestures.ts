import { caliperAt, placeOf } from './caliper-places.ts';
import { isLevel, type TracePoint } from './calipers.ts';
import type { CaliperHandle, Calipers } from './calipers-state.svelte.ts';
import type { Scene } from './scene.ts';
import { type Place, placeAt, snappedPoint, snappedSample } from './trace-scale.ts';

export interface CaliperTargets {
  readonly calipers: Calipers;
  /** What is on screen now; undefined until there is something. */
  readonly scene: () => Scene | undefined;
}

/** CSS pixels a press must move before it measures anything. */
const STILL = 3;
/** Microvolts and samples to a press of an arrow; with Shift ten times as far. */
const NUDGE_MICROVOLTS = 10;
const FAST = 10;
/** The pair that Enter sets: a usual RR interval, and a millivolt. */
const NEW_SECONDS = 0.8;
const NEW_MICROVOLTS = 1000;

type Drag =
  | { readonly kind: 'new'; readonly x: number; readonly y: number; readonly place: Place; readonly from: TracePoint }
  | { readonly kind: 'end'; readonly handle: CaliperHandle }
  | { readonly kind: 'whole'; readonly id: number; at: TracePoint };

/**
 * While calipers are out, pointer and keys of the canvas are theirs: they are listened to before the paper's own and
 * keep from it what they use. Wheels still scroll and zoom. Returns the clean-up.
 */
export function listenForCalipers(canvas: HTMLElement, { calipers, scene }: CaliperTargets): () => void {
  const abort = new AbortController();
  const options = { signal: abort.signal, capture: true };
  let drag: { readonly pointer: number; kind: Drag } | undefined;

  const pixelOf = (event: PointerEvent, { geometry }: Scene): [x: number, y: number] => [
    event.offsetX * geometry.devicePixelRatio,
    event.offsetY * geometry.devicePixelRatio,
  ];

  const press = (event: PointerEvent): void => {
    const shown = scene();
    if (!calipers.active || !shown || event.button !== 0) return;
    event.stopImmediatePropagation();
    const [x, y] = pixelOf(event, shown);
    const hit = caliperAt(shown, calipers.items, x, y);
    calipers.hold();
    canvas.setPointerCapture(event.pointerId);
    if (hit?.end !== undefined) {
      calipers.selected = { id: hit.id, end: hit.end };
      drag = { pointer: event.pointerId, kind: { kind: 'end', handle: calipers.selected } };
      return;
    }
    const place = hit ? placeOfId(shown, calipers, hit.id) : placeAt(shown, x, y);
    if (!place) return;
    const point = snappedPoint(shown, place, x, y);
    if (hit) calipers.selected = { id: hit.id, end: 'to' };
    drag = {
      pointer: event.pointerId,
      kind: hit ? { kind: 'whole', id: hit.id, at: point } : { kind: 'new', x, y, place, from: point },
    };
  };

  const move = (event: PointerEvent): void => {
    const shown = scene();
    if (!calipers.active || !shown) return;
    event.stopImmediatePropagation();
    const [x, y] = pixelOf(event, shown);
    if (drag?.pointer !== event.pointerId) {
      canvas.dataset['over'] = overWhat(shown, calipers, x, y);
      return;
    }
    const { kind } = drag;
    if (kind.kind === 'new') {
      if (Math.hypot(x - kind.x, y - kind.y) <= STILL * shown.geometry.devicePixelRatio) return;
      const { place, from } = kind;
      const handle = calipers.add({ lead: place.cell.lead.trace.name, row: place.row, from });
      drag.kind = { kind: 'end', handle };
      dragEnd(shown, calipers, handle, x, y);
    } else if (kind.kind === 'end') {
      dragEnd(shown, calipers, kind.handle, x, y);
    } else {
      const place = placeOfId(shown, calipers, kind.id);
      if (!place) return;
      const point = { ...snappedPoint(shown, place, x, y), sample: snappedSample(shown, place, x) };
      calipers.shift(kind.id, point.sample - kind.at.sample, point.microvolts - kind.at.microvolts);
      kind.at = point;
    }
  };

  const lift = (event: PointerEvent): void => {
    if (!calipers.active || drag?.pointer !== event.pointerId) return;
    event.stopImmediatePropagation();
    if (drag.kind.kind === 'new') calipers.selected = undefined;
    drag = undefined;
    calipers.release();
  };

  const cancel = (): void => {
    if (!drag) return;
    drag = undefined;
    calipers.abandon();
  };

  const strike = (event: KeyboardEvent): void => {
    const shown = scene();
    if (!calipers.active || !shown || event.defaultPrevented) return;
    if (event.key === 'Escape' && drag) cancel();
    else if (!obey(event, calipers, shown)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };

  canvas.addEventListener('pointerdown', press, options);
  canvas.addEventListener('pointermove', move, options);
  canvas.addEventListener('pointerup', lift, options);
  canvas.addEventListener('pointercancel', cancel, options);
  canvas.addEventListener('keydown', strike, options);
  canvas.addEventListener('dblclick', (event) => calipers.active && event.stopImmediatePropagation(), options);
  return () => abort.abort();
}

function dragEnd(scene: Scene, calipers: Calipers, handle: CaliperHandle, x: number, y: number): void {
  const caliper = calipers.items.find(({ id }) => id === handle.id);
  const place = placeOfId(scene, calipers, handle.id);
  if (!caliper || !place) return;
  const point = snappedPoint(scene, place, x, y);
  // An interval's bar stays at the height it was set at; only its whole is moved up and down.
  calipers.move(handle, isLevel(caliper.tool) ? { ...point, microvolts: caliper.from.microvolts } : point);
}

function placeOfId(scene: Scene, calipers: Calipers, id: number): Place | undefined {
  const caliper = calipers.items.find((candidate) => candidate.id === id);
  return caliper && placeOf(scene, caliper)?.place;
}

function overWhat(scene: Scene, calipers: Calipers, x: number, y: number): string {
  const hit = caliperAt(scene, calipers.items, x, y);
  return hit === undefined ? '' : hit.end === undefined ? 'whole' : 'end';
}

/** Whether the key was one of theirs. */
function obey(event: KeyboardEvent, calipers: Calipers, scene: Scene): boolean {
  const { key, shiftKey, ctrlKey, metaKey, altKey } = event;
  if (altKey) return false;
  if (ctrlKey || metaKey) {
    const letter = key.toLowerCase();
    if (letter === 'z' && !shiftKey && calipers.canUndo) calipers.undo();
    else if ((letter === 'y' || (letter === 'z' && shiftKey)) && calipers.canRedo) calipers.redo();
    else return false;
    return true;
  }
  const far = shiftKey ? FAST : 1;
  switch (key) {
    case 'Tab':
      return calipers.selectNext(shiftKey ? -1 : 1);
    case 'Enter':
      setInTheMiddle(calipers, scene);
      return true;
    case 'Delete':
    case 'Backspace':
      calipers.removeSelected();
      return true;
    case 'Escape':
      calipers.removeAll();
      calipers.active = false;
      return true;
    case 'ArrowLeft':
    case 'ArrowRight':
      if (!calipers.selectedItem) return false;
      calipers.nudge((key === 'ArrowLeft' ? -1 : 1) * far * stepOf(scene, calipers), 0);
      return true;
    case 'ArrowUp':
    case 'ArrowDown':
      if (!calipers.selectedItem) return false;
      calipers.nudge(0, (key === 'ArrowDown' ? -1 : 1) * far * NUDGE_MICROVOLTS);
      return true;
    default:
      return false;
  }
}

/** Base-rate samples to one sample of the lead that is measured. */
function stepOf(scene: Scene, { selectedItem }: Calipers): number {
  const place = selectedItem && placeOf(scene, selectedItem)?.place;
  return place?.cell.lead.baseSamplesPerSample ?? 1;
}

function setInTheMiddle(calipers: Calipers, scene: Scene): void {
  const { geometry, labelRow } = scene;
  const row = Math.min(labelRow, scene.rows.length - 1);
  const middle = (geometry.left + geometry.right) / 2;
  const place = placeAt(scene, middle, geometry.rowMiddle[row]!);
  if (!place) return;
  const start = snappedPoint(
    scene,
    place,
    middle - (NEW_SECONDS / 2) * geometry.pixelsPerSecond,
    geometry.rowMiddle[row]!,
  );
  const end = snappedSample(scene, place, middle + (NEW_SECONDS / 2) * geometry.pixelsPerSecond);
  const microvolts = start.microvolts + (isLevel(calipers.tool) ? 0 : NEW_MICROVOLTS);
  calipers.add({ lead: place.cell.lead.trace.name, row: place.row, from: start, to: { sample: end, microvolts } });
}
