import { describe, expect, it } from 'vitest';
import { drawGlyph } from '../../../src/renderer/src/ecg/beat-glyphs.ts';
import { rgbOf } from '../../../src/renderer/src/ecg/colour.ts';
import type { Overview } from '../../../src/renderer/src/ecg/overview.ts';
import { paintLegend, paintOverview } from '../../../src/renderer/src/ecg/overview-painter.ts';
import { DEFAULT_CLASS_COLOURS } from '../../../src/renderer/src/ecg/paper-colours.ts';
import { medianOf } from '../../../src/renderer/src/ecg/row-baselines.ts';
import { tachogramData } from '../../../src/renderer/src/ecg/tachogram-data.ts';
import { EMPTY_LANE } from '../../../src/renderer/src/ecg/episode-lane.ts';
import { QualityStore } from '../../../src/renderer/src/ecg/quality-store.svelte.ts';
import { BeatStore } from '../../../src/renderer/src/ecg/beat-store.svelte.ts';
import { MISSING_SAMPLE } from '../../../src/shared/recording.ts';
import { RecordingContext } from './recording-context.ts';
import { beatsOf, lead, samplesWindow } from './signals.ts';

describe('the RR tachogram', () => {
  it('has the interval that ends at each beat, in seconds and milliseconds', () => {
    const data = tachogramData(
      beatsOf([
        [0, 'N'],
        [360, 'N'],
        [540, 'V'],
        [1080, 'N'],
      ]),
      360,
    );
    expect(data.seconds).toEqual([1, 1.5, 3]);
    expect(data.intervals).toEqual([1000, 500, 1500]);
  });

  it('breaks the line over pauses in the labels', () => {
    expect(
      tachogramData(
        beatsOf([
          [0, 'N'],
          [360, 'N'],
          [36_000, 'N'],
        ]),
        360,
      ).intervals,
    ).toEqual([1000, null]);
  });

  it('has room for the pauses of a long recording', () => {
    // One beat in two hundred is followed by a pause of two seconds.
    let at = 0;
    const rows = Array.from({ length: 4000 }, (_, index) => [(at += index % 200 === 199 ? 720 : 288), 'N'] as const);
    expect(tachogramData(beatsOf(rows), 360).high).toBeGreaterThanOrEqual(2000);
  });

  it('has a scale that one outlier does not flatten, and a usual one without beats', () => {
    const rows = Array.from({ length: 500 }, (_, index) => [index * 288 + (index === 250 ? 200 : 0), 'N'] as const);
    const { low, high } = tachogramData(beatsOf(rows), 360);
    expect(low).toBeLessThan(800);
    expect(high).toBeGreaterThan(800);
    expect(high - low).toBeLessThanOrEqual(600);
    const none = tachogramData(new BeatStore(), 360);
    expect(none.low).toBeLessThan(none.high);
  });
});

describe('the overview', () => {
  const theme = {
    surface: rgbOf('#ffffff'),
    text: rgbOf('#111111'),
    quietText: rgbOf('#555555'),
    line: rgbOf('#dddddd'),
    accent: rgbOf('#0b62b0'),
    classes: DEFAULT_CLASS_COLOURS.map(rgbOf),
  };
  const paint = (fields: Partial<Overview>): RecordingContext => {
    const context = new RecordingContext();
    paintOverview(context, {
      recording: { rate: 360, samples: 100_000, leads: [lead('MLII', { rate: 360, samples: 100_000 })] },
      window: undefined,
      beats: new BeatStore(),
      episodes: EMPTY_LANE,
      quality: new QualityStore(),
      theme,
      width: 1000,
      devicePixelRatio: 1,
      font: '10px sans-serif',
      ...fields,
    });
    return context;
  };

  it('spans the whole recording from edge to edge', () => {
    const values = Int32Array.from({ length: 2000 }, (_, index) => (index % 2 ? 100 : -100));
    const window = samplesWindow(values, { kind: 'envelope', step: 100 });
    const places = paint({ window })
      .operations.filter(({ name }) => name === 'lineTo')
      .map(({ x }) => x);
    expect(Math.min(...places)).toBeLessThan(2);
    expect(Math.max(...places)).toBeGreaterThan(998);
  });

  it('has a tick for every ectopic beat in the lane of its class, and none for normal ones', () => {
    const context = paint({
      beats: beatsOf([
        [10_000, 'N'],
        [20_000, 'V'],
        [50_000, 'A'],
        [50_010, 'A'],
      ]),
    });
    const ticks = context.operations.filter(({ name, w }) => name === 'fillRect' && w === 1);
    expect(ticks.map(({ x, colour }) => [x, colour])).toEqual([
      [200, DEFAULT_CLASS_COLOURS[2]],
      [500, DEFAULT_CLASS_COLOURS[1]],
    ]);
    expect(ticks[0]?.y).not.toBe(ticks[1]?.y);
  });

  it('names rhythms where there is room', () => {
    const beats = beatsOf([
      [0, '+', '(N'],
      [40_000, '+', '(AFIB'],
      [90_000, '+', '(VT'],
      [90_500, '+', '(N'],
    ]);
    expect(paint({ beats }).texts).toEqual(['Sinus rhythm', 'Atrial fibrillation', 'Sinus rhythm']);
  });

  it('draws nothing, and does not fail, where everything is missing', () => {
    const window = samplesWindow(new Int32Array(100).fill(MISSING_SAMPLE));
    expect(paint({ window }).operations.filter(({ name }) => name === 'lineTo')).toEqual([]);
  });

  it('names its lanes within the gutter, all from the same edge', () => {
    const named = (width: number): RecordingContext => {
      const context = new RecordingContext();
      paintLegend(context, { name: 'II', theme, family: 'sans-serif', width, devicePixelRatio: 1 });
      return context;
    };
    // The recording context's letters are 7 wide: `Quality` is 49.
    const edges = (context: RecordingContext): Set<number> =>
      new Set(context.operations.filter(({ name }) => name === 'fillText').map(({ x }) => x));
    expect(edges(named(200))).toEqual(new Set([10]));
    expect(edges(named(52))).toEqual(new Set([1]));
    expect(named(52).texts).toContain('Rhythm');
  });
});

it('gives each class of beats a shape of its own', () => {
  const shapes = [0, 1, 2, 3, 4].map((beatClass) => {
    const context = new RecordingContext();
    drawGlyph(context, beatClass, 10, 10, 4, false);
    return context.operations.map(({ name, x, y, w, h }) => [name, x, y, w, h].join(' ')).join('; ');
  });
  expect(new Set(shapes).size).toBe(5);
});

describe('the median a row is centred on', () => {
  it('passes over missing samples and tall complexes', () => {
    const values = Int32Array.from({ length: 5000 }, (_, index) =>
      index % 10 === 0 ? 3000 : index % 11 === 0 ? MISSING_SAMPLE : 42,
    );
    expect(medianOf(values)).toBe(42);
  });

  it('is unknown where there is nothing', () => {
    expect(medianOf(Float32Array.of(NaN, NaN))).toBeNaN();
  });
});
