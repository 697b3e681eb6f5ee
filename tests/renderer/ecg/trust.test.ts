import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LayoutName } from '../../../src/renderer/src/ecg/layouts.ts';
import type { LeadWindow } from '../../../src/shared/contract/signal.ts';
import { MISSING_SAMPLE } from '../../../src/shared/recording.ts';
import { PALETTE, pageOf, type PageOptions, RATE } from './pages.ts';
import { beatsOf, lead, samplesWindow } from './signals.ts';

/** Ten minutes of two leads. */
const SAMPLES = 600 * RATE;
const LEADS = [lead('II', { samples: SAMPLES }), lead('V5', { samples: SAMPLES })];
/** Height of the known sample: 1 mV. */
const MILLIVOLT = 200;

/** A quiet trace with a millivolt at one sample. */
function known(sample: number): Int32Array<ArrayBuffer> {
  const values = new Int32Array(SAMPLES);
  for (let index = 0; index < SAMPLES; index++) values[index] = index % 2; // a trace is never quite level
  values[sample] = MILLIVOLT;
  return values;
}

/** The same as the workstation sends it for stretches too long for samples. */
function envelopeOf(values: Int32Array<ArrayBuffer>, step: number, index: number): LeadWindow {
  const pairs = new Int32Array(2 * Math.ceil(values.length / step));
  for (let bin = 0; bin < pairs.length / 2; bin++) {
    const part = values.subarray(bin * step, (bin + 1) * step);
    pairs[2 * bin] = part.includes(MISSING_SAMPLE) ? MISSING_SAMPLE : part.reduce((a, b) => Math.min(a, b));
    pairs[2 * bin + 1] = part.includes(MISSING_SAMPLE) ? MISSING_SAMPLE : part.reduce((a, b) => Math.max(a, b));
  }
  return { lead: index, kind: 'envelope', start: 0, step, values: pairs, filtered: true };
}

/** Windows as detailed as a zoom needs: samples up to eight to a pixel, else an envelope of at least a step to a pixel. */
function windowsFor(values: Int32Array<ArrayBuffer>, samplesPerPixel: number): LeadWindow[] {
  return LEADS.map((_, index) => {
    if (samplesPerPixel <= 8) return samplesWindow(values, { lead: index, filtered: true });
    return envelopeOf(values, 2 ** Math.floor(Math.log2(samplesPerPixel)), index);
  });
}

/** From two seconds to the whole recording on the screen. */
const zoom = fc.double({ min: Math.log(2), max: Math.log(600), noNaN: true }).map((power) => Math.exp(power));
const screen = fc.record({
  width: fc.integer({ min: 500, max: 2600 }),
  devicePixelRatio: fc.constantFrom(1, 1.5, 2),
  gain: fc.constantFrom(2.5, 5, 10, 20),
  seconds: zoom,
});

type Screen = ReturnType<typeof screen.generate>['value'] extends infer Value ? Value : never;

function strip(
  values: Int32Array<ArrayBuffer>,
  { width, devicePixelRatio, gain, seconds }: Screen,
  extra: Partial<PageOptions> = {},
) {
  const speed = (width / devicePixelRatio / (96 / 25.4) - 9) / seconds;
  const perPixel = RATE / ((speed * 96 * devicePixelRatio) / 25.4);
  const windows = windowsFor(values, perPixel);
  return pageOf({
    layout: 'strip',
    leads: LEADS,
    windows,
    samples: SAMPLES,
    speed,
    gain,
    width,
    devicePixelRatio,
    ...extra,
  });
}

