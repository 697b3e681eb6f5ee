import type { BeatStore } from './beat-store.svelte.ts';
import { isNotched, type KeyCommand, keyCommand, wheelPixels, wheelTravel, wheelZoom } from './navigation.ts';
import type { PaperGeometry } from './paper.ts';
import type { ViewState } from './view-state.svelte.ts';

export interface GestureTargets {
  readonly view: ViewState;
  readonly beats: BeatStore;
  /** The geometry on screen now; undefined until the paper knows its size. */
  readonly geometry: () => PaperGeometry | undefined;
  /** Told when a beat comes into focus by key. */
  readonly focused: (beat: number | undefined, direction: 1 | -1) => void;
  /** Asked for the next episode, or the one before. */
  readonly seekEpisode: (direction: 1 | -1) => void;
}

/** CSS pixels within which the pointer is at a beat's mark, and within which a press is a click and no drag. */
const NEAR = 10;
const STILL = 3;

/** Makes the canvas of a paper answer to wheel, pointer and keys; returns the clean-up. */
export function listen(canvas: HTMLElement, targets: GestureTargets): () => void {
  const { view, beats } = targets;
  const abort = new AbortController();
  const options = { signal: abort.signal };
  /** Parts of samples a touchpad moved that did not make a whole sample yet. */
  let remainder = 0;
  let drag:
    { readonly pointer: number; x: number; y: number; readonly startX: number; readonly position: number } | undefined;

  const shareAt = (event: MouseEvent): number => {
    const geometry = targets.geometry();
    if (!geometry) return 0.5;
    const x = event.offsetX * geometry.devicePixelRatio;
    return Math.max(0, Math.min(1, (x - geometry.left) / (geometry.right - geometry.left)));
  };

  /** A strip shows more or less time, a sheet itself larger or smaller: both about the pointer. */
  const zoom = (factor: number, event: MouseEvent): void => {
    const geometry = targets.geometry();
    if (view.kind === 'strip') view.zoom(factor, shareAt(event));
    else if (geometry) {
      const { devicePixelRatio: dpr } = geometry;
      view.magnify(geometry, factor, event.offsetX * dpr, event.offsetY * dpr);
    }
  };

  const obey = (command: KeyCommand): void => {
    switch (command.kind) {
      case 'move':
        view.moveTo(view.position + command.screens * view.visibleSamples);
        break;
      case 'edge':
        view.moveTo(command.end === 'start' ? 0 : view.samples);
        break;
      case 'zoom':
        if (view.kind === 'strip') view.zoom(1.5 ** command.direction, 0.5);
        else view.stepSpeed(command.direction);
        break;
      case 'fit': {
        const geometry = targets.geometry();
        if (geometry && view.kind === 'sheet') view.fit(geometry, view.magnifier ? 'page' : 'width');
        break;
      }
      case 'gain':
        view.stepGain(command.direction);
        break;
      case 'ectopic':
        targets.focused(focusEctopic(view, beats, command.direction), command.direction);
        break;
      case 'episode':
        targets.seekEpisode(command.direction);
    }
  };

  canvas.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      if (event.ctrlKey || event.metaKey) {
        zoom(wheelZoom(event), event);
        return;
      }
      const geometry = targets.geometry();
      if (view.kind === 'sheet' && view.magnifier && geometry) {
        const [x, y] = wheelPixels(event);
        view.pan(geometry, x * geometry.devicePixelRatio, y * geometry.devicePixelRatio);
        return;
      }
      const travel = wheelTravel(event, canvas.clientWidth) * view.visibleSamples;
      remainder = isNotched(event) ? travel : remainder + travel;
      const whole = Math.trunc(remainder);
      remainder -= whole;
      if (whole !== 0) view.moveTo(view.position + whole);
    },
    { ...options, passive: false },
  );

  canvas.addEventListener(
    'pointerdown',
    (event) => {
      if (event.button !== 0) return;
      drag = {
        pointer: event.pointerId,
        x: event.clientX,
        y: event.clientY,
        startX: event.clientX,
        position: view.position,
      };
      canvas.setPointerCapture(event.pointerId);
    },
    options,
  );
  canvas.addEventListener(
    'pointermove',
    (event) => {
      const geometry = targets.geometry();
      if (!geometry) return;
      if (drag?.pointer !== event.pointerId) {
        view.pointed = beatAt(geometry, beats, event.offsetX, event.offsetY);
        return;
      }
      if (view.kind === 'sheet' && view.magnifier) {
        const { devicePixelRatio: dpr } = geometry;
        view.pan(geometry, (event.clientX - drag.x) * dpr, (event.clientY - drag.y) * dpr);
        drag.x = event.clientX;
        drag.y = event.clientY;
        return;
      }
      const pixels = (event.clientX - drag.startX) * geometry.devicePixelRatio;
      view.moveTo(drag.position - pixels / geometry.pixelsPerSample);
    },
    options,
  );
  canvas.addEventListener(
    'pointerup',
    (event) => {
      const geometry = targets.geometry();
      if (drag && geometry && Math.abs(event.clientX - drag.startX) <= STILL) {
        view.focus = beatAt(geometry, beats, event.offsetX, event.offsetY) ?? view.focus;
      }
      drag = undefined;
    },
    options,
  );
  canvas.addEventListener('pointercancel', () => (drag = undefined), options);
  canvas.addEventListener('pointerleave', () => (view.pointed = undefined), options);
  canvas.addEventListener(
    'dblclick',
    (event) => view.centreOn(view.position + shareAt(event) * view.visibleSamples),
    options,
  );

  canvas.addEventListener(
    'keydown',
    (event) => {
      const command = keyCommand(event);
      if (!command) return;
      event.preventDefault();
      obey(command);
    },
    options,
  );
  return () => abort.abort();
}

/** Sample of the beat whose mark is at a point of the canvas (CSS pixels), if there is one. */
export function beatAt(geometry: PaperGeometry, beats: BeatStore, x: number, y: number): number | undefined {
  const { devicePixelRatio: dpr, laneTop, laneHeight } = geometry;
  if (y * dpr < laneTop || y * dpr > laneTop + laneHeight) return undefined;
  const beat = beats.nearest(geometry.sampleAt(x * dpr));
  const sample = beat === undefined ? undefined : beats.sample[beat];
  if (sample === undefined || Math.abs(geometry.xOf(sample) - x * dpr) > NEAR * dpr) return undefined;
  return sample;
}

/** Brings the next beat that is not normal into focus and onto the screen; its index, or undefined where there is none. */
export function focusEctopic(view: ViewState, beats: BeatStore, direction: 1 | -1): number | undefined {
  const { focus, position, visibleSamples } = view;
  const onScreen = focus !== undefined && focus >= position && focus < position + visibleSamples;
  // Without a beat in focus to go on from, "next" is what lies ahead of the left edge, "previous" what lies before it.
  const beat = beats.nextEctopic(onScreen ? focus : direction === 1 ? position - 1 : position, direction);
  if (beat === undefined) return undefined;
  const sample = beats.sample[beat]!;
  view.focus = sample;
  // It needs to be read with what surrounds it: not at the very edge.
  const margin = visibleSamples / 8;
  if (sample < position + margin || sample > position + visibleSamples - margin) view.centreOn(sample);
  return beat;
}
