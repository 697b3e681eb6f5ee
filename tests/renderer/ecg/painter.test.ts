import { describe, expect, it } from 'vitest';
import { BeatStore } from '../../../src/renderer/src/ecg/beat-store.svelte.ts';
import { DrawnLead } from '../../../src/renderer/src/ecg/drawn-lead.ts';
import { type LayoutName, layOut } from '../../../src/renderer/src/ecg/layouts.ts';
import { rgbOf } from '../../../src/renderer/src/ecg/colour.ts';
import { DEFAULT_CLASS_COLOURS, MEDIUM, paletteOf } from '../../../src/renderer/src/ecg/paper-colours.ts';
import { sourceOf } from '../../../src/renderer/src/ecg/lead-sources.ts';
import { PaperGeometry } from '../../../src/renderer/src/ecg/paper.ts';
import { Painter } from '../../../src/renderer/src/ecg/painter.ts';
import { layEpisodes } from '../../../src/renderer/src/ecg/episode-lane.ts';
import { QualityStore } from '../../../src/renderer/src/ecg/quality-store.svelte.ts';
import type { Saliency } from '../../../src/renderer/src/ecg/saliency.ts';
import type { Episode, ReadingStage } from '../../../src/shared/contract/analysis.ts';
import { RowBaselines } from '../../../src/renderer/src/ecg/row-baselines.ts';
import { fontsFor, type Moment, type Scene } from '../../../src/renderer/src/ecg/scene.ts';
import type { LeadInfo } from '../../../src/shared/contract/library.ts';
import type { LeadWindow } from '../../../src/shared/contract/signal.ts';
import { MISSING_SAMPLE } from '../../../src/shared/recording.ts';
import { RecordingContext } from './recording-context.ts';
import { beatsOf, code, lead, samplesWindow, sourceOfWindows, TWELVE } from './signals.ts';

const PALETTE = paletteOf('pink', DEFAULT_CLASS_COLOURS.map(rgbOf), rgbOf('#0b62b0'));
const CLASS_V = PALETTE.classes[2] ?? '';

interface Options {
  readonly layout?: LayoutName;
  readonly leads?: readonly LeadInfo[];
  readonly windows?: readonly LeadWindow[];
  readonly beats?: BeatStore;
  readonly episodes?: readonly Episode[];
  readonly quality?: QualityStore;
  readonly saliency?: Saliency;
  readonly samples?: number;
  readonly speed?: number;
  readonly gain?: number;
  readonly start?: number;
  readonly moment?: Partial<Moment>;
  readonly painter?: Painter;
}

function paint(options: Options) {
  const { leads = TWELVE.map((name) => lead(name)), samples = 5000, speed = 25, gain = 10 } = options;
  const layout = layOut(options.layout ?? '3x4', leads, { leads: [] });
  const geometry = new PaperGeometry({
    kind: layout.kind,
    width: 1200,
    height: 800,
    devicePixelRatio: 2,
    calibration: undefined,
    rows: layout.rows.length,
    labelRow: layout.labelRow,
    minimumRowMillimetres: layout.minimumRowMillimetres,
    namesInMargin: layout.namesInMargin,
    speed,
    gain,
    rate: 500,
  });
  const flat = leads.map((_, index) => samplesWindow(new Int32Array(samples), { lead: index, filtered: true }));
  const scene: Scene = {
    geometry,
    rows: layout.rows.map((cells) =>
      cells.map(({ trace, from, to }) => ({ from, to, lead: new DrawnLead(trace, leads, 500) })),
    ),
    labelRow: layout.labelRow,
    signal: sourceOfWindows(options.windows ?? flat),
    baselines: new RowBaselines(),
    beats: options.beats ?? new BeatStore(),
    episodes: layEpisodes(options.episodes ?? []),
    quality: options.quality ?? new QualityStore(),
    saliency: options.saliency,
    palette: PALETTE,
    fonts: fontsFor('sans-serif', 2),
    surround: '#808080',
    samples,
    startSecond: options.start,
    header: 'A. Patient',
    headerRight: '',
    footer: { filtered: 'FILTERED', unfiltered: 'UNFILTERED', pending: 'PENDING' },
    footerRight: '',
  };
  const context = new RecordingContext();
  (options.painter ?? new Painter()).paint(context, scene, {
    position: 0,
    focus: undefined,
    pending: false,
    ...options.moment,
  });
  const traces = context.strokes(PALETTE.trace);
  return { context, geometry, scene, traces, points: traces.flat() };
}

