import { codeOfMnemonic } from '../../../shared/annotation-codes.ts';
import type { AnnotationColumns } from '../../../shared/recording.ts';
import { rhythmCode } from '../../../shared/rhythm-codes.ts';

/** Episodes of one kind in samples, [from, to), ascending and apart. */
export interface EpisodeSpans {
  readonly from: readonly number[];
  readonly to: readonly number[];
}

/**
 * The outcome of an episode-by-episode comparison, to be added up over records: gross sensitivity by count is
 * `matched / (matched + missed)`, predictivity by count `confirmed / (confirmed + extra)`; by duration they are
 * `referenceOverlap / referenceDuration` and `testOverlap / testDuration`. Durations are in samples.
 */
export interface EpisodeComparison {
  /** Episodes of the reference that overlap with one of the test, and those that do not. */
  readonly matched: number;
  readonly missed: number;
  /** Episodes of the test that overlap with one of the reference, and those that do not. */
  readonly confirmed: number;
  readonly extra: number;
  readonly referenceDuration: number;
  readonly referenceOverlap: number;
  readonly testDuration: number;
  readonly testOverlap: number;
}

export interface EpisodeComparisonOptions {
  /** Scored samples, [from, to): EC57 leaves the first five minutes out. */
  readonly from: number;
  readonly to: number;
  /** What does not count against the test: reference flutter, where fibrillation is compared. */
  readonly excluded?: EpisodeSpans | undefined;
}

/**
 * Compares episodes as ANSI/AAMI EC57 asks for atrial fibrillation and ventricular flutter, and as WFDB's `epicmp` (10.7)
 * counts them: episodes are cut to the scored period, any overlap makes a match, sensitivity goes through the reference's
 * episodes and predictivity through the test's, which are first cut at what is excluded.
 */
export function compareEpisodes(
  reference: EpisodeSpans,
  test: EpisodeSpans,
  options: EpisodeComparisonOptions,
): EpisodeComparison {
  const sensitivity = walk(reference, test, options, undefined);
  const predictivity = walk(test, reference, options, options.excluded);
  return {
    matched: sensitivity.hits,
    missed: sensitivity.misses,
    confirmed: predictivity.hits,
    extra: predictivity.misses,
    referenceDuration: sensitivity.duration,
    referenceOverlap: sensitivity.overlap,
    testDuration: predictivity.duration,
    testOverlap: predictivity.overlap,
  };
}

function walk(
  judged: EpisodeSpans,
  others: EpisodeSpans,
  { from, to }: EpisodeComparisonOptions,
  excluded: EpisodeSpans | undefined,
): { hits: number; misses: number; duration: number; overlap: number } {
  const total = { hits: 0, misses: 0, duration: 0, overlap: 0 };
  for (let i = 0; i < judged.from.length; i++) {
    const start = Math.max(from, judged.from[i]!);
    const end = Math.min(to, judged.to[i]!);
    const length = end - start - (excluded ? overlapWith(excluded, start, end) : 0);
    // Nothing left of it in the scored period.
    if (end <= start || length <= 0) continue;
    const overlap = overlapWith(others, start, end);
    if (overlap > 0) total.hits++;
    else total.misses++;
    total.duration += length;
    total.overlap += overlap;
  }
  return total;
}

/** How much of a stretch lies in any of the episodes. */
function overlapWith({ from, to }: EpisodeSpans, start: number, end: number): number {
  let overlap = 0;
  for (let i = 0; i < from.length; i++) overlap += Math.max(0, Math.min(end, to[i]!) - Math.max(start, from[i]!));
  return overlap;
}

const RHYTHM_CHANGE = codeOfMnemonic('+')?.code;

/**
 * The episodes of some rhythms in an annotation set: from the `+` that names one to the next that names none.
 * @param rhythms without their bracket: `AFIB`
 * @param end of the recording, in samples
 */
export function annotatedRhythm(
  { sample, code, aux }: Pick<AnnotationColumns, 'sample' | 'code' | 'aux'>,
  rhythms: readonly string[],
  end: number,
): EpisodeSpans {
  const from: number[] = [];
  const to: number[] = [];
  let isOpen = false;
  for (let i = 0; i < sample.length; i++) {
    const said = code[i] === RHYTHM_CHANGE ? rhythmCode(aux.get(i) ?? '') : undefined;
    if (said === undefined || rhythms.includes(said) === isOpen) continue;
    (isOpen ? to : from).push(sample[i]!);
    isOpen = !isOpen;
  }
  if (isOpen) to.push(Math.max(end, from.at(-1)!));
  return { from, to };
}
