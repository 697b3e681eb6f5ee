import { EPISODE_KINDS, type Episode, type EpisodeKind } from '../../../shared/contract/analysis.ts';
import { type RhythmThresholdChanges, rhythmThresholds } from '../../../shared/rhythm-thresholds.ts';
import { fibrillation } from './atrial-fibrillation.ts';
import { type BeatSequence, BEAT, type RhythmColumns, rhythmColumns } from './beat-sequence.ts';
import { type BeatSpan, joinedSpans, rateOf } from './beat-span.ts';
import { prematurePatterns, supraventricularRuns, ventricularRuns } from './ectopic-patterns.ts';
import type { ModelRhythm } from './model-rhythm.ts';
import { narrowTachycardias } from './narrow-tachycardia.ts';
import { underlyingEpisodes } from './underlying-episodes.ts';
import { markOf, underlyingRhythm } from './underlying-rhythm.ts';

export type { BeatSequence, SampleStretches } from './beat-sequence.ts';
export type { ModelRhythm } from './model-rhythm.ts';

export interface RhythmOptions {
  /** Changes to the defaults of `RHYTHM_THRESHOLDS`. */
  readonly thresholds?: RhythmThresholdChanges | undefined;
  readonly model?: ModelRhythm | undefined;
}

/** Kinds of events that are the underlying rhythm themselves when they last. */
const OF_ITS_OWN: ReadonlySet<EpisodeKind> = new Set([
  'ventricular-flutter',
  'ventricular-tachycardia',
  'idioventricular',
  'supraventricular-tachycardia',
] satisfies EpisodeKind[]);
const FIBRILLATION = markOf('atrial-fibrillation');
/** Probability from which a model's word is taken where the beats say nothing of it. */
const PROBABLE = 0.5;

/**
 * The rhythm of a recording as episodes in order of time. Two layers lie over each other. The underlying rhythm covers the
 * whole recording without a gap: sinus, slow, fast, atrial fibrillation or flutter, paced, not classified. Events lie
 * within it: runs, couplets, bigeminy, trigeminy, pauses, from their first to their last beat. Ventricular and
 * supraventricular tachycardia, idioventricular rhythm and ventricular flutter are events, and the underlying rhythm too
 * when they last. Flutter cannot be told from intervals alone: it comes from the model only.
 */
export function rhythmEpisodes(beats: BeatSequence, options: RhythmOptions = {}): Episode[] {
  const { model } = options;
  const thresholds = rhythmThresholds(options.thresholds);
  const columns = rhythmColumns(beats);
  const rhythm = underlyingRhythm(columns, thresholds);
  const confidence = new Float32Array(columns.count).fill(Number.NaN);
  const atrial = fibrillation(columns, thresholds, model?.fibrillation);
  for (let i = 0; i < columns.count; i++) {
    if (atrial.mark[i] === 0) continue;
    rhythm[i] = FIBRILLATION;
    confidence[i] = atrial.confidence[i]!;
  }
  const takeProbable = (kind: EpisodeKind, probability = 0): void => {
    if (probability < PROBABLE) return;
    rhythm.fill(markOf(kind));
    confidence.fill(probability);
  };
  takeProbable('atrial-flutter', model?.flutter);
  takeProbable('paced', model?.paced);

  const irregular = rhythm.map((mark) => (mark === FIBRILLATION ? 1 : 0));
  const supraventricular = [
    ...joinedSpans([
      ...supraventricularRuns(columns, thresholds),
      ...narrowTachycardias(columns, thresholds, irregular),
    ]),
    ...prematurePatterns(columns, thresholds, BEAT.supraventricular),
  ];
  const events = [
    ...ventricularRuns(columns, thresholds),
    ...prematurePatterns(columns, thresholds, BEAT.ventricular),
    // In fibrillation no beat is premature, whatever it was labelled.
    ...supraventricular.filter(({ first, last }) => irregular[first] === 0 || irregular[last] === 0),
  ];
  for (const { kind, first, last } of events) {
    const lasts = (columns.sample[last]! - columns.sample[first]!) / columns.rate >= thresholds.rateSeconds;
    if (!lasts || !OF_ITS_OWN.has(kind)) continue;
    rhythm.fill(markOf(kind), first, last + 1);
    confidence.fill(Number.NaN, first, last + 1);
  }
  const ofItsOwn = (span: BeatSpan): boolean => OF_ITS_OWN.has(span.kind) && rhythm[span.first] === markOf(span.kind);
  return inOrder([
    ...underlyingEpisodes(columns, rhythm, confidence),
    ...events.filter((span) => !ofItsOwn(span)).map((span) => episodeOf(columns, span)),
    ...pauses(columns, thresholds.pauseSeconds),
  ]);
}

/** Beats further apart than that, nothing unreadable between. */
function pauses({ sample, interval, count }: RhythmColumns, seconds: number): Episode[] {
  const episodes: Episode[] = [];
  for (let i = 1; i < count; i++) {
    if (!(interval[i]! >= seconds)) continue;
    const [from, to] = [sample[i - 1]!, sample[i]!];
    episodes.push({ kind: 'pause', from, to, beats: 2, rate: Number.NaN, confidence: Number.NaN });
  }
  return episodes;
}

function episodeOf(columns: RhythmColumns, { kind, first, last, confidence }: BeatSpan): Episode {
  return {
    kind,
    from: columns.sample[first]!,
    to: columns.sample[last]!,
    beats: last - first + 1,
    rate: rateOf(columns, first, last),
    confidence: confidence ?? Number.NaN,
  };
}

const inOrder = (episodes: Episode[]): Episode[] =>
  episodes.sort((a, b) => a.from - b.from || EPISODE_KINDS.indexOf(a.kind) - EPISODE_KINDS.indexOf(b.kind));
