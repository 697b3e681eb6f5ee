import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ViewState } from '../../../src/renderer/src/ecg/view-state.svelte.ts';

const RECORDING = { id: 'r', samples: 360 * 86_400, rate: 360 };

function strip(): ViewState {
  const view = new ViewState({ layout: 'strip' });
  view.open(RECORDING);
  view.kind = 'strip';
  view.traceMillimetres = 300;
  view.visibleSamples = Math.round((300 / 25) * 360);
  return view;
}

describe('zooming a strip', () => {
  it('keeps the sample under the pointer where it is', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.2, max: 5, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (factor, share) => {
          const view = strip();
          view.moveTo(5_000_000);
          const under = view.position + share * view.visibleSamples;
          view.zoom(factor, share);
          expect(Math.abs(view.position + share * view.visibleSamples - under)).toBeLessThanOrEqual(1.5);
        },
      ),
    );
  });

  it('goes from two seconds to the whole recording and no further', () => {
    const view = strip();
    for (let step = 0; step < 60; step++) view.zoom(1.5, 0.5);
    expect(view.visibleSamples / 360).toBeCloseTo(2, 6);
    for (let step = 0; step < 120; step++) view.zoom(1 / 1.5, 0.5);
    expect(view.visibleSamples).toBe(RECORDING.samples);
    expect(view.position).toBe(0);
  });

  it('snaps to the standard speed when it comes back to it', () => {
    const view = strip();
    view.zoom(2, 0.5);
    expect(view.zoomedSpeed).toBeCloseTo(50, 6);
    view.zoom(0.5, 0.5);
    expect(view.zoomedSpeed).toBeUndefined();
  });

  it('comes to rest at every standard speed on its way', () => {
    const view = strip();
    const seen = new Set<number>();
    for (let step = 0; step < 40; step++) view.zoom(1 / 1.25, 0.3);
    for (let step = 0; step < 60; step++) {
      view.zoom(1.25, 0.3);
      seen.add(view.zoomedSpeed ?? view.speed);
    }
    expect([...seen]).toEqual(expect.arrayContaining([12.5, 25, 50]));
  });
});

describe('speeds and gains', () => {
  it('keep the middle of a strip, and end its zoom', () => {
    const view = strip();
    view.centreOn(1_000_000);
    view.zoom(3, 0.5);
    view.setSpeed(50);
    expect(view.zoomedSpeed).toBeUndefined();
    expect(Math.abs(view.position + view.visibleSamples / 2 - 1_000_000)).toBeLessThanOrEqual(2);
  });

  it('keep the beginning of a page', () => {
    const view = strip();
    view.kind = 'sheet';
    view.moveTo(720_000);
    view.setSpeed(50);
    expect(view.position).toBe(720_000);
  });

  it('step through the standard ones and stop at the ends', () => {
    const view = strip();
    for (let step = 0; step < 5; step++) view.stepSpeed(1);
    for (let step = 0; step < 9; step++) view.stepGain(-1);
    expect([view.speed, view.gain]).toEqual([100, 2.5]);
  });
});

describe('preferences', () => {
  it('come in and go out as they were', () => {
    const preferences = {
      layout: '6x2',
      speed: 50,
      gain: 20,
      paper: 'grey',
      filter: { highpass: 0.5, lowpass: 40, notch: 50 },
      pixelsPerMillimetre: 4.2,
    } as const;
    expect(new ViewState(preferences).preferences).toEqual(preferences);
  });

  it('do not name a calibration nobody made', () => {
    expect(new ViewState().preferences).not.toHaveProperty('pixelsPerMillimetre');
  });
});

it('starts a newly opened recording at its beginning, and leaves an open one where it is', () => {
  const view = strip();
  view.leads = ['V5'];
  view.focus = 17;
  view.moveTo(5000);
  view.open({ ...RECORDING });
  expect(view.position).toBe(5000);
  view.open({ ...RECORDING, id: 'other' });
  expect([view.position, view.focus, view.leads]).toEqual([0, undefined, []]);
});