/** A lead of zeros with 1 mV at one sample. */
function pulseAt(sample: number, index: number, samples = 5000): LeadWindow {
  const values = new Int32Array(samples);
  values[sample] = 200;
  return samplesWindow(values, { lead: index, filtered: true });
}
const allWith = (sample: number): LeadWindow[] => TWELVE.map((_, index) => pulseAt(sample, index));

describe('a trace', () => {
  it('stands exactly where geometry puts its sample, a millivolt high', () => {
    for (const [layout, speed, gain] of [
      ['3x4', 25, 10],
      ['6x2', 50, 5],
      ['12x1', 12.5, 20],
      ['strip', 100, 10],
    ] as const) {
      const { geometry, points } = paint({ layout, speed, gain, windows: allWith(600) });
      const x = geometry.xOf(600);
      const heights = geometry.rowMiddle.map((_, row) => geometry.yOf(row, 1));
      const found = points.filter(
        ([px, py]) => Math.abs(px - x) < 1e-6 && heights.some((y) => Math.abs(py - y) < 1e-6),
      );
      expect(found.length, layout).toBeGreaterThan(0);
    }
  });

  it('of aVR is upside down in Cabrera\u2019s layout, recorded or derived, and in no other', () => {
    const upright = paint({ layout: '6x2', windows: allWith(600) });
    const recorded = paint({ layout: 'cabrera', windows: allWith(600) });
    // With I and II at 1 mV, aVR is −1 mV: turned over, it stands as high as they do.
    const derived = paint({
      layout: 'cabrera',
      leads: [lead('I'), lead('II')],
      windows: [pulseAt(600, 0), pulseAt(600, 1)],
    });
    const peak = ({ geometry, points }: ReturnType<typeof paint>, row: number, millivolts: number): boolean =>
      points.some(
        ([x, y]) => Math.abs(x - geometry.xOf(600)) < 1e-6 && Math.abs(y - geometry.yOf(row, millivolts)) < 1e-6,
      );
    expect([peak(upright, 3, 1), peak(upright, 3, -1)]).toEqual([true, false]);
    expect([peak(recorded, 2, 1), peak(recorded, 2, -1)]).toEqual([false, true]);
    expect([peak(derived, 2, 1), peak(derived, 2, -1)]).toEqual([true, false]);
    expect(recorded.context.texts).toContain('\u2212aVR');
    expect(derived.context.texts).toContain('derived');
  });

  it('of each column is drawn in that column alone, the columns being consecutive time', () => {
    // 3.1 s lies in the second column: aVR, aVL, aVF and the rhythm row, nothing else.
    const { geometry, points } = paint({ windows: allWith(1550) });
    const x = geometry.xOf(1550);
    const rows = [...geometry.rowMiddle.keys()].filter((row) =>
      points.some(([px, py]) => Math.abs(px - x) < 1e-6 && Math.abs(py - geometry.yOf(row, 1)) < 1e-6),
    );
    expect(rows).toEqual([0, 1, 2, 3]);
    const only = paint({
      windows: TWELVE.map((name, index) => (name === 'aVL' ? pulseAt(1550, index) : pulseAt(0, index))),
    });
    expect(
      only.points.filter(([px, py]) => Math.abs(px - x) < 1e-6 && Math.abs(py - only.geometry.yOf(1, 1)) < 1e-6),
    ).toHaveLength(1);
  });

  it('leaves ink in every row and column that has signal', () => {
    const { geometry, traces } = paint({});
    for (const row of geometry.rowMiddle.keys()) {
      const inRow = traces.flat().filter(([, y]) => y === geometry.rowMiddle[row]);
      for (const part of [0.1, 0.35, 0.6, 0.85]) {
        const x = geometry.left + part * (geometry.right - geometry.left);
        expect(inRow.some(([px]) => Math.abs(px - x) < 40)).toBe(true);
      }
    }
  });

  it('is drawn whatever its offset: rows are centred on their own median', () => {
    const offset = Int32Array.from({ length: 5000 }, (_, index) => 12_000 + (index % 250 === 0 ? 200 : 0));
    const { geometry, points } = paint({ layout: 'strip', leads: [lead('ECG1')], windows: [samplesWindow(offset)] });
    const middle = geometry.yOf(0, 0);
    expect(points.filter(([, y]) => Math.abs(y - middle) < 1e-6).length).toBeGreaterThan(1000);
    expect(points.some(([, y]) => Math.abs(y - geometry.yOf(0, 1)) < 1e-6)).toBe(true);
  });

  it('keeps its zero while panning over slow wander', () => {
    const wander = Int32Array.from({ length: 50_000 }, (_, index) => Math.round(20 * Math.sin(index / 9000)));
    const leads = [lead('I', { samples: 50_000 })];
    const baselines = new RowBaselines();
    const trace = sourceOf('I', leads);
    const zeros = [0, 2000, 4000, 6000].map((start) => {
      const runs = {
        count: 1,
        windows: [samplesWindow(wander.subarray(start, start + 2000))],
        from: [start],
        to: [start + 2000],
        clear() {},
        add() {},
      };
      return baselines.of(trace, runs, 60);
    });
    expect(new Set(zeros).size).toBe(1);
  });
});

