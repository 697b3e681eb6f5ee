import type { LeadWindow } from '../../../shared/contract/signal.ts';
import { strings } from '../language/strings.ts';
import { AAMI_CLASSES } from '../../../shared/annotation-codes.ts';
import { CLASS_OF_CODE, NORMAL } from './beat-class.ts';
import { drawGlyph } from './beat-glyphs.ts';
import { DETECTED } from './beat-store.svelte.ts';
import { hexOf, mixed } from './colour.ts';
import { isMissing } from './derived-lead.ts';
import type { DrawingContext } from './drawing-context.ts';
import { EDITS_HEIGHT, paintEdits } from './edit-lane.ts';
import type { Overview } from './overview.ts';
import {
  ENVELOPE_HEIGHT,
  EVENT_HEIGHT,
  EVENTS_TOP,
  paintQuality,
  paintRhythms,
  QUALITY_HEIGHT,
  QUALITY_TOP,
  RHYTHM_HEIGHT,
  RHYTHM_TOP,
} from './overview-lanes.ts';
import type { Theme } from './theme-colours.ts';
import { TileRuns } from './tile-runs.ts';
import { TracePen } from './trace-pen.ts';
import { coarseArea } from './trace-transform.ts';

/** Event lanes from the top, as indices of N S V F Q. */
export const EVENT_LANES: readonly number[] = [1, 2, 3, 4];
/** Below them: where a reader has been. */
const EDITS_TOP = EVENTS_TOP + EVENT_LANES.length * EVENT_HEIGHT + 1;
export const OVERVIEW_HEIGHT = EDITS_TOP + EDITS_HEIGHT + 2;

/**
 * Parts of the values that do not count for the scale: one artefact must not flatten a whole day. Where a step is shorter
 * than a beat, R waves themselves are rare among the values.
 */
const TAIL = 0.01;
const TAIL_OF_SHORT_STEPS = 0.001;

/** The whole recording at once: envelope of one lead, its quality, rhythms, and a lane of ticks for each class of ectopic beats. */
export function paintOverview(context: DrawingContext, overview: Overview): void {
  const { width, devicePixelRatio: dpr, theme } = overview;
  context.fillStyle = hexOf(theme.surface);
  context.fillRect(0, 0, width, Math.ceil(OVERVIEW_HEIGHT * dpr));
  if (overview.window) paintEnvelope(context, overview, overview.window);
  paintQuality(context, overview);
  paintRhythms(context, overview);
  paintEvents(context, overview);
  paintEdits(context, overview, EDITS_TOP);
}

function paintEnvelope(
  context: DrawingContext,
  { recording, width, devicePixelRatio: dpr, theme }: Overview,
  window: LeadWindow,
): void {
  const tail = window.step >= recording.rate ? TAIL : TAIL_OF_SHORT_STEPS;
  const scale = scaleOf(window.values, tail);
  if (!scale) return;
  const pen = new TracePen();
  const { transform } = pen;
  const runs = new TileRuns();
  runs.add(window, 0, recording.samples);
  transform.pixelsPerBaseSample = width / recording.samples;
  transform.baseSamplesPerSample = recording.rate / recording.leads[window.lead]!.rate;
  transform.pixelsPerStep = ((ENVELOPE_HEIGHT - 4) * dpr) / (scale.high - scale.low);
  transform.zero = (scale.high + scale.low) / 2;
  transform.middleY = (ENVELOPE_HEIGHT / 2) * dpr;
  context.save();
  context.beginPath();
  context.rect(0, 0, width, ENVELOPE_HEIGHT * dpr);
  context.clip();
  context.beginPath();
  const colour = hexOf(mixed(theme.quietText, theme.surface, 0.35));
  context.fillStyle = colour;
  if (coarseArea(context, runs, transform)) context.fill();
  context.strokeStyle = colour;
  pen.trace(context, runs, dpr);
  context.globalAlpha = 0.25;
  context.fillStyle = hexOf(theme.quietText);
  for (let span = 0; span < pen.missing.count; span++) {
    context.fillRect(
      pen.missing.from[span]!,
      2 * dpr,
      pen.missing.to[span]! - pen.missing.from[span]!,
      (ENVELOPE_HEIGHT - 4) * dpr,
    );
  }
  context.restore();
}

