import { isLabelCode } from '../../../shared/annotation-codes.ts';
import { CLASS_OF_CODE, LETTER_OF_CODE, NO_BEAT, NORMAL, SEVERITY } from './beat-class.ts';
import { drawCorrection, drawGlyph, drawOthers, drawUnnamed } from './beat-glyphs.ts';
import { DETECTED, PROVISIONAL } from './beat-store.svelte.ts';
import { beatStrength } from './beat-strength.ts';
import type { DrawingContext } from './drawing-context.ts';
import { paintEpisodeNames } from './episode-marks.ts';
import { paintGround } from './label-ground.ts';
import { FAINT } from './paper-colours.ts';
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
/** Initials of another reader need this much on top. */
const INITIALS_ROOM = 22;

/** Ground under a mark: its height, its width beyond a glyph with its letter, and its width under a tick. */
const GROUND = 14;
const LETTER_GROUND = 16;
const TICK_GROUND = 7;

/** Lines of glyphs in CSS pixels: those of a first impression are finer. */
const LINE_WIDTH = 1.4;
const PROVISIONAL_LINE_WIDTH = 1;

/**
 * The lane above the labelled row: a glyph and a letter per beat that is not normal, a quiet tick for one that is, a
 * small ring for one that was found but not named yet.
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
  const { initials, standing } = beats;
  const marked = beats.corrections.some;
  const { sample, code, stage, confidence } = beats;

  const ticks = (last - first) * CLOSEST_TICKS * dpr < right - left;
  if (ticks) paintQuietBeats(context, scene, first, last, y, radius);

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
    if (beat < last && (beatClass === NORMAL || beatClass === NO_BEAT || stage[beat] === DETECTED)) continue;
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
      const next = ticks ? chosen + 1 : beat;
      const room = next < last ? (sample[next]! - sample[chosen]!) * pixelsPerSample : Infinity;
      const lettered = room > LETTER_ROOM * dpr;
      const ground = 2 * radius + (lettered ? LETTER_GROUND : 2) * dpr;
      paintGround(context, palette, x - radius - dpr, y, ground, GROUND * dpr);
      const chosenClass = CLASS_OF_CODE[code[chosen]!]!;
      const colour = palette.strengths[beatStrength(stage[chosen]!, confidence[chosen]!)]![chosenClass]!;
      context.fillStyle = colour;
      context.strokeStyle = colour;
      context.lineWidth = (stage[chosen] === PROVISIONAL ? PROVISIONAL_LINE_WIDTH : LINE_WIDTH) * dpr;
      drawGlyph(context, chosenClass, x, y, radius, beats.isUnconfirmed(chosen));
      const whose = initials[standing[chosen]!]!;
      if (whose !== '') drawOthers(context, x, y, radius);
      if (marked && beats.corrections.before(sample[chosen]!) !== undefined) {
        context.fillStyle = palette.accent;
        drawCorrection(context, x, y, radius);
      }
      if (lettered) {
        context.fillStyle = palette.classes[chosenClass]!;
        const letter = LETTER_OF_CODE[code[chosen]!]!;
        context.fillText(letter, x + radius + 3 * dpr, y);
        if (whose !== '' && room > (LETTER_ROOM + INITIALS_ROOM) * dpr) {
          const after = x + radius + 5 * dpr + context.measureText(letter).width;
          context.font = fonts.small;
          context.fillStyle = palette.quietText;
          context.fillText(whose, after, y);
          context.font = fonts.label;
        }
      }
      before = slot;
    }
    slot = place;
    chosen = beat;
    severity = beat < last ? SEVERITY[beatClass]! : -1;
  }
  paintLabelsWithoutBeat(context, scene, y);
  const isToldByEpisodes = scene.episodes.count > 0;
  if (isToldByEpisodes) paintEpisodeNames(context, scene);
  paintRhythmNames(context, scene, isToldByEpisodes);
  paintRange(context, scene, moment);
  paintFocus(context, scene, moment);
}

/** Normal beats, and those that were found but not named. */
function paintQuietBeats(
  context: DrawingContext,
  { geometry, beats, palette }: Scene,
  first: number,
  last: number,
  y: number,
  radius: number,
): void {
  const { devicePixelRatio: dpr } = geometry;
  const { sample, code, stage, confidence } = beats;
  const width = Math.max(1, Math.round(dpr));
  const marked = beats.corrections.some;
  const unnamed = palette.strengths[FAINT]![NORMAL]!;
  context.lineWidth = dpr;
  context.strokeStyle = unnamed;
  for (let beat = first; beat < last; beat++) {
    const x = geometry.xOf(sample[beat]!);
    if (stage[beat] === DETECTED) {
      drawUnnamed(context, x, y, radius);
      continue;
    }
    if (CLASS_OF_CODE[code[beat]!] !== NORMAL) continue;
    paintGround(context, palette, Math.round(x) - TICK_GROUND * 0.5 * dpr, y, TICK_GROUND * dpr, GROUND * dpr);
    context.fillStyle = palette.strengths[beatStrength(stage[beat]!, confidence[beat]!)]![NORMAL]!;
    // What somebody confirmed stands on a foot: a tick has no inside to be filled.
    const confirmed = beats.origin === 'reader' && !beats.isUnconfirmed(beat);
    context.fillRect(Math.round(x), y - radius, width, 2 * radius);
    if (confirmed) context.fillRect(Math.round(x) - 2 * width, y + radius - width, 5 * width, width);
    if (confirmed && beats.initials[beats.standing[beat]!] !== '') drawOthers(context, x, y, radius);
    if (!marked || beats.corrections.before(sample[beat]!) === undefined) continue;
    context.fillStyle = palette.accent;
    drawCorrection(context, x, y, radius);
  }
}

