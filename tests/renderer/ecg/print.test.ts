import { describe, expect, it } from 'vitest';
import { rgbOf } from '../../../src/renderer/src/ecg/colour.ts';
import { layEpisodes } from '../../../src/renderer/src/ecg/episode-lane.ts';
import type { LayoutName } from '../../../src/renderer/src/ecg/layouts.ts';
import { PAGE_FORMATS, type PageFormat } from '../../../src/renderer/src/ecg/print/page-format.ts';
import { LoadedSignal } from '../../../src/renderer/src/ecg/print/loaded-signal.ts';
import { pdfOf } from '../../../src/renderer/src/ecg/print/pdf-document.ts';
import { paintPage, type PrintRequest } from '../../../src/renderer/src/ecg/print/print-painter.ts';
import { planPages } from '../../../src/renderer/src/ecg/print/print-plan.ts';
import { SvgPage } from '../../../src/renderer/src/ecg/print/svg-page.ts';
import { QualityStore } from '../../../src/renderer/src/ecg/quality-store.svelte.ts';
import { pageWords } from '../../../src/renderer/src/screens/printing/page-words.ts';
import type { RecordingInfo } from '../../../src/shared/contract/library.ts';
import { beatsOf, lead, samplesWindow, TWELVE } from './signals.ts';
import { readPdf, type ReadPage } from './pdf-paths.ts';

const POINTS_PER_MILLIMETRE = 72 / 25.4;
/** What a ruler on the page may be wrong by. */
const TOLERANCE = 0.005;
const SAMPLES = 5000;

/** A millivolt high spikes, one exactly every second. */
const spikes = (index: number) => {
  const values = new Int32Array(SAMPLES);
  for (let at = 250; at < SAMPLES; at += 500) values[at] = 200;
  return samplesWindow(values, { lead: index, filtered: true });
};

interface Options {
  readonly layout?: LayoutName;
  readonly format?: PageFormat;
  readonly speed?: number;
  readonly gain?: number;
  readonly leads?: readonly string[];
  readonly patient?: string;
  readonly facts?: readonly string[];
  readonly seconds?: number;
  readonly beats?: PrintRequest['layers']['beats'];
  readonly calipers?: PrintRequest['layers']['calipers'];
}

function requestFor(options: Options): PrintRequest {
  const { leads = TWELVE, seconds = 10 } = options;
  const recording: RecordingInfo = {
    id: 'recording',
    name: 'record',
    rate: 500,
    samples: SAMPLES,
    leads: leads.map((name) => lead(name)),
    annotationSets: [],
  };
  const plan = planPages({
    format: options.format ?? 'a4',
    recording,
    layout: options.layout ?? '3x4',
    choice: { leads: [] },
    stretches: [{ from: 0, to: seconds * 500 }],
    speed: options.speed ?? 25,
    gain: options.gain ?? 10,
  });
  const windows = leads.map((_, index) => spikes(index));
  return {
    plan,
    recording,
    signalOf: () => new LoadedSignal(windows, () => 1),
    layers: {
      beats: options.beats ?? beatsOf([[750, 'V']]),
      episodes: layEpisodes([]),
      quality: new QualityStore(),
      calipers: options.calipers ?? [],
    },
    filter: { highpass: 0.05, lowpass: 150, notch: 0 },
    paper: 'pink',
    words: {
      patient: options.patient ?? 'Patient A',
      facts: options.facts ?? ['Record 1'],
      printed: 'Printed today',
      use: 'Not for diagnosis; research use only.',
      pageOf: (page, pages) => `Page ${String(page)} of ${String(pages)}`,
    },
  };
}

async function printed(options: Options = {}): Promise<ReadPage[]> {
  const request = requestFor(options);
  const { format, pages } = request.plan;
  const bytes = await pdfOf({
    format,
    title: 'ECG',
    pages,
    paint: (page, index) => paintPage(page, index, request),
    // A dot stands for any text a standard font cannot write.
    paintText: (text, { size }) => ({ png: DOT, width: text.length * size, height: size, descent: 0 }),
  });
  return readPdf(bytes);
}

const DOT = Uint8Array.from(
  Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  ),
);

const inPdf = (hex: string): string =>
  rgbOf(hex)
    .map((part) => String(Math.round((part / 255) * 1000) / 1000))
    .join(' ');
const TRACE = inPdf('#141414');
const THICK = inPdf('#e79c95');
const THIN = inPdf('#f6cbc7');

const xOf = ({ blocks }: PrintRequest['plan'], sample: number): number => {
  blocks[0]?.geometry.moveTo(blocks[0].from);
  return blocks[0]?.geometry.xOf(sample) ?? NaN;
};
const gaps = (places: readonly number[]): number[] => {
  const sorted = [...new Set(places)].sort((one, other) => one - other);
  return sorted.slice(1).map((place, index) => (place - (sorted[index] ?? 0)) / POINTS_PER_MILLIMETRE);
};
const within = (value: number, expected: number): boolean => Math.abs(value / expected - 1) <= TOLERANCE;