describe('what is printed with the traces', () => {
  it('is a calibration pulse of 1 mV and 200 ms at the head of every row', () => {
    const { geometry, context } = paint({});
    const pulses = context
      .strokes(PALETTE.trace)
      .filter((path) => path.length === 6 && (path[5]?.[0] ?? Infinity) <= geometry.left + 1);
    expect(pulses).toHaveLength(4);
    for (const [row, path] of pulses.entries()) {
      const [, foot, rise, fall] = path;
      expect(Math.abs((foot?.[1] ?? 0) - (rise?.[1] ?? 0) - 10 * geometry.millimetre)).toBeLessThanOrEqual(1);
      expect(Math.abs((fall?.[0] ?? 0) - (rise?.[0] ?? 0) - 0.2 * geometry.pixelsPerSecond)).toBeLessThanOrEqual(1);
      expect(Math.abs((foot?.[1] ?? 0) - (geometry.rowMiddle[row] ?? 0))).toBeLessThanOrEqual(1);
    }
  });

  it('is every lead name at the head of its column, the patient and the scale line', () => {
    const { context, geometry } = paint({});
    expect(context.texts).toEqual(expect.arrayContaining([...TWELVE, 'A. Patient', 'FILTERED']));
    const label = context.operations.find(({ text }) => text === 'V4');
    const column = geometry.left + 0.75 * (geometry.right - geometry.left);
    expect((label?.x ?? 0) - column).toBeGreaterThan(0);
    expect((label?.x ?? 0) - column).toBeLessThan(20);
  });

  it('is the names of twelve rows in a margin of their own, before the first signal and off the pulses', () => {
    for (const layout of ['12x1', 'strip'] as const) {
      const { context, geometry } = paint({ layout });
      const names = context.operations.filter(({ text }) => TWELVE.some((name) => name === text));
      expect(names).toHaveLength(12);
      for (const { x = NaN } of names) expect(x).toBeLessThan(geometry.paperLeft + geometry.nameWidth);
      expect(geometry.left - geometry.nameWidth - geometry.paperLeft).toBeGreaterThanOrEqual(
        Math.floor(9 * geometry.millimetre),
      );
    }
  });

  it('says which leads are derived and which were not recorded', () => {
    const leads = ['I', 'II', 'V1', 'V2', 'V3', 'V4'].map((name) => lead(name));
    const { context } = paint({ leads });
    expect(context.texts.filter((text) => text === 'derived')).toHaveLength(4);
    expect(context.texts.filter((text) => text === 'not recorded')).toHaveLength(2);
  });

  it('says when the signal came without the filter, and when another is being applied', () => {
    const raw = TWELVE.map((_, index) => samplesWindow(new Int32Array(5000), { lead: index, filtered: false }));
    expect(paint({ windows: raw }).context.texts).toContain('UNFILTERED');
    expect(paint({ moment: { pending: true } }).context.texts).toContain('PENDING');
  });

  it('is the time elapsed, and the clock where the start is known', () => {
    const plain = paint({}).context.texts;
    expect(plain).toContain('00:00:02');
    expect(plain.some((text) => text.startsWith('08:30'))).toBe(false);
    expect(paint({ start: 8 * 3600 + 30 * 60 }).context.texts).toContain('08:30:05');
  });

  it('lies under the traces: after the first line of signal only labels above and the footer follow', () => {
    const { context } = paint({});
    const lastName = context.operations.findLastIndex(({ name, text }) => name === 'fillText' && TWELVE.includes(text));
    const firstClip = context.operations.findIndex(({ name }) => name === 'clip');
    expect(lastName).toBeLessThan(firstClip);
  });
});

