import type { BeatStore } from './beat-store.svelte.ts';
import { beatAt } from './gestures.ts';
import type { Scene } from './scene.ts';
import type { TraceEditor } from './trace-editor.ts';

export interface EditorTargets {
  readonly editor: () => TraceEditor | undefined;
  readonly beats: BeatStore;
  /** What is on screen now; undefined until there is something. */
  readonly scene: () => Scene | undefined;
}

/** CSS pixels within which a press is a click and no drag. */
const STILL = 3;

/**
 * While labels are edited, a click and a drag of a mark are the editor's; drags of the paper, wheels and keys stay the
 * paper's. Listened to before the paper's own. Returns the clean-up.
 */
export function listenForEditor(canvas: HTMLElement, { editor, beats, scene }: EditorTargets): () => void {
  const abort = new AbortController();
  const options = { signal: abort.signal, capture: true };
  /** `mark` is the sample of the mark that was pressed on; undefined beside the marks. */
  let press: { readonly pointer: number; readonly x: number; readonly y: number; readonly mark?: number } | undefined;
  let moved = false;

  const sampleAt = (event: PointerEvent, { geometry }: Scene): number =>
    geometry.sampleAt(event.offsetX * geometry.devicePixelRatio);

  canvas.addEventListener(
    'pointerdown',
    (event) => {
      const shown = scene();
      if (editor()?.on !== true || !shown || event.button !== 0) return;
      const mark = beatAt(shown.geometry, beats, event.offsetX, event.offsetY);
      press = { pointer: event.pointerId, x: event.clientX, y: event.clientY, ...(mark === undefined ? {} : { mark }) };
      moved = false;
      if (mark === undefined) return;
      event.stopImmediatePropagation();
      canvas.setPointerCapture(event.pointerId);
    },
    options,
  );
  canvas.addEventListener(
    'pointermove',
    (event) => {
      const shown = scene();
      if (!shown || press?.pointer !== event.pointerId) return;
      if (Math.hypot(event.clientX - press.x, event.clientY - press.y) > STILL) moved = true;
      if (press.mark === undefined) return;
      event.stopImmediatePropagation();
      if (moved) editor()?.drag(press.mark, sampleAt(event, shown));
    },
    options,
  );
  canvas.addEventListener(
    'pointerup',
    (event) => {
      const shown = scene();
      const at = press;
      press = undefined;
      const acting = editor();
      if (!shown || !acting || at?.pointer !== event.pointerId) return;
      const sample = sampleAt(event, shown);
      const lead = leadAt(shown, event.offsetX, event.offsetY);
      if (at.mark === undefined) {
        if (!moved && isOnPaper(shown, event.offsetX, event.offsetY)) void acting.click(sample, lead, event.altKey);
        return;
      }
      event.stopImmediatePropagation();
      if (moved) void acting.drop(at.mark, sample, lead, event.altKey);
      else acting.select(at.mark);
    },
    options,
  );
  canvas.addEventListener(
    'pointercancel',
    () => {
      if (press?.mark !== undefined) editor()?.cancelDrag(press.mark);
      press = undefined;
    },
    options,
  );
  // Two clicks are two clicks here, not a wish to see the middle.
  canvas.addEventListener('dblclick', (event) => editor()?.on === true && event.stopImmediatePropagation(), options);
  return () => abort.abort();
}

/** Whether a point (CSS pixels) lies where traces are. */
function isOnPaper({ geometry }: Scene, x: number, y: number): boolean {
  const { devicePixelRatio: dpr, left, right, top, bottom } = geometry;
  return x * dpr >= left && x * dpr <= right && y * dpr >= top && y * dpr <= bottom;
}

/** Index of the recorded lead whose row is nearest to a point (CSS pixels); undefined where that lead is derived. */
function leadAt({ geometry, rows }: Scene, x: number, y: number): number | undefined {
  const { devicePixelRatio: dpr, left, right, rowMiddle } = geometry;
  let nearest = 0;
  for (let row = 1; row < rows.length; row++) {
    if (Math.abs(rowMiddle[row]! - y * dpr) < Math.abs(rowMiddle[nearest]! - y * dpr)) nearest = row;
  }
  const share = (x * dpr - left) / Math.max(1, right - left);
  const cell = rows[nearest]?.find(({ from, to }) => share >= from && share < to);
  return cell?.lead.sources.length === 1 ? cell.lead.sources[0] : undefined;
}
