import { describe, expect, it } from 'vitest';
import { DrawnLead } from '../../../src/renderer/src/ecg/drawn-lead.ts';
import { millivoltsPer } from '../../../src/renderer/src/ecg/lead-sources.ts';
import { TileRuns } from '../../../src/renderer/src/ecg/tile-runs.ts';
import type { LeadInfo } from '../../../src/shared/contract/library.ts';
import { lead, samplesWindow } from './signals.ts';

const drawn = (info: LeadInfo): DrawnLead => new DrawnLead({ kind: 'recorded', name: info.name, lead: 0 }, [info], 500);

function runsOf(values: Int32Array<ArrayBuffer>): TileRuns {
  const runs = new TileRuns();
  runs.add(samplesWindow(values), 0, values.length);
  return runs;
}

describe('amplitude', () => {
  it('follows the gain in mm/mV whatever voltage the lead is written in', () => {
    for (const info of [lead('V1'), lead('V1', { unit: 'uV', gain: 0.2 }), lead('V1', { unit: 'V', gain: 200_000 })]) {
      // 1 mV is 200 steps in each.
      expect(200 * drawn(info).millimetresPerStep(10, new TileRuns(), 40)).toBeCloseTo(10, 9);
    }
  });

  it('of anything but a voltage gets a round scale of its own that fits the row, and says so', () => {
    const pressure = drawn(lead('ART', { unit: 'mmHg', gain: 10 }));
    expect(pressure.millimetresPerStep(10, new TileRuns(), 40)).toBe(0);
    const runs = runsOf(Int32Array.of(700, 1300)); // 70 to 130 mmHg
    expect(600 * pressure.millimetresPerStep(10, runs, 40)).toBeLessThanOrEqual(40);
    expect(pressure.note).toBe('10 mm = 20 mmHg');
    expect(pressure.isVoltage).toBe(false);
  });

  it('keeps that scale however the signal goes on', () => {
    const pressure = drawn(lead('ART', { unit: 'mmHg', gain: 10 }));
    const first = pressure.millimetresPerStep(10, runsOf(Int32Array.of(700, 1300)), 40);
    expect(pressure.millimetresPerStep(20, runsOf(Int32Array.of(0, 9000)), 40)).toBe(first);
  });

  it('without calibration is drawn by the default of its format, and says so', () => {
    const raw = drawn(lead('ECG1', { uncalibrated: true }));
    expect(raw.note).toBe('amplitude not calibrated');
    expect(raw.millimetresPerStep(10, new TileRuns(), 40)).toBeGreaterThan(0);
  });
});

it('knows the voltages, and nothing else as one', () => {
  expect(['mV', 'uV', 'µV', 'μV', 'V', 'nV'].map(millivoltsPer)).toEqual([1, 1e-3, 1e-3, 1e-3, 1e3, 1e-6]);
  expect(['mmHg', '', 'NU', 'bpm'].map(millivoltsPer)).toEqual([undefined, undefined, undefined, undefined]);
});

it('counts a lead of half the rate at every second base-rate sample', () => {
  expect(drawn(lead('RESP', { rate: 250 })).baseSamplesPerSample).toBe(2);
});
