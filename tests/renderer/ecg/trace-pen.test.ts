import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TileRuns } from '../../../src/renderer/src/ecg/tile-runs.ts';
import { TracePen } from '../../../src/renderer/src/ecg/trace-pen.ts';
import { coarseArea } from '../../../src/renderer/src/ecg/trace-transform.ts';
import type { LeadWindow } from '../../../src/shared/contract/signal.ts';
import { MISSING_SAMPLE } from '../../../src/shared/recording.ts';
import { RecordingContext } from './recording-context.ts';
import { samplesWindow } from './signals.ts';

const INK = '#123456';

function trace(window: LeadWindow | undefined, samples: number, pixelsPerSample: number, width = 2) {
  const context = new RecordingContext();
  const runs = new TileRuns();
  const pen = new TracePen();
  context.strokeStyle = INK;
  runs.add(window, 0, samples);
  pen.transform.pixelsPerBaseSample = pixelsPerSample;
  pen.trace(context, runs, width);
  return { context, pen, points: context.strokes(INK).flat() };
}
const envelope = (pairs: readonly (readonly [number, number])[], step: number): LeadWindow => ({
  ...samplesWindow(Int32Array.from(pairs.flat())),
  kind: 'envelope',
  step,
});

describe('samples', () => {
  it('are each a point of the line, where geometry says, below four to a pixel', () => {
    const values = Int32Array.of(1, 10, -5, 7);
    const { points } = trace(samplesWindow(values), 4, 3);
    expect(points).toEqual([
      [0, -1],
      [3, -10],
      [6, 5],
      [9, -7],
    ]);
  });

  it('of a lead at another rate lie at their own times', () => {
    const context = new RecordingContext();
    const runs = new TileRuns();
    const pen = new TracePen();
    context.strokeStyle = INK;
    runs.add(samplesWindow(Int32Array.of(1, 2, 3)), 0, 12);
    pen.transform.baseSamplesPerSample = 4;
    pen.transform.pixelsPerBaseSample = 0.5;
    pen.trace(context, runs, 2);
    expect(
      context
        .strokes(INK)
        .flat()
        .map(([x]) => x),
    ).toEqual([0, 2, 4]);
  });

  it('too dense for a line lose no extreme of any pixel column', () => {
    const values = fc.array(fc.integer({ min: -2000, max: 2000 }), { minLength: 1, maxLength: 400 });
    fc.assert(
      fc.property(values, fc.integer({ min: 5, max: 40 }), (samples, perPixel) => {
        const { points } = trace(samplesWindow(Int32Array.from(samples)), samples.length, 1 / perPixel);
        const drawn = new Map<number, number[]>();
        for (const [x, y] of points) {
          const column = Math.floor(x + 1e-9);
          drawn.set(column, [...(drawn.get(column) ?? []), 0 - y]);
        }
        for (let column = 0; column * perPixel < samples.length; column++) {
          const own = samples.slice(column * perPixel, (column + 1) * perPixel);
          const seen = drawn.get(column) ?? [];
          expect(Math.max(...seen)).toBe(Math.max(...own));
          expect(Math.min(...seen)).toBe(Math.min(...own));
          expect(seen.length).toBeLessThanOrEqual(5);
        }
      }),
    );
  });

  it('draw one and the same line from one window or from two neighbouring ones', () => {
    const values = Int32Array.from({ length: 40 }, (_, index) => Math.round(50 * Math.sin(index)));
    const whole = trace(samplesWindow(values), 40, 2).points;
    const context = new RecordingContext();
    context.strokeStyle = INK;
    const runs = new TileRuns();
    runs.add(samplesWindow(values.slice(0, 16)), 0, 16);
    runs.add(samplesWindow(values.slice(16), { start: 16 }), 16, 40);
    const pen = new TracePen();
    pen.transform.pixelsPerBaseSample = 2;
    pen.trace(context, runs, 2);
    expect(context.strokes(INK).flat()).toEqual(whole);
    expect(context.operations.filter(({ name }) => name === 'moveTo')).toHaveLength(1);
  });

  it('in a line of 1.2 pixels have the weight of two hairlines a fifth of a pixel apart', () => {
    const { context } = trace(samplesWindow(Int32Array.of(0, 10)), 2, 3, 1.2);
    const [one, other] = context.strokes(INK);
    expect(context.operations.filter(({ name }) => name === 'stroke').every(({ width }) => width === 1)).toBe(true);
    expect((other?.[0]?.[0] ?? NaN) - (one?.[0]?.[0] ?? NaN)).toBeCloseTo(0.2, 9);
    expect((other?.[1]?.[1] ?? NaN) - (one?.[1]?.[1] ?? NaN)).toBeCloseTo(0.2, 9);
  });
});

