import { EPISODE_KINDS } from '../../../shared/contract/analysis.ts';
import type { DrawingContext } from './drawing-context.ts';
import { firstEndingAfter } from './episode-lane.ts';
import { isBackground } from './episode-names.ts';
import { paintGround } from './label-ground.ts';
import type { Scene } from './scene.ts';
import { strings } from '../language/strings.ts';

/** CSS pixels: middle of the line of names and the bar of an episode below the top of the lane. */
const LINE = 8;
const BAR = 15;
const END = 3;
const AFTER_EDGE = 2;
const APART = 6;
const LEAST_ROOM = 12;
const GROUND = 13;

/**
 * Rhythm episodes above the beats: a bar with feet from where one begins to where it ends, and its name where its own
 * stretch has room for it. What goes on in the background has a name and no bar.
 */
export function paintEpisodeNames(context: DrawingContext, scene: Scene): void {
  const { geometry, episodes, palette, fonts } = scene;
  const { devicePixelRatio: dpr, left, right, laneTop } = geometry;
  const y = laneTop + LINE * dpr;
  const line = Math.max(1, Math.round(dpr));
  context.font = fonts.small;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  for (let index = firstEndingAfter(episodes, geometry.sampleAt(left)); index < episodes.count; index++) {
    const start = Math.round(geometry.xOf(episodes.from[index]!));
    if (start >= right) break;
    const from = Math.max(left, start);
    const to = Math.min(right, Math.round(geometry.xOf(episodes.to[index]!)));
    const kind = EPISODE_KINDS[episodes.kind[index]!]!;
    const quiet = isBackground(kind);
    if (!quiet) {
      context.fillStyle = palette.accent;
      context.fillRect(from, laneTop + BAR * dpr, Math.max(line, to - from), line);
      if (start >= left) context.fillRect(start, laneTop + (BAR - END) * dpr, line, END * dpr);
      if (to < right) context.fillRect(to - line, laneTop + (BAR - END) * dpr, line, END * dpr);
    }
    const room = to - from - (to < right ? APART : AFTER_EDGE) * dpr;
    if (room < LEAST_ROOM * dpr) continue;
    const { name, short } = strings.episodeNames[kind];
    const length = context.measureText(name).width;
    const words = length <= room ? name : short;
    const width = words === name ? length : context.measureText(short).width;
    if (width > room) continue;
    paintGround(context, palette, from, y, width + 2 * AFTER_EDGE * dpr, GROUND * dpr);
    context.fillStyle = quiet ? palette.quietText : palette.text;
    context.fillText(words, from + AFTER_EDGE * dpr, y);
  }
}