describe('missing signal', () => {
  const gap = Int32Array.from({ length: 5000 }, (_, index) => (index >= 1000 && index < 2000 ? MISSING_SAMPLE : 0));

  it('is hatched and said in words, never blank', () => {
    const { context, geometry } = paint({ layout: 'strip', leads: [lead('ECG1')], windows: [samplesWindow(gap)] });
    const from = geometry.xOf(1000);
    const hatched = context.operations.find(({ name, x }) => name === 'fillRect' && x === from);
    expect(hatched?.w).toBeCloseTo(geometry.xOf(2000) - from, 6);
    expect(context.texts).toContain('no signal');
  });

  it('that is only on its way is a dashed line without those words', () => {
    const { context } = paint({ layout: 'strip', leads: [lead('ECG1')], windows: [] });
    expect(context.texts).not.toContain('no signal');
  });
});

describe('beat labels', () => {
  it('are a quiet tick for a normal beat, shape and letter for others, at their sample', () => {
    const beats = beatsOf([
      [500, 'N'],
      [1500, 'V'],
      [2500, 'A'],
    ]);
    const { context, geometry } = paint({ beats });
    expect(context.texts).toEqual(expect.arrayContaining(['V', 'A']));
    const square = context.operations.find(
      ({ name, x, w }) => name === 'rect' && Math.abs(x + w / 2 - geometry.xOf(1500)) < 1e-6,
    );
    expect(square).toBeDefined();
    const tick = context.operations.find(
      ({ name, colour, x }) =>
        name === 'fillRect' && colour === PALETTE.classes[0] && x === Math.round(geometry.xOf(500)),
    );
    expect(tick).toBeDefined();
    expect(context.texts.filter((text) => text === 'N')).toEqual([]);
  });

  it('are filled when confirmed and hollow when not', () => {
    const confirmed = beatsOf([[1500, 'V']]);
    const { context } = paint({ beats: confirmed });
    expect(context.operations.some(({ name, colour }) => name === 'fill' && colour === CLASS_V)).toBe(true);
    const guessed = beatsOf([[1500, 'V']]);
    guessed.origin = 'model';
    const hollow = paint({ beats: guessed }).context;
    expect(hollow.operations.some(({ name, colour }) => name === 'fill' && colour === CLASS_V)).toBe(false);
    expect(hollow.operations.some(({ name, colour }) => name === 'stroke' && colour === CLASS_V)).toBe(true);
  });

  it('are culled where they crowd, keeping the most severe', () => {
    const crowd = Array.from({ length: 5000 }, (_, index) => [index * 500, index === 2600 ? 'V' : 'A'] as const);
    const samples = 2_500_000;
    const { context, geometry } = paint({
      layout: 'strip',
      leads: [lead('ECG1', { samples })],
      windows: [],
      beats: beatsOf(crowd),
      samples,
      speed: 0.05,
    });
    const glyphs = context.operations.filter(
      ({ name, colour }) => name === 'stroke' && PALETTE.classes.includes(colour),
    );
    expect(glyphs.length).toBeLessThan((geometry.right - geometry.left) / 20);
    expect(glyphs.some(({ colour }) => colour === CLASS_V)).toBe(true);
  });

  it('keep their places while panning', () => {
    const crowd = Array.from({ length: 3000 }, (_, index) => [index * 390, index % 3 ? 'A' : 'V'] as const);
    const beats = beatsOf(crowd);
    const samples = 1_200_000;
    const at = (position: number): Set<number> => {
      const { context, geometry } = paint({
        layout: 'strip',
        leads: [lead('ECG1', { samples })],
        windows: [],
        beats,
        samples,
        speed: 0.5,
        moment: { position },
      });
      const squares = context.operations
        .filter(({ name }) => name === 'rect')
        .map(({ x }) => x + geometry.originPixel - geometry.left);
      return new Set(
        squares
          .filter((x) => x > 20_000 * geometry.pixelsPerSample && x < 90_000 * geometry.pixelsPerSample)
          .map(Math.round),
      );
    };
    expect(at(9_000)).toEqual(at(3_000));
  });

  it('name rhythm changes where they happen, and the rhythm that goes on at the left edge', () => {
    const beats = beatsOf([
      [100, '+', '(AFIB'],
      [6000, '+', '(N'],
      [6100, 'N'],
    ]);
    const samples = 20_000;
    const { context, geometry } = paint({
      layout: 'strip',
      leads: [lead('ECG1', { samples })],
      beats,
      samples,
      moment: { position: 4000 },
    });
    expect(context.texts).toEqual(expect.arrayContaining(['Atrial fibrillation', 'Sinus rhythm']));
    const change = context.operations.find(({ text }) => text === 'Sinus rhythm');
    expect(Math.abs((change?.x ?? 0) - geometry.xOf(6000))).toBeLessThan(12);
  });

  it('name a rhythm only over its own stretch: a short run does not seem to last', () => {
    const beats = beatsOf([
      [100, '+', '(AFIB'],
      [4000, '+', '(VT'],
      [4020, '+', '(AFIB'],
      [4200, '+', '(B'],
      [4500, '+', '(AFIB'],
    ]);
    const samples = 20_000;
    const { context } = paint({ layout: 'strip', leads: [lead('ECG1', { samples })], beats, samples });
    const names = context.operations.map(({ text }) => text);
    expect(names.filter((text) => text === 'Atrial fibrillation')).not.toHaveLength(0);
    expect(names).not.toContain('VT');
    expect(names).not.toContain('Ventricular tachycardia');
  });
});

