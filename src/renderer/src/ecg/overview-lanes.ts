import { EPISODE_KINDS } from '../../../shared/contract/analysis.ts';
import { hexOf, mixed, readableOn, type Rgb } from './colour.ts';
import type { DrawingContext } from './drawing-context.ts';
import { isBackground, isUrgent } from './episode-names.ts';
import type { Overview } from './overview.ts';
import { GOOD, NOT_LOOKED_AT, UNREADABLE } from './quality-store.svelte.ts';
import { strings } from '../language/strings.ts';

/** Heights in CSS pixels from the top. The lanes are there from the start: what arrives later moves nothing. */
export const ENVELOPE_HEIGHT = 42;
export const QUALITY_TOP = ENVELOPE_HEIGHT + 1;
export const QUALITY_HEIGHT = 9;
export const RHYTHM_TOP = QUALITY_TOP + QUALITY_HEIGHT;
export const RHYTHM_HEIGHT = 13;
export const EVENTS_TOP = RHYTHM_TOP + RHYTHM_HEIGHT;
export const EVENT_HEIGHT = 9;

/** WFDB's code of a rhythm change. */
export const RHYTHM_CHANGE = 28;

/**
 * How well the recording can be read, told by height: a hair line where every lead is good, half a bar where some lead
 * is poor, a whole one where no lead can be read, nothing where nobody has looked yet.
 */
export function paintQuality(
  context: DrawingContext,
  { recording, quality, width, devicePixelRatio: dpr, theme }: Overview,
): void {
  const { lane } = quality;
  const perSecond = (width * recording.rate) / recording.samples;
  const bottom = (QUALITY_TOP + QUALITY_HEIGHT - 2) * dpr;
  const quiet = hexOf(mixed(theme.quietText, theme.surface, 0.45));
  const loud = hexOf(theme.text);
  const heights = [QUALITY_HEIGHT - 2, (QUALITY_HEIGHT - 2) / 2, 1].map((height) =>
    Math.max(1, Math.round(height * dpr)),
  );
  for (let second = 0; second < lane.length;) {
    // The worst second of each pixel stands for it.
    const x = Math.floor(second * perSecond);
    let worst = NOT_LOOKED_AT;
    let end = second;
    while (end < lane.length && (end === second || Math.floor(end * perSecond) === x))
      worst = Math.min(worst, lane[end++]!);
    const to = end < lane.length ? Math.floor(end * perSecond) : width;
    if (worst <= GOOD) {
      context.fillStyle = worst === UNREADABLE ? loud : quiet;
      context.fillRect(x, bottom - heights[worst]!, Math.max(1, to - x), heights[worst]!);
    }
    second = end;
  }
}

/** What rhythm there is: the episodes that were found, or what the annotations say where there are none. */
export function paintRhythms(context: DrawingContext, overview: Overview): void {
  context.font = overview.font;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  if (overview.episodes.count > 0) paintEpisodes(context, overview);
  else paintRhythmChanges(context, overview);
}

/** What goes on in the background lies low, episodes stand on it, urgent ones are the tallest; named where there is room. */
function paintEpisodes(
  context: DrawingContext,
  { recording, episodes, width, devicePixelRatio: dpr, theme }: Overview,
): void {
  const top = RHYTHM_TOP * dpr;
  const height = (RHYTHM_HEIGHT - 3) * dpr;
  const perSample = width / recording.samples;
  const bar = (colour: Rgb, text: Rgb) => ({ colour: hexOf(colour), text: hexOf(readableOn(colour, text)) });
  const background = bar(mixed(theme.line, theme.surface, 0.3), theme.quietText);
  const episode = bar(mixed(theme.accent, theme.surface, 0.65), theme.text);
  const urgent = bar(mixed(theme.accent, theme.surface, 0.1), theme.surface);
  const least = Math.max(1, Math.round(1.5 * dpr));
  // Episodes are painted after what lies behind them: a couplet of two pixels must not vanish under its neighbours.
  for (const quiet of [true, false]) {
    for (let index = 0; index < episodes.count; index++) {
      const kind = EPISODE_KINDS[episodes.kind[index]!]!;
      if (isBackground(kind) !== quiet) continue;
      const from = episodes.from[index]! * perSample;
      const to = episodes.to[index]! * perSample;
      const room = to - from - (quiet ? dpr : 0);
      const style = quiet ? background : isUrgent(kind) ? urgent : episode;
      context.fillStyle = style.colour;
      context.fillRect(from, top, Math.max(least, room), height);
      const { name, short } = strings.episodeNames[kind];
      if (room < 14 * dpr) continue;
      const words = context.measureText(name).width + 8 * dpr <= room ? name : short;
      if (context.measureText(words).width + 8 * dpr > room) continue;
      context.fillStyle = style.text;
      context.fillText(words, from + 4 * dpr, top + height / 2);
    }
  }
}

/** Bars from one rhythm change to the next; any but normal sinus rhythm stand out, and are named where there is room. */
function paintRhythmChanges(
  context: DrawingContext,
  { recording, beats, width, devicePixelRatio: dpr, theme }: Overview,
): void {
  const top = RHYTHM_TOP * dpr;
  const height = (RHYTHM_HEIGHT - 3) * dpr;
  const perSample = width / recording.samples;
  const marks = beats.marks.filter((mark) => mark.text !== '' && mark.code === RHYTHM_CHANGE);
  marks.forEach((mark, index) => {
    const from = mark.sample * perSample;
    const to = (marks[index + 1]?.sample ?? recording.samples) * perSample;
    const sinus = mark.text === 'N';
    context.fillStyle = hexOf(sinus ? theme.line : theme.accent);
    context.globalAlpha = sinus ? 0.6 : 0.3;
    context.fillRect(from, top, Math.max(1, to - from - dpr), height);
    context.globalAlpha = 1;
    const room = to - from - 8 * dpr;
    const words = strings.codes.rhythm(mark.text);
    const shown = context.measureText(words).width <= room ? words : mark.text;
    if (context.measureText(shown).width > room) return;
    context.fillStyle = hexOf(theme.text);
    context.fillText(shown, from + 4 * dpr, top + height / 2);
  });
}
