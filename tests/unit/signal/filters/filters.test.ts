import { describe, expect, it } from 'vitest';
import { butterworth, notch } from '../../../../src/main/signal/filters/design.ts';
import { displayFilter, displaySections } from '../../../../src/main/signal/filters/display-filter.ts';
import { magnitudeAt } from '../../../../src/main/signal/filters/second-order-section.ts';
import { filterZeroPhase } from '../../../../src/main/signal/filters/zero-phase.ts';
import { MISSING_SAMPLE } from '../../../../src/shared/recording.ts';

const RATE = 500;
const tone = (hertz: number, seconds: number, amplitude = 1000): Int32Array =>
  Int32Array.from({ length: seconds * RATE }, (_, i) =>
    Math.round(amplitude * Math.sin((2 * Math.PI * hertz * i) / RATE)),
  );
const peak = (values: Float32Array): number =>
  values.subarray(1000, -1000).reduce((m, v) => Math.max(m, Math.abs(v)), 0);

describe('filter design', () => {
  it('equals the textbook coefficients of a second-order Butterworth low-pass at a quarter of the rate', () => {
    // Closed form at fc = fs/4: tan(π/4) = 1, so b0 = 1/(2 + √2), a1 = 0, a2 = (2 − √2)/(2 + √2).
    const [section] = butterworth('lowpass', 2, 125, 500);
    expect(section?.b0).toBeCloseTo(1 / (2 + Math.SQRT2), 12);
    expect(section?.a1).toBeCloseTo(0, 12);
    expect(section?.a2).toBeCloseTo((2 - Math.SQRT2) / (2 + Math.SQRT2), 12);
  });

  it.each([2, 4, 6, 8])('of order %d is 3 dB down at its corner, flat at one end and falling at the other', (order) => {
    const low = butterworth('lowpass', order, 40, RATE);
    expect(magnitudeAt(low, 40, RATE)).toBeCloseTo(Math.SQRT1_2, 9);
    expect(magnitudeAt(low, 0, RATE)).toBeCloseTo(1, 9);
    expect(magnitudeAt(low, 120, RATE)).toBeLessThan(1.2 * (40 / 120) ** order);
    const high = butterworth('highpass', order, 0.67, RATE);
    expect(magnitudeAt(high, 0.67, RATE)).toBeCloseTo(Math.SQRT1_2, 6);
    expect(magnitudeAt(high, 100, RATE)).toBeCloseTo(1, 6);
  });

  it('of a notch removes one frequency and leaves its neighbours', () => {
    const section = notch(50, 30, RATE);
    expect(magnitudeAt([section], 50, RATE)).toBeLessThan(1e-9);
    expect(magnitudeAt([section], 40, RATE)).toBeGreaterThan(0.99);
  });

  it('refuses a corner above half the rate', () => {
    expect(() => butterworth('lowpass', 2, 250, 500)).toThrow(RangeError);
  });
});

describe('zero-phase filtering', () => {
  it('leaves a constant as it is up to both ends', () => {
    const values = new Float32Array(300).fill(7);
    filterZeroPhase(butterworth('lowpass', 4, 10, RATE), values, 100);
    for (const value of values) expect(value).toBeCloseTo(7, 5);
  });

  it('leaves a symmetric beat symmetric: nothing moves', () => {
    const values = Float32Array.from({ length: 801 }, (_, i) => Math.exp(-(((i - 400) / 8) ** 2)));
    filterZeroPhase(butterworth('lowpass', 2, 40, RATE), values, 200);
    for (let i = 0; i < 300; i++) expect(values[400 + i]).toBeCloseTo(values[400 - i] ?? NaN, 5);
    expect(values.indexOf(Math.max(...values))).toBe(400);
  });

  it('copes with one sample and none', () => {
    const one = Float32Array.of(3);
    filterZeroPhase(butterworth('highpass', 2, 1, RATE), one, 50);
    expect(one).toHaveLength(1);
    filterZeroPhase(butterworth('highpass', 2, 1, RATE), new Float32Array(0), 50);
  });
});

describe('the display filter', () => {
  it('is 3 dB down at the corners it names, both passes together', () => {
    const filter = { highpass: 0.67, lowpass: 40, notch: 0 } as const;
    const sections = displaySections(filter, RATE);
    for (const corner of [0.67, 40]) expect(magnitudeAt(sections, corner, RATE) ** 2).toBeCloseTo(Math.SQRT1_2, 3);
    expect(peak(displayFilter(tone(10, 20), RATE, filter))).toBeGreaterThan(990);
    expect(peak(displayFilter(tone(120, 20), RATE, filter))).toBeLessThan(20);
  });

  it('takes mains out and leaves 10 Hz alone', () => {
    const filter = { highpass: 0, lowpass: 0, notch: 50 } as const;
    expect(peak(displayFilter(tone(50, 20), RATE, filter))).toBeLessThan(20);
    expect(peak(displayFilter(tone(10, 20), RATE, filter))).toBeGreaterThan(990);
  });

  it('keeps missing samples missing and smears nothing across them', () => {
    const samples = new Int32Array(4000).fill(500);
    samples.fill(MISSING_SAMPLE, 1500, 1600);
    samples.fill(-500, 1600);
    const out = displayFilter(samples, RATE, { highpass: 0, lowpass: 40, notch: 0 });
    for (let i = 0; i < 4000; i++) {
      if (i < 1500) expect(out[i]).toBeCloseTo(500, 3);
      else if (i < 1600) expect(out[i]).toBeNaN();
      else expect(out[i]).toBeCloseTo(-500, 3);
    }
  });

  it('leaves out what the sampling rate cannot hold', () => {
    expect(displaySections({ highpass: 0, lowpass: 150, notch: 60 }, 128)).toHaveLength(1);
    expect(displaySections({ highpass: 0, lowpass: 150, notch: 0 }, 250)).toHaveLength(0);
  });
});