describe('panning', () => {
  it('moves trace, labels and grid by the same whole number of pixels', () => {
    const options: Options = {
      layout: 'strip',
      leads: [lead('ECG1', { samples: 20_000 })],
      windows: [pulseAt(2500, 0, 20_000)],
      beats: beatsOf([[2500, 'V']]),
      samples: 20_000,
    };
    const places = (position: number) => {
      const { context, geometry, points } = paint({ ...options, moment: { position } });
      const { operations } = context;
      const line = operations.find(
        ({ name, colour, h }) => name === 'fillRect' && colour === PALETTE.thickLine && h > 100,
      );
      return {
        origin: geometry.originPixel,
        pitch: 5 * geometry.millimetre,
        peak: points.find(([, y]) => Math.abs(y - geometry.yOf(0, 1)) < 1e-6)?.[0] ?? NaN,
        square: operations.find(({ name, w, h }) => name === 'rect' && Math.abs(w - h) < 1e-9)?.x ?? NaN,
        line: line?.x ?? NaN,
      };
    };
    const before = places(0);
    const after = places(700);
    const moved = after.origin - before.origin;
    expect(moved).toBeGreaterThan(100);
    expect(before.peak - after.peak).toBeCloseTo(moved, 9);
    expect(before.square - after.square).toBeCloseTo(moved, 9);
    const lines = (before.line - after.line - moved) / before.pitch;
    expect(Math.abs(lines - Math.round(lines)) * before.pitch).toBeLessThanOrEqual(1);
  });

  it('draws the same picture again from the same storage', () => {
    const painter = new Painter();
    const options: Options = {
      windows: allWith(600),
      beats: beatsOf([
        [600, 'N'],
        [900, 'V'],
      ]),
      painter,
    };
    const first = paint(options).context.operations;
    paint({ ...options, moment: { position: 400 } });
    expect(paint(options).context.operations).toEqual(first);
  });
});

