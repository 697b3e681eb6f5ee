import type { EpisodeKind } from '../../../shared/contract/analysis.ts';
import type { RhythmThresholds } from '../../../shared/rhythm-thresholds.ts';
import { BEAT, type RhythmColumns } from './beat-sequence.ts';
import { type BeatSpan, rateOf } from './beat-span.ts';

const [, S, V, F] = [0, 1, 2, 3] as const;
/** A beat is premature where its interval is at most this share of the one before it. */
const EARLY = 0.9;

/** Mean over beats of the probability of either class (columns of N, S, V, F, Q); absent where no model said any. */
function meanProbability(
  { probabilities }: RhythmColumns,
  first: number,
  last: number,
  one: number,
  other: number,
): number | undefined {
  if (probabilities === undefined) return undefined;
  let sum = 0;
  for (let i = first; i <= last; i++) {
    sum += probabilities[5 * i + one]! + (one === other ? 0 : probabilities[5 * i + other]!);
  }
  return sum / (last - first + 1);
}

/** Couplets and runs of ventricular beats: by how many come in a row and how fast. */
export function ventricularRuns(columns: RhythmColumns, thresholds: RhythmThresholds): BeatSpan[] {
  const spans: BeatSpan[] = [];
  forEachRun(columns, BEAT.ventricular, (first, last) => {
    const kind = kindOfRun(last - first + 1, rateOf(columns, first, last), thresholds);
    if (kind !== undefined) spans.push({ kind, first, last, confidence: meanProbability(columns, first, last, V, F) });
  });
  return spans;
}

function kindOfRun(beats: number, rate: number, thresholds: RhythmThresholds): EpisodeKind | undefined {
  if (beats < 2) return undefined;
  if (beats === 2) return 'ventricular-couplet';
  if (rate >= thresholds.ventricularFlutterRate && beats >= thresholds.ventricularFlutterBeats) {
    return 'ventricular-flutter';
  }
  if (beats < thresholds.ventricularRunBeats) return 'ventricular-run';
  return rate >= thresholds.tachycardiaRate ? 'ventricular-tachycardia' : 'idioventricular';
}

/** Couplets and runs of beats labelled supraventricular. */
export function supraventricularRuns(columns: RhythmColumns, thresholds: RhythmThresholds): BeatSpan[] {
  const spans: BeatSpan[] = [];
  forEachRun(columns, BEAT.supraventricular, (first, last) => {
    const beats = last - first + 1;
    if (!beginsEarly(columns, first)) return;
    const confidence = meanProbability(columns, first, last, S, S);
    if (beats === 2) spans.push({ kind: 'supraventricular-couplet', first, last, confidence });
    if (beats < 3) return;
    const fast = rateOf(columns, first, last) >= thresholds.tachycardiaRate;
    const long = beats >= thresholds.supraventricularRunBeats;
    spans.push({
      kind: fast && long ? 'supraventricular-tachycardia' : 'supraventricular-run',
      first,
      last,
      confidence,
    });
  });
  return spans;
}

/** A run that begins without a premature beat is a sinus rhythm that became faster, whatever its beats were called. */
function beginsEarly({ interval }: RhythmColumns, first: number): boolean {
  // Unknown intervals (NaN) say nothing against it.
  return !(interval[first]! > EARLY * interval[first - 1]!);
}

/** Premature beats of one kind after every one or every two normal ones, several times in a row. */
export function prematurePatterns(
  columns: RhythmColumns,
  { patternTimes }: RhythmThresholds,
  premature: typeof BEAT.ventricular | typeof BEAT.supraventricular,
): BeatSpan[] {
  const [bigeminy, trigeminy] =
    premature === BEAT.ventricular
      ? (['ventricular-bigeminy', 'ventricular-trigeminy'] as const)
      : (['supraventricular-bigeminy', 'supraventricular-trigeminy'] as const);
  return [
    ...pattern(columns, premature, 2, bigeminy, patternTimes),
    ...pattern(columns, premature, 3, trigeminy, patternTimes),
  ];
}

function pattern(
  { count, kind, interval }: RhythmColumns,
  premature: number,
  period: number,
  name: EpisodeKind,
  times: number,
): BeatSpan[] {
  const spans: BeatSpan[] = [];
  /** Whether a cycle ends at a beat: `period` − 1 normal beats, then a premature one, nothing unreadable between. */
  const endsCycle = (at: number): boolean => {
    if (at < period - 1 || kind[at] !== premature) return false;
    for (let k = 1; k < period; k++)
      if (kind[at - k] !== BEAT.normal || Number.isNaN(interval[at - k + 1]!)) return false;
    return true;
  };
  for (let at = 0; at < count; at++) {
    let cycles = 0;
    while (at + cycles * period < count && endsCycle(at + cycles * period)) cycles++;
    if (cycles < times) continue;
    const last = at + (cycles - 1) * period;
    spans.push({ kind: name, first: at - period + 1, last });
    at = last;
  }
  return spans;
}

/** Beats of one kind in a row, nothing unreadable between. */
export function forEachRun(
  { count, kind, interval }: RhythmColumns,
  wanted: number,
  tell: (first: number, last: number) => void,
): void {
  for (let first = 0; first < count; first++) {
    if (kind[first] !== wanted) continue;
    let last = first;
    while (last + 1 < count && kind[last + 1] === wanted && !Number.isNaN(interval[last + 1]!)) last++;
    tell(first, last);
    first = last;
  }
}
