import '../../../src/renderer/src/theme/base.css';
import { BeatStore } from '../../../src/renderer/src/ecg/beat-store.svelte.ts';
import { rgbOf } from '../../../src/renderer/src/ecg/colour.ts';
import { DrawnLead } from '../../../src/renderer/src/ecg/drawn-lead.ts';
import { layEpisodes } from '../../../src/renderer/src/ecg/episode-lane.ts';
import { type LayoutName, layOut } from '../../../src/renderer/src/ecg/layouts.ts';
import { footerTexts } from '../../../src/renderer/src/ecg/page-texts.ts';
import { DEFAULT_CLASS_COLOURS, paletteOf } from '../../../src/renderer/src/ecg/paper-colours.ts';
import { PaperGeometry } from '../../../src/renderer/src/ecg/paper.ts';
import { Painter } from '../../../src/renderer/src/ecg/painter.ts';
import { LoadedSignal } from '../../../src/renderer/src/ecg/print/loaded-signal.ts';
import { QualityStore } from '../../../src/renderer/src/ecg/quality-store.svelte.ts';
import { RowBaselines } from '../../../src/renderer/src/ecg/row-baselines.ts';
import { fontsFor, type Scene } from '../../../src/renderer/src/ecg/scene.ts';
import type { LeadInfo } from '../../../src/shared/contract/library.ts';
import { STANDARD_LEADS } from '../../../src/shared/leads.ts';
import { MISSING_SAMPLE } from '../../../src/shared/recording.ts';
import type { Difference, GoldenPages } from '../golden-pages.ts';
import { FAKE_GAIN, makeBeats, makeSignal } from '../fake-recording.ts';

/** Pages of a made-up recording that is the same on every run, for comparing them pixel by pixel with what was approved. */
interface GoldenPage {
  readonly layout: LayoutName;
  readonly leads: readonly string[];
  /** Seconds that the device did not record. */
  readonly gap?: readonly [from: number, to: number];
}

const TWELVE: readonly string[] = STANDARD_LEADS;
const PAGES: Readonly<Record<string, GoldenPage>> = {
  '3x4': { layout: '3x4', leads: TWELVE },
  '6x2': { layout: '6x2', leads: TWELVE },
  '12x1': { layout: '12x1', leads: TWELVE },
  cabrera: { layout: 'cabrera', leads: TWELVE },
  strip: { layout: 'strip', leads: ['MLII', 'V5'] },
  derived: { layout: '3x4', leads: ['I', 'II', 'V1', 'V2', 'V3', 'V4'] },
  gap: { layout: '3x4', leads: TWELVE, gap: [3.5, 6] },
};

const WIDTH = 660;
const HEIGHT = 440;
const RATE = 500;
const SECONDS = 10;
const SAMPLES = SECONDS * RATE;
/** Two pixels differ where a channel does by more than this: glyphs and slanted lines are smoothed differently. */
const CHANNEL = 64;
/** Pixels as dark as this are trace, text or mark; sum of the channels. */
const DARK = 240;
/** Smoothing moves ink by less than this. */
const NEAR = 2;

function draw(name: string): HTMLCanvasElement {
  const page = PAGES[name];
  const canvas = document.createElement('canvas');
  canvas.width = WIDTH;
  canvas.height = HEIGHT;
  const context = canvas.getContext('2d', { alpha: false, willReadFrequently: true });
  if (!page || !context) throw new Error(`no page ${name}`);
  new Painter().paint(context, sceneOf(page), { position: 0, focus: undefined, pending: false });
  return canvas;
}

