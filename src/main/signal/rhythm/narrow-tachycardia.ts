import type { RhythmThresholds } from '../../../shared/rhythm-thresholds.ts';
import { BEAT, isVentricular, type RhythmColumns } from './beat-sequence.ts';
import { type BeatSpan, rateOf } from './beat-span.ts';

/** Intervals before that tell what was usual, and how many of them must be known. */
const BEFORE = 8;
const KNOWN_BEFORE = 3;
/** Intervals of a run that tell its own rate. */
const RECENT = 8;
/** Where the beginning is not seen only the rate speaks for it. */
const UNSEEN_CONFIDENCE = 0.5;

/**
 * Regular narrow tachycardia by its abrupt beginning (paroxysmal supraventricular tachycardia begins within a beat, sinus
 * tachycardia within many: 2015 ACC/AHA/HRS guideline, doi 10.1161/CIR.0000000000000311), whatever its beats are labelled;
 * and such a rhythm from the first beats on, when it is faster than sinus rhythm at rest ever is.
 * @param excluded 1 for beats whose rhythm is known otherwise (atrial fibrillation)
 */
export function narrowTachycardias(
  columns: RhythmColumns,
  thresholds: RhythmThresholds,
  excluded: Uint8Array,
): BeatSpan[] {
  const spans: BeatSpan[] = [];
  const { count, interval } = columns;
  const fastest = 60 / thresholds.tachycardiaRate;
  const recent = new Float64Array(RECENT);
  for (let at = 1; at < count; at++) {
    if (!(interval[at]! <= fastest) || !isNarrow(columns, at) || excluded[at] === 1) continue;
    const seen = excluded[at - 1] === 1 ? Number.NaN : usualBefore(columns, at, recent);
    const unseen = Number.isNaN(seen);
    if (!unseen && interval[at]! > thresholds.abruptOnset * seen) continue;
    const last = endOfRun(columns, at, fastest, thresholds.regularWithin, excluded, recent);
    const first = unseen ? at - 1 : at;
    // The beat at `at` ends the coupling interval, which is not the tachycardia's own: a single early beat is no beginning.
    const slowest = unseen ? thresholds.unseenOnsetRate : 60 / (thresholds.abruptOnset * seen);
    const rate = rateOf(columns, at, last);
    if (last - at + 1 < thresholds.abruptBeats || !(rate >= Math.max(slowest, thresholds.tachycardiaRate))) continue;
    spans.push({
      kind: 'supraventricular-tachycardia',
      first,
      last,
      ...(unseen ? { confidence: UNSEEN_CONFIDENCE } : {}),
    });
    at = last;
  }
  return spans;
}

/** The median of the intervals before the one that ends at a beat; NaN where the rhythm before is not known. */
function usualBefore({ interval, kind }: RhythmColumns, at: number, room: Float64Array): number {
  let found = 0;
  for (let i = at - 1; i > 0 && i >= at - 2 * BEFORE && found < BEFORE; i--) {
    if (Number.isNaN(interval[i]!)) break;
    if (isVentricular(kind[i]!) || isVentricular(kind[i - 1]!)) continue;
    room[found++] = interval[i]!;
  }
  if (found < KNOWN_BEFORE) return Number.NaN;
  return room.subarray(0, found).sort()[found >> 1]!;
}

function isNarrow({ kind }: RhythmColumns, at: number): boolean {
  return kind[at] === BEAT.normal || kind[at] === BEAT.supraventricular;
}

/** The last beat up to which narrow beats follow each other fast and at even intervals. */
function endOfRun(
  columns: RhythmColumns,
  at: number,
  slowest: number,
  within: number,
  excluded: Uint8Array,
  room: Float64Array,
): number {
  const { interval, count } = columns;
  let last = at;
  for (let next = at + 1; next < count; next++) {
    if (!isNarrow(columns, next) || excluded[next] === 1 || !(interval[next]! <= slowest)) break;
    const from = Math.max(at + 1, next - RECENT);
    for (let i = from; i < next; i++) room[i - from] = interval[i]!;
    const usual = next === from ? interval[next]! : room.subarray(0, next - from).sort()[(next - from) >> 1]!;
    if (Math.abs(interval[next]! - usual) > within * usual) break;
    last = next;
  }
  return last;
}
