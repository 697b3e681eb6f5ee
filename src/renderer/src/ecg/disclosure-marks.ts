import { EPISODE_KINDS } from '../../../shared/contract/analysis.ts';
import { stripOf, STRIP_SUBTYPE } from '../../../shared/strips.ts';
import { strings } from '../language/strings.ts';
import { CLASS_OF_CODE, NO_BEAT, NORMAL, SEVERITY } from './beat-class.ts';
import { drawGlyph } from './beat-glyphs.ts';
import { DETECTED } from './beat-store.svelte.ts';
import type { DisclosureScene } from './disclosure-scene.ts';
import type { DrawingContext } from './drawing-context.ts';
import { firstEndingAfter } from './episode-lane.ts';
import { isBackground, isUrgent } from './episode-names.ts';
import { clockText, elapsedText } from './time-format.ts';

/** Part of the trace that is a beat's own, in seconds before and after its R peak. */
const BEFORE = 0.2;
const AFTER = 0.35;
/** CSS pixels. */
const GLYPH = 3;
const GLYPH_TOP = 5;
const BAR = 3;
const URGENT_BAR = 5;
const LEAST_BEAT = 2;
const FLAG = 6;
const LEAST_ROOM_FOR_NAME = 12;

/** Glyphs nearer than this share their place: the more severe one stands for both. */
const APART = 2.4 * GLYPH;

const CLASSES = [1, 2, 3, 4] as const;

/**
 * Beats that are not normal: their part of the trace in the colour of their class, and the shape of the class above.
 * `trace` draws the row's trace again in a colour, within the clip that is set.
 */
export function paintRowBeats(
  context: DrawingContext,
  { geometry, beats, palette }: DisclosureScene,
  row: number,
  trace: (colour: string) => void,
): void {
  const { rate, rowHeight, left, pixelsPerSample, devicePixelRatio: dpr } = geometry;
  const first = geometry.firstSample(row);
  const from = beats.lowerBound(Math.ceil(first - AFTER * rate));
  const to = beats.lowerBound(Math.ceil(geometry.endSample(row) + BEFORE * rate));
  const classOf = (beat: number): number => {
    const beatClass = CLASS_OF_CODE[beats.code[beat]!]!;
    return beatClass === NO_BEAT || beats.stage[beat] === DETECTED ? NORMAL : beatClass;
  };
  const xOf = (sample: number): number => left + (sample - first) * pixelsPerSample;
  for (const beatClass of CLASSES) {
    let any = false;
    for (let beat = from; beat < to; beat++) {
      if (classOf(beat) !== beatClass) continue;
      if (!any) {
        context.save();
        context.beginPath();
        any = true;
      }
      const at = beats.sample[beat]!;
      const x = xOf(at - BEFORE * rate);
      context.rect(x, 0, Math.max(LEAST_BEAT * dpr, xOf(at + AFTER * rate) - x), rowHeight);
    }
    if (!any) continue;
    context.clip();
    trace(palette.classes[beatClass]!);
    context.restore();
  }
  context.lineWidth = Math.max(1, Math.round(dpr));
  let held = -1;
  const draw = (beat: number): void => {
    const beatClass = classOf(beat);
    context.fillStyle = context.strokeStyle = palette.classes[beatClass]!;
    drawGlyph(context, beatClass, xOf(beats.sample[beat]!), GLYPH_TOP * dpr, GLYPH * dpr, beats.isUnconfirmed(beat));
  };
  for (let beat = from; beat < to; beat++) {
    if (classOf(beat) === NORMAL) continue;
    if (held >= 0 && xOf(beats.sample[beat]!) - xOf(beats.sample[held]!) < APART * dpr) {
      if (SEVERITY[classOf(beat)]! > SEVERITY[classOf(held)]!) held = beat;
      continue;
    }
    if (held >= 0) draw(held);
    held = beat;
  }
  if (held >= 0) draw(held);
}

/** Rhythm episodes along the foot of the row, urgent ones taller, named where they begin. */
export function paintRowEpisodes(context: DrawingContext, scene: DisclosureScene, row: number): void {
  const { geometry, episodes, palette } = scene;
  const { left, rowHeight, pixelsPerSample, devicePixelRatio: dpr } = geometry;
  const first = geometry.firstSample(row);
  const end = geometry.endSample(row);
  context.font = scene.font;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  for (let index = firstEndingAfter(episodes, first); index < episodes.count; index++) {
    const start = episodes.from[index]!;
    if (start >= end) break;
    const kind = EPISODE_KINDS[episodes.kind[index]!]!;
    if (isBackground(kind)) continue;
    const x = left + (Math.max(start, first) - first) * pixelsPerSample;
    const width = (Math.min(end, episodes.to[index]!) - Math.max(start, first)) * pixelsPerSample;
    const height = Math.round((isUrgent(kind) ? URGENT_BAR : BAR) * dpr);
    context.fillStyle = palette.accent;
    context.globalAlpha = isUrgent(kind) ? 1 : 0.55;
    context.fillRect(x, rowHeight - height, Math.max(LEAST_BEAT * dpr, width), height);
    context.globalAlpha = 1;
    const { short } = strings.episodeNames[kind];
    const words = context.measureText(short).width;
    if (rowHeight < 24 * dpr || width < Math.max(LEAST_ROOM_FOR_NAME * dpr, words + 4 * dpr)) continue;
    const y = rowHeight - height - 6 * dpr;
    context.fillStyle = palette.background;
    context.globalAlpha = 0.8;
    context.fillRect(x, y - 6 * dpr, words + 4 * dpr, 12 * dpr);
    context.globalAlpha = 1;
    context.fillStyle = palette.text;
    context.fillText(short, x + 2 * dpr, y);
  }
}