describe('a ruler on the printed page', () => {
  const cases: readonly Options[] = [
    {},
    { layout: '6x2', speed: 50, gain: 5 },
    { layout: 'cabrera', format: 'letter', gain: 20 },
    { layout: '12x1', speed: 12.5 },
    { layout: '12x1', format: 'letter' },
    { layout: '3x4', format: 'letter', speed: 100 },
    { layout: 'strip', leads: ['II', 'V5'] },
  ];
  it.each(cases)('finds 5 mm from thick line to thick line, both ways: %o', async (options) => {
    const [page] = await printed(options);
    const thick = page?.filled.filter(({ colour }) => colour === THICK) ?? [];
    const uprights = gaps(thick.filter(({ height, width }) => height > width).map(({ x }) => x));
    const levels = gaps(thick.filter(({ height, width }) => width > height).map(({ y }) => y));
    expect(uprights.length).toBeGreaterThan(20);
    expect(uprights.filter((gap) => !within(gap, 5))).toEqual([]);
    // Strips that share a page have a grid each.
    expect(levels.filter((gap) => within(gap, 5)).length).toBeGreaterThan(10);
    const thin = page?.filled.filter(({ colour, height, width }) => colour === THIN && height > width) ?? [];
    expect(gaps(thin.map(({ x }) => x)).filter((gap) => !within(gap, 1) && !within(gap, 2))).toEqual([]);
  });

  it.each(cases)(
    'finds a second as long as the speed says, and a millivolt as high as the gain: %o',
    async (options) => {
      const { speed = 25, gain = 10 } = options;
      const [page] = await printed(options);
      const traces = page?.stroked.filter(({ colour, points }) => colour === TRACE && points.length > 100) ?? [];
      expect(traces.length).toBeGreaterThan(0);
      for (const { points } of traces) {
        const heights = points.map(([, y]) => y);
        const base = Math.min(...heights);
        const top = Math.max(...heights);
        if (top - base < 1) continue; // a column without a spike
        expect(within((top - base) / POINTS_PER_MILLIMETRE, gain)).toBe(true);
        // Where most of the trace is, is its zero: below the spikes, or above them where the lead is inverted.
        const inverted = heights.filter((y) => top - y < 0.01).length > heights.length / 2;
        const peaks = gaps(points.filter(([, y]) => (inverted ? y - base : top - y) < 0.01).map(([x]) => x));
        expect(peaks.filter((gap) => !within(gap, speed))).toEqual([]);
      }
    },
  );

  it.each(cases)('finds the calibration pulse 1 mV high and 200 ms wide: %o', async (options) => {
    const { speed = 25, gain = 10 } = options;
    const [page] = await printed(options);
    const pulses = page?.stroked.filter(({ colour, points }) => colour === TRACE && points.length === 6) ?? [];
    expect(pulses.length).toBeGreaterThan(0);
    for (const { points } of pulses) {
      const [, foot, rise, fall] = points;
      expect(within(((rise?.[1] ?? 0) - (foot?.[1] ?? 0)) / POINTS_PER_MILLIMETRE, gain)).toBe(true);
      expect(within(((fall?.[0] ?? 0) - (rise?.[0] ?? 0)) / POINTS_PER_MILLIMETRE, 0.2 * speed)).toBe(true);
    }
  });

  it.each(['a4', 'letter'] as const)('finds the sheet of paper itself: %s', async (format) => {
    const [page] = await printed({ format });
    expect((page?.width ?? 0) / POINTS_PER_MILLIMETRE).toBeCloseTo(PAGE_FORMATS[format].width, 2);
    expect((page?.height ?? 0) / POINTS_PER_MILLIMETRE).toBeCloseTo(PAGE_FORMATS[format].height, 2);
  });
});