function sceneOf({ layout: layoutName, leads: names, gap }: GoldenPage): Scene {
  const leads = names.map((name): LeadInfo => ({
    name,
    unit: 'mV',
    rate: RATE,
    samples: SAMPLES,
    gain: FAKE_GAIN,
    baseline: 0,
  }));
  const layout = layOut(layoutName, leads, { leads: [] });
  const geometry = new PaperGeometry({
    kind: layout.kind,
    width: WIDTH,
    height: HEIGHT,
    devicePixelRatio: 1,
    calibration: undefined,
    rows: layout.rows.length,
    labelRow: layout.labelRow,
    minimumRowMillimetres: layout.minimumRowMillimetres,
    namesInMargin: layout.namesInMargin,
    speed: 25,
    gain: 10,
    rate: RATE,
  });
  const made = makeBeats(9, RATE, SAMPLES, 76);
  const beats = new BeatStore();
  const { length } = made.sample;
  beats.replace(
    {
      ...made,
      subtype: new Int8Array(length),
      channel: new Uint8Array(length),
      num: new Int8Array(length),
      auxRow: new Int32Array(),
      auxText: [],
    },
    'model',
  );
  const windows = names.map((name, lead) => {
    const values = makeSignal(name, made, RATE, 0, SAMPLES);
    if (gap) values.fill(MISSING_SAMPLE, gap[0] * RATE, gap[1] * RATE);
    return { lead, kind: 'samples', start: 0, step: 1, values, filtered: true } as const;
  });
  return {
    geometry,
    rows: layout.rows.map((cells) =>
      cells.map(({ trace, from, to }) => ({ from, to, lead: new DrawnLead(trace, leads, RATE) })),
    ),
    labelRow: layout.labelRow,
    signal: new LoadedSignal(windows, () => 1),
    baselines: new RowBaselines(),
    beats,
    episodes: layEpisodes([]),
    quality: new QualityStore(),
    saliency: undefined,
    palette: paletteOf('pink', DEFAULT_CLASS_COLOURS.map(rgbOf), rgbOf('#0b62b0')),
    fonts: fontsFor(getComputedStyle(document.body).fontFamily, 1),
    surround: '#f4f5f7',
    samples: SAMPLES,
    startSecond: 8.5 * 3600,
    header: 'Synthetic',
    headerRight: '',
    footer: footerTexts({
      speed: 25,
      secondsOnScreen: SECONDS,
      gain: 10,
      filter: { highpass: 0.05, lowpass: 150, notch: 0 },
      scale: geometry.scale,
      uncalibratedLead: false,
    }),
    footerRight: layout.leftOut.join(', '),
  };
}

async function difference(name: string, address: string): Promise<Difference> {
  const picture = new Image();
  picture.src = address;
  await picture.decode();
  if (picture.width !== WIDTH || picture.height !== HEIGHT) return { ink: 1, colour: 1 };
  const approved = document.createElement('canvas');
  approved.width = WIDTH;
  approved.height = HEIGHT;
  const context = approved.getContext('2d', { alpha: false, willReadFrequently: true });
  context?.drawImage(picture, 0, 0);
  const before = pixelsOf(approved);
  const now = pixelsOf(draw(name));
  let differing = 0;
  for (let pixel = 0; pixel < now.length; pixel += 4) {
    const apart = [0, 1, 2].some((part) => Math.abs((now[pixel + part] ?? 0) - (before[pixel + part] ?? 0)) > CHANNEL);
    if (apart) differing++;
  }
  const [lost, gained] = [unmatched(before, now), unmatched(now, before)];
  return { ink: Math.max(lost, gained), colour: differing / (WIDTH * HEIGHT) };
}

const pixelsOf = (canvas: HTMLCanvasElement): Uint8ClampedArray =>
  canvas.getContext('2d')?.getImageData(0, 0, WIDTH, HEIGHT).data ?? new Uint8ClampedArray();

const isDark = (pixels: Uint8ClampedArray, at: number): boolean =>
  (pixels[at] ?? 255) + (pixels[at + 1] ?? 255) + (pixels[at + 2] ?? 255) < DARK;

/** Share of one picture's dark pixels that are further than NEAR from any of the other's. */
function unmatched(one: Uint8ClampedArray, other: Uint8ClampedArray): number {
  let dark = 0;
  let alone = 0;
  for (let y = NEAR; y < HEIGHT - NEAR; y++) {
    for (let x = NEAR; x < WIDTH - NEAR; x++) {
      if (!isDark(one, 4 * (y * WIDTH + x))) continue;
      dark++;
      let found = false;
      for (let dy = -NEAR; dy <= NEAR && !found; dy++)
        for (let dx = -NEAR; dx <= NEAR && !found; dx++) found = isDark(other, 4 * ((y + dy) * WIDTH + x + dx));
      if (!found) alone++;
    }
  }
  return alone / Math.max(1, dark);
}

await document.fonts.load(`600 13px ${getComputedStyle(document.body).fontFamily}`);
await document.fonts.load(`12px ${getComputedStyle(document.body).fontFamily}`);
const pages: GoldenPages = {
  names: Object.keys(PAGES),
  picture: (name) => draw(name).toDataURL('image/png'),
  difference,
};
Object.assign(window, { goldenPages: pages });
document.documentElement.dataset['ready'] = '';
