import { describe, expect, it } from 'vitest';
import { signalHandlers } from '../../../src/main/services/signal-service.ts';
import type { DisplayFilter, LeadWindow } from '../../../src/shared/contract/signal.ts';
import { MISSING_SAMPLE } from '../../../src/shared/recording.ts';
import { headerOf, importStudy, leadOf, recordingIdOf, temporaryLibrary } from '../library/temporary-library.ts';

const RATE = 360;
const BASELINE = 1024;
const SECONDS = 420;
/** A 5 Hz wave of ±200 steps on a wandering line, with 50 Hz mains and a gap of a second. */
const wave = (i: number): number => 200 * Math.sin((2 * Math.PI * 5 * i) / RATE);
const samples = Int32Array.from({ length: SECONDS * RATE }, (_, i) =>
  Math.round(
    BASELINE + wave(i) + 300 * Math.sin((2 * Math.PI * 0.03 * i) / RATE) + 80 * Math.sin((2 * Math.PI * 50 * i) / RATE),
  ),
);
samples.fill(MISSING_SAMPLE, 100 * RATE, 101 * RATE);

const library = temporaryLibrary();
const header = headerOf([leadOf(samples.length, { rate: RATE, baseline: BASELINE })]);
const recordingId = recordingIdOf(importStudy(library, { header, signals: [samples] }));
const handlers = signalHandlers(library);
const FILTER: DisplayFilter = { highpass: 0.5, lowpass: 40, notch: 50 };

async function windowOf(from: number, to: number, columns: number, filter?: DisplayFilter): Promise<LeadWindow> {
  const request = { recordingId, leads: [0], from, to, columns, ...(filter ? { filter } : {}) };
  const { leads } = await handlers['signal.window'](request, new AbortController().signal);
  const [window] = leads;
  if (!window) throw new Error('no lead came back');
  return window;
}

const furthestApart = (values: Int32Array | Float32Array, other: (i: number) => number): number =>
  Math.max(...Array.from(values, (value, i) => Math.abs(value - other(i))));

describe('a filtered window', () => {
  it('shows the wave without drift and mains, about the integer that stands for zero', async () => {
    const from = 30 * RATE;
    const window = await windowOf(from, from + 10 * RATE, 1000, FILTER);
    expect(window).toMatchObject({ kind: 'samples', start: from, step: 1, filtered: true });
    const furthest = furthestApart(window.values, (i) => BASELINE + wave(from + i));
    expect(furthest).toBeLessThan(12);
  });

  it('is the same at its ends as in the middle of a larger one', async () => {
    const [from, to] = [200 * RATE, 205 * RATE];
    const small = await windowOf(from, to, 1000, FILTER);
    const large = await windowOf(from - 4 * RATE, to + 4 * RATE, 2000, FILTER);
    const middle = large.values.slice(4 * RATE, 4 * RATE + small.values.length);
    const furthest = furthestApart(small.values, (i) => middle[i] ?? 0);
    expect(furthest).toBeLessThan(1);
  });

  it('has no values where samples are missing', async () => {
    const { values } = await windowOf(99 * RATE, 102 * RATE, 1000, FILTER);
    expect(values.slice(RATE, 2 * RATE).every(Number.isNaN)).toBe(true);
    expect([...values.slice(0, RATE), ...values.slice(2 * RATE)].some(Number.isNaN)).toBe(false);
  });

  it('comes as the envelope of the filtered samples where they are many', async () => {
    const [from, to] = [50 * RATE, 90 * RATE];
    const envelope = await windowOf(from, to, 500, FILTER);
    expect(envelope).toMatchObject({ kind: 'envelope', filtered: true });
    expect(envelope.values.length).toBeLessThanOrEqual(4 * 500 + 4);
    const all = await windowOf(from, to, 16_000, FILTER);
    const low = Math.min(...all.values);
    const high = Math.max(...all.values);
    expect(Math.min(...envelope.values)).toBeCloseTo(low, -1);
    expect(Math.max(...envelope.values)).toBeCloseTo(high, -1);
  });

  it('says so when it is too long to be filtered, or no filter is on', async () => {
    const samplesOf = (window: LeadWindow): unknown => ({
      filtered: window.filtered,
      integers: window.values instanceof Int32Array,
    });
    expect(samplesOf(await windowOf(0, 301 * RATE, 1000, FILTER))).toEqual({ filtered: false, integers: true });
    expect(samplesOf(await windowOf(0, RATE, 1000, { highpass: 0, lowpass: 0, notch: 0 }))).toEqual({
      filtered: false,
      integers: true,
    });
    expect(samplesOf(await windowOf(0, RATE, 1000))).toEqual({ filtered: false, integers: true });
  });

  it('stops when nobody waits for it any more', async () => {
    const request = { recordingId, leads: [0, 0], from: 0, to: RATE, columns: 100, filter: FILTER };
    await expect(async () => handlers['signal.window'](request, AbortSignal.abort())).rejects.toMatchObject({
      code: 'cancelled',
    });
  });
});