describe('what a reading lays on the paper', () => {
  const told = (stage: ReadingStage, mnemonic: string): BeatStore => {
    const beats = new BeatStore(() => 0);
    beats.begin(500, 'model');
    const columns = { sample: Int32Array.of(700), confidence: Float32Array.of(0.95) };
    beats.append({ stage, from: 0, to: 5000, ...columns, code: Uint8Array.of(code(mnemonic)) });
    return beats;
  };

  const drawn = (context: RecordingContext, colour: string | undefined): number =>
    context.operations.filter((each) => each.name === 'stroke' && each.colour === colour).length;

  it('is a ring for a beat that was found, its shape only once it is named', () => {
    const found = paint({ beats: told('detected', 'V') });
    expect(found.context.operations.some(({ name }) => name === 'arc')).toBe(true);
    expect(found.context.texts).not.toContain('V');
    const named = paint({ beats: told('refined', 'V') });
    expect(named.context.operations.some(({ name }) => name === 'arc')).toBe(false);
    expect(drawn(named.context, CLASS_V)).toBe(1);
    expect(named.context.texts).toContain('V');
  });

  it('is lighter for a first impression, with its letter as readable as any', () => {
    const { context } = paint({ beats: told('provisional', 'V') });
    expect(drawn(context, CLASS_V)).toBe(0);
    expect(drawn(context, PALETTE.strengths[MEDIUM]?.[2])).toBe(1);
    expect(context.operations.find(({ text }) => text === 'V')?.colour).toBe(CLASS_V);
  });

  it('marks a correction below the beat and moves nothing', () => {
    const beats = told('provisional', 'V');
    const before = paint({ beats }).context.operations.find(({ text }) => text === 'V');
    const columns = { sample: Int32Array.of(700), confidence: Float32Array.of(0.95) };
    beats.append({ stage: 'refined', from: 0, to: 5000, ...columns, code: Uint8Array.of(code('A')) });
    const { context, geometry } = paint({ beats });
    const after = context.operations.find(({ text }) => text === 'A');
    expect([after?.x, after?.y]).toEqual([before?.x, before?.y]);
    const dots = context.operations.filter(
      ({ name, colour, x, y }) =>
        name === 'fillRect' &&
        colour === PALETTE.accent &&
        Math.abs(x - geometry.xOf(700)) < 20 &&
        y > (after?.y ?? 0) &&
        y < geometry.laneTop + geometry.laneHeight,
    );
    expect(dots).toHaveLength(3);
  });

  it('hatches what cannot be read below the trace, which is drawn as ever', () => {
    const quality = new QualityStore();
    quality.begin(5000, 500);
    quality.add({ fromSecond: 2, seconds: 3, leads: [0], values: Uint8Array.of(0, 0, 0) });
    const options = { layout: 'strip', leads: [lead('II')], windows: [pulseAt(1500, 0)] } as const;
    const plain = paint(options);
    const marked = paint({ ...options, quality });
    expect(marked.points).toEqual(plain.points);
    expect(marked.context.texts).toContain('not readable');
    const strokes = marked.context.operations.filter(({ name }) => name === 'stroke');
    const hatched = strokes.findIndex(({ colour }) => colour === PALETTE.quietText);
    const traced = strokes.findLastIndex(({ colour }) => colour === PALETTE.trace);
    expect(hatched).toBeGreaterThanOrEqual(0);
    expect(hatched).toBeLessThan(traced);
    const [path = []] = marked.context.strokes(PALETTE.quietText);
    const xs = path.map(([x]) => x);
    expect(Math.min(...xs)).toBeGreaterThanOrEqual(marked.geometry.xOf(1000) - 1);
    expect(Math.max(...xs)).toBeLessThanOrEqual(marked.geometry.xOf(2500) + 1);
  });

  it('are told by episodes where there are any; what a reader wrote is shown all the same', () => {
    const beats = beatsOf([
      [0, '+', '(AFIB'],
      [2500, '"', 'dizzy'],
    ]);
    const sinus = { kind: 'sinus-rhythm', from: 0, to: 5000, beats: 12, rate: 70, confidence: 0.9 } as const;
    const { context } = paint({ layout: 'strip', leads: [lead('II')], beats, episodes: [sinus] });
    expect(context.texts).toEqual(expect.arrayContaining(['Sinus rhythm', 'dizzy']));
    expect(context.texts).not.toContain('Atrial fibrillation');
  });

  it('names an episode where it has room, with a bar as long as it lasts', () => {
    const vt = { kind: 'ventricular-tachycardia', from: 1000, to: 2500, beats: 9, rate: 180, confidence: 0.9 } as const;
    const sinus = { kind: 'sinus-rhythm', from: 0, to: 5000, beats: 12, rate: 70, confidence: 0.9 } as const;
    const { context, geometry } = paint({ layout: 'strip', leads: [lead('II')], episodes: [sinus, vt] });
    expect(context.texts).toEqual(expect.arrayContaining(['Sinus rhythm', 'Ventricular tachycardia']));
    const bars = context.operations.filter(
      ({ name, colour, w }) => name === 'fillRect' && colour === PALETTE.accent && w > 100,
    );
    expect(bars).toHaveLength(1);
    expect([bars[0]?.x, bars[0]?.w]).toEqual([
      Math.round(geometry.xOf(1000)),
      Math.round(geometry.xOf(2500)) - Math.round(geometry.xOf(1000)),
    ]);
  });

  it('tells what speaks for a finding from what speaks against it by where it stands', () => {
    const saliency = {
      from: 0,
      step: 500,
      leads: [0],
      columns: 3,
      values: Float32Array.of(1, 0, -0.5),
      method: 'gradient',
      madeBy: 'model',
    };
    const { context, geometry } = paint({ layout: 'strip', leads: [lead('II')], saliency });
    const base = geometry.rowMiddle[0] ?? 0;
    const marks = context.operations.filter(({ name, colour }) => name === 'fillRect' && colour === PALETTE.accent);
    const within = (from: number, to: number) =>
      marks.filter(({ x, w }) => x >= geometry.xOf(from) - 1 && x + w <= geometry.xOf(to) + 1);
    expect(within(0, 500).every(({ y, h }) => y + h === base)).toBe(true);
    expect(within(500, 1000)).toHaveLength(0);
    expect(within(1000, 1500).length).toBeGreaterThan(1);
    expect(within(1000, 1500).every(({ y }) => y >= base)).toBe(true);
  });
});
