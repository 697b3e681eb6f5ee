import { EPISODE_KINDS, type EpisodeKind } from '../../../shared/contract/analysis.ts';
import type { RhythmThresholds } from '../../../shared/rhythm-thresholds.ts';
import { BEAT, type RhythmColumns } from './beat-sequence.ts';
import { usualIntervals } from './usual-interval.ts';

/** Index of a kind in `EPISODE_KINDS`, as beats are marked with it. */
export const markOf = (kind: EpisodeKind): number => EPISODE_KINDS.indexOf(kind);
const SINUS = markOf('sinus-rhythm');
/** Beats on each side among which paced ones and those of no class are counted. */
const REACH = 8;
const MOSTLY = 0.7;

/** The rhythm below single beats and runs, one mark a beat: slow, fast, paced, not classified, else sinus rhythm. */
export function underlyingRhythm(columns: RhythmColumns, thresholds: RhythmThresholds): Uint8Array {
  const rhythm = new Uint8Array(columns.count).fill(SINUS);
  const usual = usualIntervals(columns);
  const { bradycardiaRate, tachycardiaRate, rateHysteresis } = thresholds;
  const seconds = leastSeconds(columns, thresholds.rateSeconds);
  markRate(columns, usual, rhythm, markOf('bradycardia'), seconds, (interval, inside) => {
    return interval > 60 / (bradycardiaRate + (inside ? rateHysteresis : 0));
  });
  markRate(columns, usual, rhythm, markOf('tachycardia'), seconds, (interval, inside) => {
    return interval <= 60 / (tachycardiaRate - (inside ? rateHysteresis : 0));
  });
  markShare(columns, rhythm, BEAT.paced, thresholds.pacedShare, markOf('paced'));
  markShare(columns, rhythm, BEAT.unknown, 0.5, markOf('unclassified'));
  return rhythm;
}

/** A rhythm of a recording that is shorter than it has to last is told when it lasts for most of it. */
export function leastSeconds({ count, sample, rate }: RhythmColumns, seconds: number): number {
  return count === 0 ? seconds : Math.min(seconds, (MOSTLY * (sample[count - 1]! - sample[0]!)) / rate);
}

function markRate(
  { count, sample, rate, interval }: RhythmColumns,
  usual: Float32Array,
  rhythm: Uint8Array,
  mark: number,
  seconds: number,
  holds: (interval: number, inside: boolean) => boolean,
): void {
  for (let first = 0; first < count; first++) {
    if (!holds(usual[first]!, false)) continue;
    let last = first;
    while (last + 1 < count && !Number.isNaN(interval[last + 1]!) && holds(usual[last + 1]!, true)) last++;
    if ((sample[last]! - sample[first]!) / rate >= seconds) rhythm.fill(mark, first, last + 1);
    first = last;
  }
}

/** Marks beats around which at least a share is of one kind. */
function markShare(
  { count, kind }: RhythmColumns,
  rhythm: Uint8Array,
  wanted: number,
  share: number,
  mark: number,
): void {
  let found = 0;
  for (let i = 0; i < Math.min(REACH, count); i++) if (kind[i] === wanted) found++;
  for (let i = 0; i < count; i++) {
    if (i + REACH < count && kind[i + REACH] === wanted) found++;
    if (i - REACH - 1 >= 0 && kind[i - REACH - 1] === wanted) found--;
    const around = Math.min(count - 1, i + REACH) - Math.max(0, i - REACH) + 1;
    if (found > 0 && found >= share * around) rhythm[i] = mark;
  }
}
