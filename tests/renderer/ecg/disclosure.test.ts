import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BeatStore } from '../../../src/renderer/src/ecg/beat-store.svelte.ts';
import { rgbOf } from '../../../src/renderer/src/ecg/colour.ts';
import { DisclosureGeometry, type DisclosureSize } from '../../../src/renderer/src/ecg/disclosure-geometry.ts';
import { DisclosureRowPainter } from '../../../src/renderer/src/ecg/disclosure-row.ts';
import { scaleColumns, usualSpan } from '../../../src/renderer/src/ecg/disclosure-scale.ts';
import type { DisclosureScene } from '../../../src/renderer/src/ecg/disclosure-scene.ts';
import { layEpisodes } from '../../../src/renderer/src/ecg/episode-lane.ts';
import { DEFAULT_CLASS_COLOURS, paletteOf } from '../../../src/renderer/src/ecg/paper-colours.ts';
import { QualityStore } from '../../../src/renderer/src/ecg/quality-store.svelte.ts';
import { ROW_SECONDS } from '../../../src/renderer/src/state/disclosure.svelte.ts';
import type { LeadWindow } from '../../../src/shared/contract/signal.ts';
import { MISSING_SAMPLE } from '../../../src/shared/recording.ts';
import { RecordingContext } from './recording-context.ts';
import { annotations, beatsOf, samplesWindow, sourceOfWindows } from './signals.ts';

const PALETTE = paletteOf('pink', DEFAULT_CLASS_COLOURS.map(rgbOf), rgbOf('#0b62b0'));
const RATE = 250;
const SAMPLES = 30 * 60 * RATE;

const geometryOf = (fields: Partial<DisclosureSize> = {}): DisclosureGeometry =>
  new DisclosureGeometry({
    width: 1500,
    height: 900,
    devicePixelRatio: 1,
    rowHeight: 32,
    rowSeconds: 60,
    rate: RATE,
    samples: SAMPLES,
    ...fields,
  });

function paintRow(row: number, geometry: DisclosureGeometry, fields: Partial<DisclosureScene> = {}) {
  const context = new RecordingContext();
  const exact = new DisclosureRowPainter().paint(
    context,
    {
      geometry,
      lead: 0,
      baseSamplesPerSample: 1,
      span: 400,
      signal: sourceOfWindows([samplesWindow(new Int32Array(geometry.samples))]),
      beats: new BeatStore(),
      episodes: layEpisodes([]),
      quality: new QualityStore(),
      palette: PALETTE,
      font: '11px sans-serif',
      boldFont: '600 11px sans-serif',
      startSecond: undefined,
      ...fields,
    },
    row,
  );
  return { context, exact };
}

/** A minimum and maximum for each step of a flat signal with one peak. */
function envelopeWithPeak(at: number, step: number): LeadWindow {
  if (step === 1) {
    const samples = new Int32Array(SAMPLES);
    samples[at] = 180;
    return samplesWindow(samples);
  }
  const values = new Int32Array(2 * Math.ceil(SAMPLES / step));
  values[2 * Math.floor(at / step) + 1] = 180;
  return samplesWindow(values, { kind: 'envelope', step });
}

