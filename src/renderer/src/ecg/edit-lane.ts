import { STANDING } from '../../../shared/contract/editing.ts';
import { stripOf, STRIP_SUBTYPE } from '../../../shared/strips.ts';
import { hexOf } from './colour.ts';
import type { DrawingContext } from './drawing-context.ts';
import type { Overview } from './overview.ts';

/** CSS pixels. */
export const EDITS_HEIGHT = 11;
const FLAG = 6;

/**
 * Where a reader has been: ticks at the foot of the lane where a label was set or confirmed, flags where a place was
 * bookmarked, a flag with a bar as long as the stretch where a strip was saved.
 */
export function paintEdits(
  context: DrawingContext,
  { recording, beats, width, devicePixelRatio: dpr, theme }: Overview,
  laneTop: number,
): void {
  const top = laneTop * dpr;
  const foot = top + (EDITS_HEIGHT - 2) * dpr;
  const perSample = width / recording.samples;
  const tick = Math.max(1, Math.round(dpr));
  let drawn = -1;
  const markEdit = (sample: number): void => {
    const x = Math.floor(sample * perSample);
    if (x === drawn) return;
    drawn = x;
    context.fillRect(x, foot - 4 * dpr, tick, 4 * dpr);
  };
  context.fillStyle = hexOf(theme.text);
  for (let beat = 0; beat < beats.count; beat++) {
    if (beats.standing[beat] === STANDING.reader) markEdit(beats.sample[beat]!);
  }
  for (const { standing, subtype, sample } of beats.marks) {
    if (standing === STANDING.reader && subtype !== STRIP_SUBTYPE) markEdit(sample);
  }
  context.fillStyle = hexOf(theme.accent);
  for (const { subtype, aux, sample } of beats.marks) {
    const strip = subtype === STRIP_SUBTYPE ? stripOf(aux) : undefined;
    if (!strip) continue;
    const x = Math.floor(sample * perSample);
    context.fillRect(x, top, tick, foot - top);
    if (strip.length > 0) context.fillRect(x, foot - tick, Math.max(tick, strip.length * perSample), tick);
    context.beginPath();
    context.moveTo(x, top);
    context.lineTo(x + FLAG * dpr, top + (FLAG / 2) * dpr);
    context.lineTo(x, top + FLAG * dpr);
    context.closePath();
    context.fill();
  }
}