/** Strips and bookmarks: a flag at the head of the row, and a line over the stretch of a strip. */
export function paintRowFlags(
  context: DrawingContext,
  { geometry, beats, palette }: DisclosureScene,
  row: number,
): void {
  const { left, pixelsPerSample, devicePixelRatio: dpr } = geometry;
  const first = geometry.firstSample(row);
  const end = geometry.endSample(row);
  const line = Math.max(1, Math.round(dpr));
  context.fillStyle = palette.accent;
  for (const { subtype, aux, sample } of beats.marks) {
    if (sample >= end) break;
    const strip = subtype === STRIP_SUBTYPE ? stripOf(aux) : undefined;
    if (!strip || (sample < first && sample + strip.length <= first)) continue;
    const from = left + (Math.max(first, sample) - first) * pixelsPerSample;
    const to = left + (Math.min(end, sample + strip.length) - first) * pixelsPerSample;
    if (strip.length > 0) context.fillRect(from, 0, Math.max(line, to - from), 2 * line);
    if (sample < first) continue;
    context.fillRect(from, 0, line, 2.5 * FLAG * dpr);
    context.beginPath();
    context.moveTo(from, 0);
    context.lineTo(from + FLAG * dpr, (FLAG / 2) * dpr);
    context.lineTo(from, FLAG * dpr);
    context.closePath();
    context.fill();
  }
}

/** Stretches of the lead that cannot be read: a grey ground and a broken line above them. */
export function paintRowUnreadable(
  context: DrawingContext,
  { geometry, quality, lead, palette }: DisclosureScene,
  row: number,
): void {
  const { left, rate, rowHeight, pixelsPerSample, devicePixelRatio: dpr } = geometry;
  const spans = quality.unreadable(lead);
  const first = geometry.firstSample(row);
  const end = geometry.endSample(row);
  context.fillStyle = palette.quietText;
  for (let span = firstAfter(spans, first / rate); span < spans.length; span += 2) {
    const from = Math.max(first, spans[span]! * rate);
    const to = Math.min(end, spans[span + 1]! * rate);
    if (from >= end) break;
    const x = left + (from - first) * pixelsPerSample;
    const width = Math.max(1, (to - from) * pixelsPerSample);
    context.globalAlpha = 0.14;
    context.fillRect(x, 0, width, rowHeight);
    context.globalAlpha = 0.8;
    const dash = 4 * dpr;
    for (let at = x; at < x + width; at += 2 * dash) {
      context.fillRect(at, rowHeight - 3 * dpr, Math.min(dash, x + width - at), Math.max(1, Math.round(dpr)));
    }
    context.globalAlpha = 1;
  }
}

/** Index of the first pair of seconds that ends after `second`. */
function firstAfter(spans: Float64Array, second: number): number {
  let low = 0;
  let high = spans.length >> 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (spans[2 * middle + 1]! <= second) low = middle + 1;
    else high = middle;
  }
  return 2 * low;
}

/** The time of day (or since the start) at the head of the row, and the mean heart rate at its end. */
export function paintRowTexts(context: DrawingContext, scene: DisclosureScene, row: number): void {
  const { geometry, palette, startSecond, beats } = scene;
  const { left, right, rate, rowHeight, rowSeconds, devicePixelRatio: dpr } = geometry;
  const seconds = row * rowSeconds;
  const clock = startSecond === undefined ? elapsedText(seconds) : clockText(startSecond, seconds);
  const isHour = ((startSecond ?? 0) + seconds) % 3600 < rowSeconds;
  context.textBaseline = 'middle';
  context.textAlign = 'right';
  context.font = isHour ? scene.boldFont : scene.font;
  context.fillStyle = isHour ? palette.text : palette.quietText;
  context.fillText(clock.replace(/ \+(\d+) d$/, ' +$1'), left - 8 * dpr, rowHeight / 2);
  const first = beats.lowerBound(Math.ceil(geometry.firstSample(row)));
  const last = beats.lowerBound(Math.ceil(geometry.endSample(row))) - 1;
  const known = beats.analysedTo === undefined || beats.analysedTo >= geometry.endSample(row);
  const length = last > first ? beats.sample[last]! - beats.sample[first]! : 0;
  const text = known && length > 0 ? String(Math.round(((last - first) * 60 * rate) / length)) : '–';
  context.font = scene.font;
  context.fillStyle = palette.quietText;
  context.fillText(text, right + 34 * dpr, rowHeight / 2);
}