describe('missing signal', () => {
  it('breaks the line and is handed over as a gap', () => {
    for (const values of [
      Int32Array.of(1, 2, MISSING_SAMPLE, MISSING_SAMPLE, 5, 6),
      Float32Array.of(1, 2, NaN, NaN, 5, 6),
    ]) {
      const { context, pen, points } = trace(samplesWindow(values), 6, 10);
      expect(points.map(([x]) => x)).toEqual([0, 10, 40, 50]);
      expect(context.operations.filter(({ name }) => name === 'moveTo')).toHaveLength(2);
      expect([pen.missing.count, pen.missing.from[0], pen.missing.to[0]]).toEqual([1, 20, 40]);
    }
  });

  it('leaves a lone sample between gaps visible', () => {
    const { points } = trace(samplesWindow(Int32Array.of(MISSING_SAMPLE, 7, MISSING_SAMPLE)), 3, 10);
    expect(points).toHaveLength(2);
  });

  it('is found in envelopes and in dense samples too', () => {
    const steps = envelope(
      [
        [0, 1],
        [MISSING_SAMPLE, MISSING_SAMPLE],
        [MISSING_SAMPLE, MISSING_SAMPLE],
        [0, 1],
      ],
      10,
    );
    const coarse = trace(steps, 40, 0.1);
    expect([coarse.pen.missing.from[0], coarse.pen.missing.to[0]]).toEqual([1, 3]);
    const values = Int32Array.from({ length: 100 }, (_, index) =>
      index >= 40 && index < 60 ? MISSING_SAMPLE : index % 7,
    );
    const dense = trace(samplesWindow(values), 100, 0.1);
    expect(dense.pen.missing.count).toBe(1);
    expect(dense.pen.missing.from[0]).toBeCloseTo(4, 9);
    expect(dense.pen.missing.to[0]).toBeCloseTo(6, 9);
  });

  it('is not what is still on its way', () => {
    const { pen, points } = trace(undefined, 50, 2);
    expect(points).toEqual([]);
    expect(pen.missing.count).toBe(0);
    expect([pen.waiting.from[0], pen.waiting.to[0]]).toEqual([0, 100]);
  });
});

describe('an envelope', () => {
  it('is a bar a pixel from its least to its greatest value', () => {
    const { points } = trace(
      envelope(
        [
          [-10, 50],
          [-20, 5],
          [-5, 5],
        ],
        8,
      ),
      24,
      1 / 8,
    );
    expect(points.map(([x]) => x)).toEqual([0.5, 0.5, 1.5, 1.5, 2.5, 2.5]);
    expect(points.slice(0, 2).map(([, y]) => y)).toEqual([-50, 10]);
  });

  it('of steps that share a pixel keeps the extremes of all of them', () => {
    const { points } = trace(
      envelope(
        [
          [-1, 1],
          [-30, 2],
          [-1, 90],
          [0, 1],
        ],
        2,
      ),
      8,
      1 / 8,
    );
    expect(points.map(([, y]) => y)).toEqual([-90, 30]);
  });

  it('is connected from pixel to pixel', () => {
    const { points } = trace(
      envelope(
        [
          [0, 10],
          [40, 60],
          [0, 5],
        ],
        8,
      ),
      24,
      1 / 8,
    );
    const bars = [0, 1, 2].map((bar) => points.slice(2 * bar, 2 * bar + 2).map(([, y]) => y));
    expect(bars[1]?.[1]).toBe(-10); // drawn out to the top of the bar before
    expect(bars[2]?.[0]).toBe(-40); // and the next one up to its foot
  });

  it('is never thinner than the line', () => {
    const { points } = trace(envelope([[5, 5]], 8), 8, 1 / 8, 2.4);
    expect((points[1]?.[1] ?? NaN) - (points[0]?.[1] ?? NaN)).toBeCloseTo(2.4, 9);
  });

  it('coarser than the screen is an area, not a line that looks like signal', () => {
    const context = new RecordingContext();
    const runs = new TileRuns();
    runs.add(
      envelope(
        [
          [-10, 20],
          [-5, 5],
        ],
        16,
      ),
      0,
      32,
    );
    const pen = new TracePen();
    pen.transform.pixelsPerBaseSample = 1;
    expect(coarseArea(context, runs, pen.transform)).toBe(true);
    expect(context.operations[0]).toMatchObject({ name: 'rect', x: 0, y: -20, w: 16, h: 30 });
    pen.trace(context, runs, 1);
    expect(context.operations.filter(({ name }) => name === 'lineTo')).toEqual([]);
  });
});
