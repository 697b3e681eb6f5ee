import { describe, expect, it } from 'vitest';
import { butterworthBandpass } from '../../../../src/main/signal/filters/band-pass.ts';
import { butterworth } from '../../../../src/main/signal/filters/design.ts';
import { magnitudeAt } from '../../../../src/main/signal/filters/second-order-section.ts';
import { StreamingFilter } from '../../../../src/main/signal/filters/streaming-filter.ts';

describe('a Butterworth band-pass', () => {
  it('has the gains of SciPy’s butter', () => {
    const sections = butterworthBandpass(3, 5, 15, 360);
    expect(sections).toHaveLength(3);
    for (const [hertz, gain] of [
      [1, 0.0024814636825937135],
      [5, 0.707106781186543],
      [15, 0.7071067811865485],
      [40, 0.01613853720642871],
      [100, 0.00040742454702595294],
    ] as const) {
      expect(magnitudeAt(sections, hertz, 360)).toBeCloseTo(gain, 9);
    }
  });

  it('is 3 dB down at both edges at every order, even where its poles are real', () => {
    for (const order of [1, 2, 3, 4, 5]) {
      const sections = butterworthBandpass(order, 0.05, 150, 500);
      expect(sections).toHaveLength(order);
      for (const edge of [0.05, 150]) expect(magnitudeAt(sections, edge, 500)).toBeCloseTo(Math.SQRT1_2, 6);
      expect(magnitudeAt(sections, 3, 500)).toBeCloseTo(1, 2);
    }
  });

  it('refuses a band the rate cannot hold', () => {
    expect(() => butterworthBandpass(2, 5, 200, 360)).toThrow(RangeError);
    expect(() => butterworthBandpass(2, 15, 5, 360)).toThrow(RangeError);
  });
});

describe('a streaming filter', () => {
  const signal = Float64Array.from({ length: 500 }, (_, i) => Math.sin(i / 5) + 0.3 * Math.sin(i * 1.7) + 4);

  it('puts out what SciPy’s sosfilt does', () => {
    const samples = Float64Array.of(0, 1, 4, 9, 7, 3, -2, -8, -3, 5, 12, 6);
    new StreamingFilter(butterworth('lowpass', 4, 40, 360)).process(samples);
    const golden = [
      0, 0.006890401067214046, 0.07021915957970463, 0.3533734642293668, 1.1261963923308977, 2.5103851816144975,
      4.139661986639087, 5.165604686370063, 4.744485002631793, 2.751267886264519, 0.18692313088375695,
      -1.3175086287324005,
    ];
    golden.forEach((value, i) => expect(samples[i]).toBeCloseTo(value, 12));
  });

  it('gives the same bit for bit however the signal is cut', () => {
    const sections = butterworthBandpass(2, 5, 15, 360);
    const whole = signal.slice();
    new StreamingFilter(sections).process(whole);
    for (const size of [1, 7, 100]) {
      const cut = signal.slice();
      const filter = new StreamingFilter(sections);
      for (let i = 0; i < cut.length; i += size) filter.process(cut.subarray(i, i + size));
      expect(cut).toEqual(whole);
    }
  });

  it('does not ring at the start of a signal with an offset', () => {
    const constant = new Float32Array(100).fill(900);
    new StreamingFilter(butterworth('highpass', 2, 0.5, 360)).process(constant);
    for (const value of constant) expect(Math.abs(value)).toBeLessThan(1e-6);
  });

  it('takes an empty block', () => {
    const filter = new StreamingFilter(butterworth('highpass', 2, 0.5, 360));
    filter.process(new Float64Array(0));
    expect(() => filter.process(Float64Array.of(1))).not.toThrow();
  });
});
