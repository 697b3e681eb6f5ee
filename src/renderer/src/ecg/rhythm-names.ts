import type { DrawingContext } from './drawing-context.ts';
import { RHYTHM_CHANGE } from './overview-lanes.ts';
import { paintGround } from './label-ground.ts';
import type { Scene } from './scene.ts';
import { strings } from '../language/strings.ts';

/** CSS pixels: middle of the line of names below the top of the lane, and the height of the tick of a change. */
const LINE = 8;
const TICK = 15;
/** From a change to its name, from the left edge to a name that goes on, and from a name to the next change. */
const AFTER_TICK = 4;
const AFTER_EDGE = 2;
const APART = 6;
/** No name fits in less; nothing needs to be measured. */
const LEAST_ROOM = 7;
const GROUND = 13;

/**
 * Rhythm changes where they happen, and at the left edge the rhythm that goes on from before. A rhythm is named only
 * where its own stretch has room, in words or else by its code: a short one that lent its name to the paper behind it
 * would seem to last. The overview shows them all.
 * @param remarksOnly where the rhythm is told by episodes: what a reader wrote is shown all the same
 */
export function paintRhythmNames(context: DrawingContext, scene: Scene, remarksOnly = false): void {
  const { geometry, beats, palette, fonts } = scene;
  const { devicePixelRatio: dpr, left, right, laneTop } = geometry;
  const y = laneTop + LINE * dpr;
  context.font = fonts.small;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  const name = (text: string, isRhythm: boolean, from: number, to: number): boolean => {
    const room = to - from - (to < right ? APART * dpr : 0);
    if (room < LEAST_ROOM * dpr) return false;
    const words = isRhythm ? strings.codes.rhythm(text) : text;
    const length = context.measureText(words).width;
    const shown = length <= room ? words : text;
    const width = shown === words ? length : context.measureText(shown).width;
    if (width > room) return false;
    paintGround(context, palette, from - AFTER_EDGE * dpr, y, width + 2 * AFTER_EDGE * dpr, GROUND * dpr);
    context.fillStyle = palette.quietText;
    context.fillText(shown, from, y);
    return true;
  };

  let text = '';
  let isRhythm = false;
  let from = left;
  const finish = (to: number): void => {
    if (text === '') return;
    if (from < left) name(text, isRhythm, left + AFTER_EDGE * dpr, to);
    else if (name(text, isRhythm, from + AFTER_TICK * dpr, to)) {
      context.fillRect(from, laneTop, Math.max(1, Math.round(dpr)), TICK * dpr);
    }
  };
  for (const mark of beats.marks) {
    if (mark.text === '' || (remarksOnly && mark.code === RHYTHM_CHANGE)) continue;
    const x = Math.round(geometry.xOf(mark.sample));
    if (x >= right) break;
    // A rhythm goes on; a remark belongs to its moment.
    if (x < left && mark.code !== RHYTHM_CHANGE) continue;
    if (x >= left) finish(x);
    text = mark.text;
    isRhythm = mark.code === RHYTHM_CHANGE;
    from = x;
  }
  finish(right);
}