describe('at every zoom, from two seconds to the whole recording', () => {
  it('a known sample is drawn at the pixel the geometry says, and as high', () => {
    const sample = 123_456;
    const values = known(sample);
    fc.assert(
      fc.property(screen, fc.double({ min: 0.1, max: 0.9, noNaN: true }), (chosen, share) => {
        const position = Math.max(0, Math.round(sample - share * chosen.seconds * RATE));
        const { scene, context } = strip(values, chosen, { position });
        const { geometry } = scene;
        const x = geometry.xOf(sample);
        const points = context.strokes(PALETTE.trace).flat();
        const step = windowsFor(values, 1 / geometry.pixelsPerSample)[0]?.step ?? 1;
        // The line is two of one pixel, a fifth apart; a bar stands in the middle of the pixels of its step.
        const sideways = step === 1 ? 0.51 : 1.5 + step * geometry.pixelsPerSample;
        for (const row of [0, 1]) {
          const top = geometry.yOf(row, 1 - scene.baselines.held(scene.rows[row]?.[0]?.lead.trace ?? NO_TRACE) / 200);
          const found = points.some(([px, py]) => Math.abs(px - x) <= sideways && Math.abs(py - top) <= 1);
          expect(found, `row ${String(row)}, ${String(chosen.seconds)} s`).toBe(true);
        }
      }),
      { numRuns: 25 },
    );
  });

  it('a trace is never absent where there is signal: ink in every part of every row', () => {
    const values = known(1000);
    fc.assert(
      fc.property(screen, fc.integer({ min: 0, max: SAMPLES }), (chosen, position) => {
        const last = Math.max(0, SAMPLES - Math.ceil(chosen.seconds * RATE));
        const { scene, context } = strip(values, chosen, { position: Math.min(position, last) });
        const { left, right, rowMiddle, rowHeight } = scene.geometry;
        const points = context.strokes(PALETTE.trace).flat();
        for (const middle of rowMiddle) {
          const xs = points.filter(([, y]) => Math.abs(y - middle) < rowHeight / 2).map(([x]) => x);
          const tenth = (right - left) / 10;
          for (let part = 0; part < 10; part++) {
            const from = left + part * tenth;
            expect(xs.some((x) => x >= from - 1 && x <= from + tenth + 1)).toBe(true);
          }
        }
      }),
      { numRuns: 25 },
    );
  });

  it('missing signal is shown as missing and carries no line', () => {
    const values = known(10);
    const [from, to] = [200_000, 300_000];
    values.fill(MISSING_SAMPLE, from, to);
    fc.assert(
      fc.property(screen, (chosen) => {
        const position = Math.max(
          0,
          Math.min(from - Math.round((chosen.seconds * RATE) / 2), SAMPLES - Math.ceil(chosen.seconds * RATE)),
        );
        const { scene, context } = strip(values, chosen, { position });
        const { geometry } = scene;
        const edge =
          2 + 2 * (windowsFor(values, 1 / geometry.pixelsPerSample)[0]?.step ?? 1) * geometry.pixelsPerSample;
        const left = Math.max(geometry.left, geometry.xOf(from)) + edge;
        const right = Math.min(geometry.right, geometry.xOf(to)) - edge;
        if (right - left < 12) return;
        const inside = context
          .strokes(PALETTE.trace)
          .flat()
          .filter(([x]) => x > left && x < right);
        expect(inside.filter(([, y]) => Math.abs(y - (geometry.rowMiddle[0] ?? 0)) < geometry.rowHeight / 2)).toEqual(
          [],
        );
        const hatched = context.operations.filter(
          ({ name, x, w, colour }) =>
            name === 'fillRect' && colour === PALETTE.quietText && x <= left && x + w >= right,
        );
        expect(hatched.length).toBeGreaterThanOrEqual(2); // a row each
      }),
      { numRuns: 25 },
    );
  });

  it('a beat\u2019s mark stays on its sample through any scroll', () => {
    const sample = 123_456;
    const values = known(sample);
    const beats = beatsOf([[sample, 'V']]);
    fc.assert(
      fc.property(screen, fc.double({ min: 0.05, max: 0.95, noNaN: true }), (chosen, share) => {
        const position = Math.max(0, Math.round(sample - share * chosen.seconds * RATE));
        const { scene, context } = strip(values, chosen, { position, beats });
        const { geometry } = scene;
        if (geometry.xOf(sample) > geometry.right) return;
        const V = PALETTE.classes[2];
        const index = context.operations.findIndex(({ name, colour }) => name === 'stroke' && colour === V);
        const square = context.operations.slice(0, index).findLast(({ name }) => name === 'rect');
        expect((square?.x ?? NaN) + (square?.w ?? NaN) / 2).toBeCloseTo(geometry.xOf(sample), 6);
      }),
      { numRuns: 25 },
    );
  });
});

describe('on every sheet', () => {
  const sheets: readonly LayoutName[] = ['3x4', '6x2', '12x1', 'cabrera'];
  it.each(sheets)('%s: columns are consecutive time, each lead drawn in its own alone', (layout) => {
    const leads = ['I', 'II', 'III', 'aVR', 'aVL', 'aVF', 'V1', 'V2', 'V3', 'V4', 'V5', 'V6'].map((name) => lead(name));
    // Lead k has its millivolt at a tenth of a second of its own, in every second.
    const windows = leads.map((_, index) => {
      const values = new Int32Array(5000);
      for (let second = 0; second < 10; second++) values[second * RATE + 20 + 35 * index] = MILLIVOLT;
      return samplesWindow(values, { lead: index, filtered: true });
    });
    fc.assert(
      fc.property(fc.constantFrom(12.5, 25), fc.integer({ min: 700, max: 2600 }), (speed, width) => {
        const { scene, context } = pageOf({ layout, leads, windows, samples: 5000, speed, width });
        const { geometry } = scene;
        const points = context.strokes(PALETTE.trace).flat();
        scene.rows.forEach((cells, row) => {
          for (const { from, to, lead: drawn } of cells) {
            const { trace } = drawn;
            if (trace.kind !== 'recorded') throw new Error('every lead was recorded');
            for (let second = 0; second < 10; second++) {
              const sample = second * RATE + 20 + 35 * trace.lead;
              const x = geometry.xOf(sample);
              const y = geometry.yOf(row, drawn.sign);
              const shown = points.some(([px, py]) => Math.abs(px - x) < 0.51 && Math.abs(py - y) < 1);
              const share = (x - geometry.left) / (geometry.right - geometry.left);
              if (share > from + 0.005 && share < to - 0.005) expect(shown, trace.name).toBe(true);
              else if (share < from - 0.01 || share > to + 0.01) expect(shown, trace.name).toBe(false);
            }
          }
        });
      }),
      { numRuns: 4 },
    );
  });
});

const NO_TRACE = { kind: 'absent', name: '' } as const;
