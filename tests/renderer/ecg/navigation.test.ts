import { describe, expect, it } from 'vitest';
import { BeatStore } from '../../../src/renderer/src/ecg/beat-store.svelte.ts';
import { beatAt, focusEctopic } from '../../../src/renderer/src/ecg/gestures.ts';
import {
  clampPosition,
  keyCommand,
  type Wheel,
  wheelTravel,
  wheelZoom,
} from '../../../src/renderer/src/ecg/navigation.ts';
import { PaperGeometry } from '../../../src/renderer/src/ecg/paper.ts';
import { ViewState } from '../../../src/renderer/src/ecg/view-state.svelte.ts';
import { beatsOf } from './signals.ts';

const wheel = (fields: Partial<Wheel>): Wheel => ({ deltaX: 0, deltaY: 0, deltaMode: 0, shiftKey: false, ...fields });
const key = (name: string, fields: Partial<Parameters<typeof keyCommand>[0]> = {}) =>
  keyCommand({ key: name, shiftKey: false, ctrlKey: false, altKey: false, metaKey: false, ...fields });

describe('a wheel', () => {
  it('moves an eighth of the screen a notch, however the system reports one', () => {
    for (const notch of [wheel({ deltaY: 100 }), wheel({ deltaY: 120 }), wheel({ deltaY: 3, deltaMode: 1 })]) {
      expect(wheelTravel(notch, 1000)).toBe(1 / 8);
    }
    expect(wheelTravel(wheel({ deltaY: -120 }), 1000)).toBe(-1 / 8);
    expect(wheelTravel(wheel({ deltaY: 360 }), 1000)).toBe(3 / 8);
  });

  it('moves a screen where it reports pages', () => {
    expect(wheelTravel(wheel({ deltaY: 1, deltaMode: 2 }), 1000)).toBe(1);
  });

  it('of a touchpad moves the paper with the fingers, along either axis', () => {
    expect(wheelTravel(wheel({ deltaX: 7 }), 1000)).toBeCloseTo(0.007, 9);
    expect(wheelTravel(wheel({ deltaY: -3.5 }), 1000)).toBeCloseTo(-0.0035, 9);
  });

  it('zooms in upwards, and back by as much downwards', () => {
    expect(wheelZoom(wheel({ deltaY: -120 }))).toBeCloseTo(1.25, 9);
    expect(wheelZoom(wheel({ deltaY: -120 })) * wheelZoom(wheel({ deltaY: 120 }))).toBeCloseTo(1, 9);
    expect(wheelZoom(wheel({ deltaY: 4 }))).toBeLessThan(1);
    expect(wheelZoom(wheel({ deltaY: 4 }))).toBeGreaterThan(0.9);
  });
});

describe('keys', () => {
  it('move, zoom and look for beats', () => {
    expect(key('ArrowRight')).toEqual({ kind: 'move', screens: 0.1 });
    expect(key('ArrowLeft', { shiftKey: true })).toEqual({ kind: 'move', screens: -0.01 });
    expect(key('PageDown')).toEqual({ kind: 'move', screens: 1 });
    expect(key('End')).toEqual({ kind: 'edge', end: 'end' });
    expect(key('+')).toEqual({ kind: 'zoom', direction: 1 });
    expect(key('n')).toEqual({ kind: 'ectopic', direction: 1 });
    expect(key('p')).toEqual({ kind: 'ectopic', direction: -1 });
  });

  it('leave shortcuts of the window alone', () => {
    expect(key('n', { ctrlKey: true })).toBeUndefined();
    expect(key('ArrowLeft', { altKey: true })).toBeUndefined();
    expect(key('x')).toBeUndefined();
  });
});

it('keeps the screen within the recording, at whole samples', () => {
  expect(clampPosition(-5, 100, 1000)).toBe(0);
  expect(clampPosition(950, 100, 1000)).toBe(900);
  expect(clampPosition(10.6, 100, 1000)).toBe(11);
  expect(clampPosition(10, 2000, 1000)).toBe(0);
});

describe('going to the next beat that is not normal', () => {
  const beats = beatsOf([
    [1000, 'N'],
    [2000, 'V'],
    [2300, 'V'],
    [90_000, 'A'],
    [91_000, 'N'],
  ]);
  const view = () => {
    const made = new ViewState();
    made.open({ id: 'r', samples: 100_000, rate: 360 });
    made.visibleSamples = 3600;
    return made;
  };

  it('goes on from beat to beat, moving the screen only when it must', () => {
    const state = view();
    expect(focusEctopic(state, beats, 1)).toBe(1);
    expect(state.position).toBe(0);
    expect(focusEctopic(state, beats, 1)).toBe(2);
    expect(focusEctopic(state, beats, 1)).toBe(3);
    expect(state.focus).toBe(90_000);
    expect(state.position).toBe(90_000 - 1800);
    expect(focusEctopic(state, beats, -1)).toBe(2);
  });

  it('starts from what is on screen when the reader has moved away', () => {
    const state = view();
    focusEctopic(state, beats, 1);
    state.moveTo(50_000);
    expect(focusEctopic(state, beats, 1)).toBe(3);
    state.moveTo(50_000);
    expect(focusEctopic(state, beats, -1)).toBe(2);
  });

  it('stays where it is when there is no further one', () => {
    const state = view();
    state.moveTo(95_000);
    expect(focusEctopic(state, beats, 1)).toBeUndefined();
    expect(state.position).toBe(95_000);
  });
});

describe('a mark under the pointer', () => {
  const geometry = new PaperGeometry({
    kind: 'strip',
    width: 1200,
    height: 600,
    devicePixelRatio: 2,
    calibration: undefined,
    rows: 1,
    labelRow: 0,
    minimumRowMillimetres: 1,
    speed: 25,
    gain: 10,
    rate: 500,
  });
  const beats = beatsOf([
    [500, 'N'],
    [900, 'V'],
  ]);
  const y = (geometry.laneTop + 10) / 2;
  const at = (sample: number, offset = 0, height = y) =>
    beatAt(geometry, beats, geometry.xOf(sample) / 2 + offset, height);

  it('is the beat whose mark is near, in the lane of marks alone', () => {
    expect([at(900), at(900, 9), at(500, -9)]).toEqual([900, 900, 500]);
    expect([at(700), at(900, 12), at(900, 0, y + 100)]).toEqual([undefined, undefined, undefined]);
    expect(beatAt(geometry, new BeatStore(), 100, y)).toBeUndefined();
  });
});

it('steps through episodes with Shift', () => {
  expect(key('N', { shiftKey: true })).toEqual({ kind: 'episode', direction: 1 });
  expect(key('P', { shiftKey: true })).toEqual({ kind: 'episode', direction: -1 });
});
