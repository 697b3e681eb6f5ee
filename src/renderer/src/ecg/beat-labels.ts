import { CLASS_OF_CODE, LETTER_OF_CODE, NO_BEAT, NORMAL, SEVERITY } from './beat-class.ts';
import { drawGlyph } from './beat-glyphs.ts';
import type { DrawingContext } from './drawing-context.ts';
import { paintRhythmNames } from './rhythm-names.ts';
import type { Moment, Scene } from './scene.ts';

/** CSS pixels. */
const GLYPH_RADIUS = 4.5;
const GLYPH_LINE = 23;
/** Beats share a slot where they are closer; the most severe of a slot is drawn. */
const SLOT = 11;
/** Normal beats are left out where they would stand closer than this on average. */
const CLOSEST_TICKS = 5;
/** A letter needs this much room to its right. */
const LETTER_ROOM = 24;

/**
 * The lane above the labelled row: a glyph and a letter per beat that is not normal, a quiet tick for one that is.
 * Where beats are too dense the most severe of each slot stands for its neighbours; slots are fixed in time, so nothing
 * flickers while panning.
 */
export function paintBeatLabels(context: DrawingContext, scene: Scene, moment: Moment): void {
  const { geometry, beats, palette, fonts } = scene;
  const { devicePixelRatio: dpr, pixelsPerSample, left, right, laneTop } = geometry;
  const first = beats.lowerBound(geometry.sampleAt(left));
  const last = beats.lowerBound(geometry.sampleAt(right));
  const y = Math.round(laneTop + GLYPH_LINE * dpr);
  const radius = GLYPH_RADIUS * dpr;
  const slotPixels = SLOT * dpr;
  const hollow = beats.unconfirmed;
  const { sample, code } = beats;

  const ticks = (last - first) * CLOSEST_TICKS * dpr < right - left;
  if (ticks) {
    context.fillStyle = palette.classes[NORMAL]!;
    const width = Math.max(1, Math.round(dpr));
    for (let beat = first; beat < last; beat++) {
      if (CLASS_OF_CODE[code[beat]!] !== NORMAL) continue;
      context.fillRect(Math.round(geometry.xOf(sample[beat]!)), y - radius, width, 2 * radius);
    }
  }

  context.lineWidth = 1.4 * dpr;
  context.lineJoin = 'miter';
  context.font = fonts.label;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  let before = -Infinity;
  let slot = NaN;
  let chosen = -1;
  let severity = -1;
  for (let beat = first; beat <= last; beat++) {
    const beatClass = beat < last ? CLASS_OF_CODE[code[beat]!]! : NO_BEAT;
    if (beat < last && (beatClass === NORMAL || beatClass === NO_BEAT)) continue;
    const place = beat < last ? Math.floor((sample[beat]! * pixelsPerSample) / slotPixels) : Infinity;
    if (place === slot) {
      if (SEVERITY[beatClass]! > severity) {
        chosen = beat;
        severity = SEVERITY[beatClass]!;
      }
      continue;
    }
    if (chosen >= 0) {
      // Next to an occupied slot a glyph stands in the middle of its own, so that neighbours never overlap.
      const crowded = slot - before <= 1 || place - slot <= 1;
      const x = crowded ? (slot + 0.5) * slotPixels - geometry.originPixel + left : geometry.xOf(sample[chosen]!);
      const colour = palette.classes[CLASS_OF_CODE[code[chosen]!]!]!;
      context.fillStyle = colour;
      context.strokeStyle = colour;
      drawGlyph(context, CLASS_OF_CODE[code[chosen]!]!, x, y, radius, hollow);
      const next = ticks ? chosen + 1 : beat;
      const room = next < last ? (sample[next]! - sample[chosen]!) * pixelsPerSample : Infinity;
      if (room > LETTER_ROOM * dpr) context.fillText(LETTER_OF_CODE[code[chosen]!]!, x + radius + 3 * dpr, y);
      before = slot;
    }
    slot = place;
    chosen = beat;
    severity = beat < last ? SEVERITY[beatClass]! : -1;
  }
  paintRhythmNames(context, scene);
  paintFocus(context, scene, moment);
}

/** A line through the rows at the beat in focus. */
function paintFocus(context: DrawingContext, scene: Scene, { focus }: Moment): void {
  if (focus === undefined) return;
  const { geometry, palette } = scene;
  const { devicePixelRatio: dpr, left, right, laneTop, bottom } = geometry;
  const x = Math.round(geometry.xOf(focus));
  if (x < left || x > right) return;
  const width = Math.max(1, Math.round(dpr));
  context.fillStyle = palette.accent;
  context.globalAlpha = 0.55;
  context.fillRect(x, laneTop + 31 * dpr, width, bottom - laneTop - 31 * dpr);
  context.globalAlpha = 1;
  context.fillRect(x - 6 * dpr, laneTop + 30 * dpr, 12 * dpr + width, 2 * dpr);
}
