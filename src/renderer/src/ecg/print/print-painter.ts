import type { RecordingInfo } from '../../../../shared/contract/library.ts';
import type { DisplayFilter } from '../../../../shared/contract/signal.ts';
import type { BeatStore } from '../beat-store.svelte.ts';
import type { Caliper } from '../calipers.ts';
import { DrawnLead } from '../drawn-lead.ts';
import type { EpisodeLane } from '../episode-lane.ts';
import { footerTexts, startText } from '../page-texts.ts';
import { DEFAULT_CLASS_COLOURS, type Palette, paletteOf, type PaperName } from '../paper-colours.ts';
import { rgbOf } from '../colour.ts';
import { Painter } from '../painter.ts';
import type { QualityStore } from '../quality-store.svelte.ts';
import { RowBaselines } from '../row-baselines.ts';
import { fontsFor, type Scene } from '../scene.ts';
import type { SignalSource } from '../tile-runs.ts';
import { clockText, elapsedText, startSecondOfDay } from '../time-format.ts';
import { DOTS_PER_CSS_PIXEL, DOTS_PER_MILLIMETRE, MARGIN, PAGE_FORMATS } from './page-format.ts';
import type { PrintBlock, PrintPlan } from './print-plan.ts';
import { VectorContext, type VectorPage } from './vector-context.ts';

/** What is written on every page beside the strips. */
export interface PageWords {
  /** Whose recording it is. */
  readonly patient: string;
  /** Up to three further lines below: record and time, measurements, statements. */
  readonly facts: readonly string[];
  /** Right of them: when and with what it was printed. */
  readonly printed: string;
  /** At the foot: what the page must not be used for. */
  readonly use: string;
  readonly pageOf: (page: number, pages: number) => string;
}

export interface PrintedLayers {
  readonly beats: BeatStore;
  readonly episodes: EpisodeLane;
  readonly quality: QualityStore;
  readonly calipers: readonly Caliper[];
}

export interface PrintRequest {
  readonly plan: PrintPlan;
  readonly recording: RecordingInfo;
  readonly signalOf: (block: PrintBlock) => SignalSource;
  readonly layers: PrintedLayers;
  readonly filter: DisplayFilter;
  readonly paper: PrintPaper;
  readonly words: PageWords;
}

export type PrintPaper = Exclude<PaperName, 'dark'>;

/** On white paper lines must be stronger than on a screen: a printer's faintest tint is no line. */
const PRINTED_LINES: Readonly<Record<PrintPaper, { readonly thinLine: string; readonly thickLine: string }>> = {
  pink: { thinLine: '#f6cbc7', thickLine: '#e79c95' },
  green: { thinLine: '#cfe7c8', thickLine: '#93c489' },
  grey: { thinLine: '#dcdfe3', thickLine: '#b4bbc3' },
};
const ACCENT = '#0b62b0';

const printPalette = (paper: PrintPaper): Palette => ({
  ...paletteOf(paper, DEFAULT_CLASS_COLOURS.map(rgbOf), rgbOf(ACCENT)),
  ...PRINTED_LINES[paper],
  background: '#ffffff',
});

const FONTS = fontsFor('sans-serif', DOTS_PER_CSS_PIXEL);
const dots = (millimetres: number): number => millimetres * DOTS_PER_MILLIMETRE;
/** Lines of text above the strips: the first, and from one to the next, in millimetres. */
const FIRST_LINE = 2.2;
const LINE = 3.8;

/** Draws one page: the painter of the screen, with a document under it instead of a canvas. */
export function paintPage(page: VectorPage, index: number, request: PrintRequest): void {
  const { plan } = request;
  const palette = printPalette(request.paper);
  paintWords(page, index, request, palette);
  for (const block of plan.blocks) {
    if (block.page !== index) continue;
    const scene = sceneOf(block, request, palette);
    new Painter().paint(new VectorContext(page, block.x, block.y), scene, {
      position: block.from,
      focus: undefined,
      pending: false,
      calipers: { items: request.layers.calipers, selected: undefined },
    });
  }
}

function sceneOf(block: PrintBlock, request: PrintRequest, palette: Palette): Scene {
  const { plan, recording, layers, filter } = request;
  const { geometry } = block;
  const { rate, leads, samples } = recording;
  const startSecond = startSecondOfDay(recording.start);
  const seconds = block.from / rate;
  const clock = startSecond === undefined ? '' : ` (${clockText(startSecond, seconds)})`;
  const { leftOut } = plan.layout;
  return {
    geometry,
    rows: plan.layout.rows.map((cells) =>
      cells.map(({ trace, from, to }) => ({ from, to, lead: new DrawnLead(trace, leads, rate) })),
    ),
    labelRow: plan.layout.labelRow,
    signal: request.signalOf(block),
    baselines: new RowBaselines(),
    beats: layers.beats,
    episodes: layers.episodes,
    quality: layers.quality,
    saliency: undefined,
    palette,
    fonts: FONTS,
    surround: '#ffffff',
    samples,
    startSecond,
    header: [block.title, `${elapsedText(seconds, 1)}${clock}`].filter((part) => part !== '').join(' · '),
    headerRight: startText(recording.start),
    footer: footerTexts({
      speed: geometry.speed,
      secondsOnScreen: geometry.visibleSamples / rate,
      gain: geometry.gain,
      filter,
      scale: geometry.scale,
      uncalibratedLead: leads.some((lead) => lead.uncalibrated === true),
    }),
    footerRight: leftOut.join(', '),
  };
}

function paintWords(page: VectorPage, index: number, { plan, words }: PrintRequest, palette: Palette): void {
  const { width, height } = PAGE_FORMATS[plan.format];
  const context = new VectorContext(page);
  const left = dots(MARGIN + 2);
  const right = dots(width - MARGIN - 2);
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, dots(width), dots(height));
  context.textBaseline = 'middle';
  const line = (text: string, x: number, y: number, align: 'left' | 'right', font: string, colour: string): void => {
    context.textAlign = align;
    context.font = font;
    context.fillStyle = colour;
    context.fillText(text, x, dots(y));
  };
  line(words.patient, left, MARGIN + FIRST_LINE, 'left', FONTS.label, palette.text);
  line(words.printed, right, MARGIN + FIRST_LINE, 'right', FONTS.small, palette.quietText);
  context.font = FONTS.text;
  const facts = words.facts.filter((fact) => fact !== '').map((fact) => fitted(context, fact, right - left));
  facts.slice(0, 3).forEach((fact, place) => {
    line(fact, left, MARGIN + FIRST_LINE + (place + 1) * LINE, 'left', FONTS.text, palette.text);
  });
  const foot = height - MARGIN - 2.5;
  line(words.use, left, foot, 'left', FONTS.text, palette.text);
  line(words.pageOf(index + 1, plan.pages), right, foot, 'right', FONTS.small, palette.quietText);
}

/** As much of a text as there is room for, in the font that is set. */
function fitted(context: VectorContext, text: string, room: number): string {
  if (context.measureText(text).width <= room) return text;
  let end = text.length - 1;
  while (end > 0 && context.measureText(`${text.slice(0, end)} …`).width > room) end--;
  return `${text.slice(0, end)} …`;
}