/** Artifacts, blocked P waves and flutter waves: a letter, for there is no beat whose shape could stand there. */
function paintLabelsWithoutBeat(context: DrawingContext, { geometry, beats, palette, fonts }: Scene, y: number): void {
  context.font = fonts.label;
  context.textAlign = 'center';
  const { devicePixelRatio: dpr } = geometry;
  for (const { sample, code } of beats.marks) {
    if (!isLabelCode(code)) continue;
    const x = geometry.xOf(sample);
    if (x >= geometry.right) break;
    if (x < geometry.left) continue;
    paintGround(context, palette, x - GROUND * 0.5 * dpr, y, GROUND * dpr, GROUND * dpr);
    context.fillStyle = palette.quietText;
    context.fillText(LETTER_OF_CODE[code]!, x, y);
  }
}

/** A marked range: a bracket at each end that is set, and between them a wash that leaves the traces their contrast. */
function paintRange(context: DrawingContext, { geometry, palette }: Scene, { range }: Moment): void {
  if (!range) return;
  const { devicePixelRatio: dpr, left, right, laneTop, top, bottom } = geometry;
  const width = Math.max(2, Math.round(2 * dpr));
  context.fillStyle = palette.accent;
  const bracket = (sample: number | undefined, inwards: 1 | -1): void => {
    if (sample === undefined) return;
    const x = Math.round(geometry.xOf(sample)) - inwards * 6 * dpr;
    if (x < left || x > right) return;
    context.fillRect(x, laneTop, width, bottom - laneTop);
    for (const y of [laneTop, bottom - width])
      context.fillRect(inwards > 0 ? x : x - 6 * dpr, y, 6 * dpr + width, width);
  };
  const { from, to } = range;
  const isBackwards = from !== undefined && to !== undefined && to < from;
  bracket(isBackwards ? to : from, 1);
  bracket(isBackwards ? from : to, -1);
  if (from === undefined || to === undefined) return;
  const start = Math.max(left, geometry.xOf(Math.min(from, to)) - 6 * dpr);
  const end = Math.min(right, geometry.xOf(Math.max(from, to)) + 6 * dpr);
  if (end <= start) return;
  context.globalAlpha = 0.08;
  context.fillRect(start, top, end - start, bottom - top);
  context.globalAlpha = 1;
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
