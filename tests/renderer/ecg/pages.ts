import { BeatStore } from '../../../src/renderer/src/ecg/beat-store.svelte.ts';
import { rgbOf } from '../../../src/renderer/src/ecg/colour.ts';
import { DrawnLead } from '../../../src/renderer/src/ecg/drawn-lead.ts';
import { layEpisodes } from '../../../src/renderer/src/ecg/episode-lane.ts';
import { type LayoutName, layOut } from '../../../src/renderer/src/ecg/layouts.ts';
import { DEFAULT_CLASS_COLOURS, paletteOf } from '../../../src/renderer/src/ecg/paper-colours.ts';
import { PaperGeometry } from '../../../src/renderer/src/ecg/paper.ts';
import { Painter } from '../../../src/renderer/src/ecg/painter.ts';
import { QualityStore } from '../../../src/renderer/src/ecg/quality-store.svelte.ts';
import { RowBaselines } from '../../../src/renderer/src/ecg/row-baselines.ts';
import { fontsFor, type Scene } from '../../../src/renderer/src/ecg/scene.ts';
import type { LeadInfo } from '../../../src/shared/contract/library.ts';
import type { LeadWindow } from '../../../src/shared/contract/signal.ts';
import { RecordingContext } from './recording-context.ts';
import { lead, sourceOfWindows, TWELVE } from './signals.ts';

export const PALETTE = paletteOf('pink', DEFAULT_CLASS_COLOURS.map(rgbOf), rgbOf('#0b62b0'));
export const RATE = 500;

export interface PageOptions {
  readonly layout: LayoutName;
  readonly leads?: readonly LeadInfo[];
  readonly windows: readonly LeadWindow[];
  readonly beats?: BeatStore;
  readonly samples: number;
  readonly speed?: number;
  readonly gain?: number;
  readonly position?: number;
  readonly width?: number;
  readonly height?: number;
  readonly devicePixelRatio?: number;
}

/** A page as it would stand on a screen, painted once into memory. */
export function pageOf(options: PageOptions): { scene: Scene; context: RecordingContext } {
  const { leads = TWELVE.map((name) => lead(name)), windows, samples } = options;
  const layout = layOut(options.layout, leads, { leads: [] });
  const geometry = new PaperGeometry({
    kind: layout.kind,
    width: options.width ?? 1200,
    height: options.height ?? 800,
    devicePixelRatio: options.devicePixelRatio ?? 1,
    calibration: undefined,
    rows: layout.rows.length,
    labelRow: layout.labelRow,
    minimumRowMillimetres: layout.minimumRowMillimetres,
    namesInMargin: layout.namesInMargin,
    speed: options.speed ?? 25,
    gain: options.gain ?? 10,
    rate: RATE,
  });
  const scene: Scene = {
    geometry,
    rows: layout.rows.map((cells) =>
      cells.map(({ trace, from, to }) => ({ from, to, lead: new DrawnLead(trace, leads, RATE) })),
    ),
    labelRow: layout.labelRow,
    signal: sourceOfWindows(windows),
    baselines: new RowBaselines(),
    beats: options.beats ?? new BeatStore(),
    episodes: layEpisodes([]),
    quality: new QualityStore(),
    saliency: undefined,
    palette: PALETTE,
    fonts: fontsFor('sans-serif', geometry.devicePixelRatio),
    surround: '#808080',
    samples,
    startSecond: undefined,
    header: '',
    headerRight: '',
    footer: { filtered: '', unfiltered: '', pending: '' },
    footerRight: '',
  };
  const context = new RecordingContext();
  new Painter().paint(context, scene, { position: options.position ?? 0, focus: undefined, pending: false });
  return { scene, context };
}
