import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DerivedLead } from '../../../src/renderer/src/ecg/derived-lead.ts';
import { TileRuns } from '../../../src/renderer/src/ecg/tile-runs.ts';
import type { LeadInfo } from '../../../src/shared/contract/library.ts';
import type { LeadWindow } from '../../../src/shared/contract/signal.ts';
import { DERIVED_FROM_LIMB } from '../../../src/shared/leads.ts';
import { MISSING_SAMPLE } from '../../../src/shared/recording.ts';
import { lead, samplesWindow, sourceOfWindows } from './signals.ts';

const weightsOf = (name: 'III' | 'aVR' | 'aVL' | 'aVF') => DERIVED_FROM_LIMB[name] ?? { I: NaN, II: NaN };

function derive(
  name: 'III' | 'aVR' | 'aVL' | 'aVF',
  I: LeadWindow,
  II: LeadWindow,
  leads: readonly LeadInfo[] = [lead('I'), lead('II')],
) {
  const derived = new DerivedLead(0, 1, weightsOf(name), leads);
  const runs = new TileRuns();
  derived.collect(sourceOfWindows([I, { ...II, lead: 1 }]), 0, I.values.length, 1, runs);
  return { derived, runs, window: runs.windows[0] };
}

describe('leads derived from I and II', () => {
  // 1.00 mV and 1.50 mV at 200 steps a millivolt.
  const I = samplesWindow(Int32Array.of(200));
  const II = samplesWindow(Int32Array.of(300));

  it('follow Einthoven and Goldberger with the right sign', () => {
    const millivolts = (['III', 'aVR', 'aVL', 'aVF'] as const).map((name) => {
      const { derived, window } = derive(name, I, II);
      return (window?.values[0] ?? NaN) / derived.gain;
    });
    expect(millivolts).toEqual([0.5, -1.25, 0.25, 1]);
  });

  it('are exact in integers where both leads have one gain', () => {
    fc.assert(
      fc.property(fc.integer({ min: -32768, max: 32767 }), fc.integer({ min: -32768, max: 32767 }), (a, b) => {
        const { window } = derive('aVR', samplesWindow(Int32Array.of(a)), samplesWindow(Int32Array.of(b)));
        expect(window?.values).toBeInstanceOf(Int32Array);
        expect(window?.values[0]).toBe(-a - b);
      }),
    );
  });

  it('respect gain, unit and baseline of each lead', () => {
    const leads = [lead('I', { gain: 200, baseline: 1024 }), lead('II', { gain: 1, unit: 'uV', baseline: -50 })];
    const { derived, window } = derive(
      'III',
      samplesWindow(Int32Array.of(1024 + 200)),
      samplesWindow(Int32Array.of(-50 + 1500)),
      leads,
    );
    expect((window?.values[0] ?? NaN) / derived.gain).toBeCloseTo(0.5, 6);
  });

  it('are missing where either lead is', () => {
    const { window } = derive(
      'aVF',
      samplesWindow(Int32Array.of(1, MISSING_SAMPLE, 3)),
      samplesWindow(Int32Array.of(MISSING_SAMPLE, 2, 3)),
    );
    expect([...(window?.values ?? [])]).toEqual([MISSING_SAMPLE, MISSING_SAMPLE, 3]);
    const filtered = derive('aVF', samplesWindow(Float32Array.of(NaN, 4)), samplesWindow(Float32Array.of(1, 2)));
    expect([...(filtered.window?.values ?? [])]).toEqual([NaN, 0]);
  });

  it('wait where a lead is on its way or known as an envelope only', () => {
    const envelope: LeadWindow = { ...samplesWindow(Int32Array.of(0, 1)), kind: 'envelope', step: 1 };
    expect(derive('III', envelope, II).window).toBeUndefined();
    const runs = new TileRuns();
    new DerivedLead(0, 1, weightsOf('III'), [lead('I'), lead('II')]).collect(sourceOfWindows([I]), 0, 1, 1, runs);
    expect(runs.windows[0]).toBeUndefined();
    expect(runs.count).toBe(1);
  });

  it('are computed once and handed out again', () => {
    const derived = new DerivedLead(0, 1, weightsOf('III'), [lead('I'), lead('II')]);
    const source = sourceOfWindows([I, { ...II, lead: 1 }]);
    const runs = new TileRuns();
    derived.collect(source, 0, 1, 1, runs);
    const first = runs.windows[0];
    derived.collect(source, 0, 1, 1, runs);
    expect(runs.windows[0]).toBe(first);
  });
});