function scaleOf(
  values: Int32Array | Float32Array,
  tail: number,
): { readonly low: number; readonly high: number } | undefined {
  const known = Float64Array.from(values.filter((value) => !isMissing(value))).sort();
  if (known.length === 0) return undefined;
  const low = known[Math.floor(tail * known.length)]!;
  const high = known[Math.min(known.length - 1, Math.ceil((1 - tail) * known.length))]!;
  return high > low ? { low, high } : { low: low - 1, high: high + 1 };
}

function paintEvents(
  context: DrawingContext,
  { recording, beats, width, devicePixelRatio: dpr, theme }: Overview,
): void {
  const top = EVENTS_TOP * dpr;
  const perSample = width / recording.samples;
  const tick = Math.max(1, Math.round(dpr));
  const drawn = new Float64Array(EVENT_LANES.length + 1).fill(-1);
  const colours = theme.classes.map(hexOf);
  for (let beat = 0; beat < beats.count; beat++) {
    const beatClass = CLASS_OF_CODE[beats.code[beat]!]!;
    if (beatClass === NORMAL || beats.stage[beat] === DETECTED) continue;
    const x = Math.floor(beats.sample[beat]! * perSample);
    if (drawn[beatClass] === x) continue;
    drawn[beatClass] = x;
    context.fillStyle = colours[beatClass]!;
    context.fillRect(x, top + EVENT_LANES.indexOf(beatClass) * EVENT_HEIGHT * dpr, tick, (EVENT_HEIGHT - 2) * dpr);
  }
}

export interface Legend {
  /** Name of the lead the envelope is of. */
  readonly name: string;
  readonly theme: Theme;
  readonly family: string;
  readonly width: number;
  readonly devicePixelRatio: number;
}

/** Where the words beside the overview begin in CSS pixels, where there is room; and what is left free behind them. */
const LEGEND_LEFT = 10;
const LEGEND_RIGHT = 2;

/** What stands left of the overview: the lead, the names of the lanes, and each event lane's shape and letter. */
export function paintLegend(
  context: DrawingContext,
  { name, theme, family, width, devicePixelRatio: dpr }: Legend,
): void {
  const { quality, rhythm, edits } = strings.lanes;
  const small = `${String(9 * dpr)}px ${family}`;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  context.font = small;
  const widest = Math.max(...[quality, rhythm, edits].map((lane) => context.measureText(lane).width));
  const left = Math.max(0, Math.min(LEGEND_LEFT * dpr, width - LEGEND_RIGHT * dpr - widest));
  context.font = `600 ${String(12 * dpr)}px ${family}`;
  context.fillStyle = hexOf(theme.text);
  context.fillText(name, left, (ENVELOPE_HEIGHT / 2) * dpr);
  context.font = small;
  context.fillStyle = hexOf(theme.quietText);
  context.fillText(quality, left, (QUALITY_TOP + QUALITY_HEIGHT / 2) * dpr);
  context.fillText(edits, left, (EDITS_TOP + EDITS_HEIGHT / 2) * dpr);
  context.fillText(rhythm, left, (RHYTHM_TOP + RHYTHM_HEIGHT / 2 - 1) * dpr);
  context.lineWidth = dpr;
  EVENT_LANES.forEach((beatClass, lane) => {
    const y = (EVENTS_TOP + (lane + 0.5) * EVENT_HEIGHT - 1) * dpr;
    context.fillStyle = context.strokeStyle = hexOf(theme.classes[beatClass]!);
    drawGlyph(context, beatClass, width - 10 * dpr, y, 2.8 * dpr, false);
    context.fillStyle = hexOf(theme.quietText);
    context.fillText(AAMI_CLASSES[beatClass]!, left, y);
  });
}