describe('every printed page', () => {
  it('says whose it is, speed, gain, filter, and what it must not be used for', async () => {
    const [page] = await printed();
    const all = page?.texts.join('\n');
    for (const words of [
      'Patient A',
      'Record 1',
      '25 mm/s',
      '10 mm/mV',
      '0.05–150 Hz',
      'research use only',
      'Page 1 of 1',
    ])
      expect(all).toContain(words);
    expect(all).not.toContain('not to scale');
  });

  it('says what was measured and what is suggested, each in a line, cut where the paper ends', async () => {
    const words = pageWords(
      {
        session: {
          detail: undefined,
          result: {
            findings: [
              { finding: 'AFIB', group: 'rhythm', probability: 0.85, suggested: true },
              { finding: 'CD', group: 'superclass', probability: 0.1, suggested: false },
            ],
          },
        },
        measurements: { value: undefined },
      },
      '1',
      new Date(0),
    );
    expect(words.facts.at(-1)).toMatch(/^Suggested statements \(unconfirmed\): .*0\.85$/);
    const [page] = await printed({ facts: ['Record 1', 'Rate 73 /min', words.facts.at(-1) ?? ''] });
    const all = page?.texts.join('\n');
    expect(all).toContain('Rate 73 /min');
    expect(all).toContain('Suggested statements (unconfirmed): ');
    const [long] = await printed({ facts: ['statement '.repeat(100)] });
    const text = long?.texts.find((each) => each.startsWith('statement')) ?? '';
    expect(text).toMatch(/ …$/);
    expect(text.length).toBeLessThan(300);
  });

  it('of a long strip goes on where the one before ended', () => {
    const { plan } = requestFor({ layout: 'strip', leads: ['II', 'V5', 'V1'], seconds: 60 });
    expect(plan.blocks.map(({ from }) => from / 500)).toEqual([0, 10, 20, 30, 40, 50]);
    expect(plan.pages).toBe(plan.blocks.at(-1)?.page === undefined ? 0 : (plan.blocks.at(-1)?.page ?? 0) + 1);
  });

  it('of a stretch that was kept ends where the stretch does, with a tick for every beat in it', async () => {
    const strip = { layout: 'strip', leads: ['II', 'V5'], seconds: 7.1 } as const;
    const { plan } = requestFor(strip);
    expect(plan.blocks.map(({ from, to }) => [from, to])).toEqual([[0, 3550]]);
    const beats = beatsOf([500, 1500, 2500, 3500, 4500].map((at) => [at, 'N']));
    const [page] = await printed({ ...strip, beats });
    const traces = page?.stroked.filter(({ colour, points }) => colour === TRACE && points.length > 100) ?? [];
    expect(traces.length).toBe(2);
    const [left, right] = [0, 3550].map((at) => ((plan.blocks[0]?.x ?? 0) + xOf(plan, at)) / 100);
    for (const { points } of traces) {
      const ends = points.map(([x]) => x / POINTS_PER_MILLIMETRE);
      expect(Math.min(...ends)).toBeGreaterThan((left ?? 0) - 0.5);
      expect(Math.max(...ends)).toBeLessThan((right ?? 0) + 0.5);
    }
    const ticks = page?.filled.filter(
      ({ width, height }) => Math.abs(height / POINTS_PER_MILLIMETRE - 2.38) < 0.05 && width < 1,
    );
    expect(ticks?.length).toBe(4);
  });

  it('keeps its strips on the paper', () => {
    for (const format of ['a4', 'letter'] as const) {
      for (const layout of ['3x4', '6x2', '12x1', 'cabrera', 'strip'] as const) {
        for (const speed of [12.5, 25, 50, 100]) {
          const { plan } = requestFor({ format, layout, speed });
          for (const { x, y, geometry } of plan.blocks) {
            expect(geometry.scale.kind).toBe('true');
            expect((x + geometry.width) / 100).toBeLessThanOrEqual(PAGE_FORMATS[format].width);
            expect((y + geometry.height) / 100).toBeLessThanOrEqual(PAGE_FORMATS[format].height);
            expect(geometry.right).toBeLessThanOrEqual(geometry.width);
          }
        }
      }
    }
  });

  it('writes names of any script: with the standard fonts, or as a picture where they cannot', async () => {
    const [latin] = await printed({ patient: 'José Müller-Ångström · 54 M' });
    expect(latin?.texts).toContain('José Müller-Ångström · 54 M');
    expect(latin?.pictures).toBe(0);
    for (const patient of ['Łukasz Żółć', 'Жанна', '山田太郎']) {
      const [page] = await printed({ patient });
      expect(page?.pictures).toBe(1);
    }
  });

  it('draws calipers only when asked', async () => {
    const caliper = {
      id: 1,
      tool: 'time',
      lead: 'II',
      row: 3,
      from: { sample: 250, microvolts: 0 },
      to: { sample: 750, microvolts: 0 },
    } as const;
    const [without] = await printed();
    const [asked] = await printed({ calipers: [caliper] });
    expect(without?.texts.join()).not.toContain('1000 ms');
    expect(asked?.texts.join()).toContain('1000 ms · 60 bpm');
  });

  it('is the same in the preview: a picture of the page\u2019s size in millimetres', () => {
    const request = requestFor({});
    const page = new SvgPage('a4', (text, { size }) => 0.5 * size * text.length);
    paintPage(page, 0, request);
    const svg = page.toString();
    expect(svg).toContain('width="297mm" height="210mm" viewBox="0 0 29700 21000"');
    expect(svg.match(/<g /g)?.length).toBe(svg.match(/<\/g>/g)?.length);
    expect(svg).toContain('research use only');
    expect(svg).not.toMatch(/NaN|undefined/);
  });

  it('escapes what a name could break', () => {
    const page = new SvgPage('a4', () => 0);
    paintPage(page, 0, requestFor({ patient: '<script>"&' }));
    expect(page.toString()).toContain('&lt;script&gt;&quot;&amp;');
  });
});