describe('the page of rows', () => {
  it('finds the sample of a point where it puts the sample, at every length of row', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: SAMPLES - 1 }),
        fc.constantFrom(...ROW_SECONDS),
        fc.constantFrom(1, 1.5, 2),
        fc.integer({ min: 0, max: 5000 }),
        (sample, rowSeconds, devicePixelRatio, top) => {
          const geometry = geometryOf({ rowSeconds, devicePixelRatio });
          const scrolled = geometry.yOf(geometry.rowOf(sample), top) < geometry.axis ? 0 : top;
          const y = geometry.yOf(geometry.rowOf(sample), scrolled) + geometry.rowHeight / 2;
          const found = geometry.sampleAt(geometry.xOf(sample), y, scrolled) ?? NaN;
          expect(Math.abs(found - sample)).toBeLessThanOrEqual(1);
        },
      ),
    );
  });

  it('has consecutive time from row to row, at a rate that is no whole number too', () => {
    const geometry = geometryOf({ rate: 128.37, samples: 1_000_000, rowSeconds: 10 });
    for (let row = 0; row + 1 < geometry.rows; row++)
      expect(geometry.endSample(row)).toBeCloseTo(geometry.firstSample(row + 1), 6);
    expect(geometry.endSample(geometry.rows - 1)).toBe(1_000_000);
  });

  it('holds 14 days in rows of ten seconds within what a page can scroll', () => {
    const geometry = geometryOf({ samples: 14 * 86_400 * RATE, rowSeconds: 10 });
    expect(geometry.rows).toBe(120_960);
    expect(geometry.total).toBeLessThan(16_000_000);
  });

  it.each(ROW_SECONDS)('draws the peak of a known sample where it belongs, in rows of %i s', (rowSeconds) => {
    const geometry = geometryOf({ rowSeconds });
    const at = Math.round(3.3 * 60 * RATE);
    const step = Math.max(1, Math.floor(1 / geometry.pixelsPerSample));
    const signal = sourceOfWindows([envelopeWithPeak(at, step)]);
    const { context } = paintRow(geometry.rowOf(at), geometry, { signal });
    const points = context.strokes(PALETTE.trace).flat();
    const [x, y] = points.reduce((best, point) => (point[1] < best[1] ? point : best));
    expect(y).toBeCloseTo(geometry.middle - (180 / 400) * geometry.traceHeight, 0);
    expect(Math.abs(x - geometry.xOf(at))).toBeLessThan(1 + step * geometry.pixelsPerSample);
  });

  it('draws something wherever there is signal: no pixel column of a row is left out', () => {
    const geometry = geometryOf();
    const { context, exact } = paintRow(4, geometry, { signal: sourceOfWindows([envelopeWithPeak(0, 4)]) });
    const columns = new Set(
      context
        .strokes(PALETTE.trace)
        .flat()
        .map(([x]) => Math.floor(x)),
    );
    expect(exact).toBe(true);
    for (let x = geometry.left; x < geometry.right; x++) expect(columns).toContain(x);
  });

  it('shows missing signal as missing, and signal on its way as that', () => {
    const geometry = geometryOf();
    const values = new Int32Array(SAMPLES).fill(MISSING_SAMPLE);
    const { context } = paintRow(2, geometry, { signal: sourceOfWindows([samplesWindow(values)]) });
    const hatched = context.operations.filter(({ name, h, w }) => name === 'fillRect' && h === 32 && w > 1000);
    expect(hatched.length).toBeGreaterThanOrEqual(2); // the ground, and the hatched stretch
    expect(context.strokes(PALETTE.quietText).flat().length).toBeGreaterThan(100);

    const waiting = paintRow(2, geometry, {
      signal: {
        collect: (_lead, from, to, _detail, runs) => {
          runs.clear();
          runs.add(undefined, from, to);
        },
      },
    });
    expect(waiting.exact).toBe(false);
    const dashes = waiting.context.operations.filter(({ name, w }) => name === 'fillRect' && w === 4);
    expect(dashes.length).toBeGreaterThan(80);
  });

  it('marks a beat that is not normal by colour and by shape, and a normal one by neither', () => {
    const geometry = geometryOf();
    const beats = beatsOf([
      [5 * RATE, 'N'],
      [20 * RATE, 'V'],
    ]);
    const { context } = paintRow(0, geometry, { beats });
    const ventricular = PALETTE.classes[2] ?? '';
    expect(context.strokes(ventricular).length).toBeGreaterThan(0);
    const square = context.operations.find(({ name, w, h }) => name === 'rect' && w === h);
    expect(square?.x).toBeCloseTo(geometry.xOf(20 * RATE) - 0.85 * 3, 3);
    expect(context.operations.some(({ colour }) => colour === PALETTE.classes[0])).toBe(false);
  });

  it('tells the time of day and the heart rate of each row, and flags strips', () => {
    const geometry = geometryOf();
    const rows = Array.from({ length: 120 }, (_, beat) => [60 * RATE + beat * (RATE / 2), 'N'] as const);
    const set = annotations([...rows, [90 * RATE, '"', '[strip 2500] run']]);
    set.subtype[120] = 1;
    const order = [...set.sample.keys()].sort((a, b) => (set.sample[a] ?? 0) - (set.sample[b] ?? 0));
    const beats = new BeatStore();
    beats.replace(
      {
        ...set,
        sample: Int32Array.from(order, (row) => set.sample[row] ?? 0),
        code: Uint8Array.from(order, (row) => set.code[row] ?? 0),
        subtype: Int8Array.from(order, (row) => set.subtype[row] ?? 0),
        auxRow: Int32Array.of(order.indexOf(120)),
      },
      'file',
    );
    const { context } = paintRow(1, geometry, { beats, startSecond: 8 * 3600 });
    expect(context.texts).toContain('08:01:00');
    expect(context.texts).toContain('120');
    const widths = context.operations
      .filter(
        ({ name, x, colour }) => name === 'fillRect' && x === geometry.xOf(90 * RATE) && colour === PALETTE.accent,
      )
      .map(({ w }) => w);
    expect(Math.max(...widths)).toBeCloseTo(2500 * geometry.pixelsPerSample, 3);
  });

  it('scales to what is usual: a minute of artefact does not flatten a day', () => {
    const quiet = envelopeWithPeak(0, 250);
    for (let bin = 0; bin < quiet.values.length / 2; bin++) quiet.values[2 * bin + 1] = 100;
    const usual = usualSpan(quiet, RATE);
    for (let bin = 0; bin < 60; bin++) quiet.values[2 * bin + 1] = 100_000;
    expect(usualSpan(quiet, RATE)).toBe(usual);
    expect(usual).toBeGreaterThan(100);
    expect(scaleColumns(86_400)).toBe(4096);
  });
});
