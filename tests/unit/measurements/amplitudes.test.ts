import { describe, expect, it } from 'vitest';
import { amplitudesOf } from '../../../src/main/signal/measurements/amplitudes.ts';

/** Columns of 2 ms, the mark at column 200. */
const place = (milliseconds: number): number => 200 + Math.round(milliseconds / 2);
const thousandths = (value: number | undefined): number => Math.round(1000 * (value ?? Number.NaN)) + 0;
const BOUNDS = { qrsOnset: -40, qrsOffset: 60 };

/** Flat pieces at heights (mV) from moments (ms) on, over a level of 0.3 mV. */
function lead(...pieces: readonly (readonly [from: number, height: number])[]) {
  const values = new Float32Array(400).fill(0.3);
  for (const [from, height] of pieces) values.fill(0.3 + height, place(from));
  return { name: 'V1', derived: false, values };
}

describe('the amplitudes of a QRS complex', () => {
  it('are counted from the level before it', () => {
    const { r, s, j } = amplitudesOf(lead([-20, 1.2], [0, -0.4], [30, 0]), BOUNDS, place);
    expect([r, s, j].map(thousandths)).toEqual([1200, 400, 0]);
  });

  it('of an rSR′ complex are R′ and the S between', () => {
    const { r, s } = amplitudesOf(lead([-30, 0.2], [-10, -0.5], [10, 0.8], [40, 0]), BOUNDS, place);
    expect([r, s].map(thousandths)).toEqual([800, 500]);
  });

  it('of a Qr complex hold no S, of a QS complex no R', () => {
    expect(amplitudesOf(lead([-30, -0.7], [10, 0.2], [40, 0]), BOUNDS, place)).toMatchObject({ s: 0 });
    const { r, s } = amplitudesOf(lead([-30, -0.7], [40, 0]), BOUNDS, place);
    expect([r, s].map(thousandths)).toEqual([0, 700]);
  });

  it('do not count what is lower or shorter than a wave', () => {
    expect(amplitudesOf(lead([-30, 0.015], [0, -0.7], [40, 0]), BOUNDS, place)).toMatchObject({ r: 0 });
    expect(amplitudesOf(lead([-30, 0.4], [-27, -0.7], [40, 0]), BOUNDS, place)).toMatchObject({ r: 0 });
  });

  it('of a QS complex before a raised ST segment hold no R, of an R before a lowered one no S', () => {
    const qs = amplitudesOf(lead([-30, -0.7], [30, 0.1]), BOUNDS, place);
    expect([qs.r, qs.s, qs.j].map(thousandths)).toEqual([0, 700, 100]);
    const r = amplitudesOf(lead([-30, 1], [30, -0.1]), BOUNDS, place);
    expect([r.r, r.s, r.j].map(thousandths)).toEqual([1000, 0, -100]);
  });

  it('tell the ST segment 60 and 80 ms after its end', () => {
    const { j, st60, st80 } = amplitudesOf(lead([-20, 1], [30, 0], [110, 0.1], [130, 0.2]), BOUNDS, place);
    expect([j, st60, st80].map(thousandths)).toEqual([0, 100, 200]);
  });

  it('are unknown where signal is missing or nobody marked the complex', () => {
    const broken = lead([-20, 1], [30, 0]);
    broken.values[place(10)] = Number.NaN;
    expect(Object.keys(amplitudesOf(broken, BOUNDS, place))).not.toContain('r');
    expect(amplitudesOf(broken, {}, place)).toEqual({ name: 'V1', derived: false });
  });
});
