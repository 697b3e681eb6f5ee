import type { EpisodeKind } from '../../../shared/contract/analysis.ts';
import type { RhythmColumns } from './beat-sequence.ts';

/** Consecutive beats of one kind of episode, first and last included. */
export interface BeatSpan {
  readonly kind: EpisodeKind;
  readonly first: number;
  readonly last: number;
  /** 0–1; absent where counting alone decided. */
  readonly confidence?: number | undefined;
}

/** Mean rate over the intervals between two beats, per minute; NaN where there is none. */
export function rateOf({ sample, rate }: Pick<RhythmColumns, 'sample' | 'rate'>, first: number, last: number): number {
  const seconds = (sample[last]! - sample[first]!) / rate;
  return seconds > 0 ? (60 * (last - first)) / seconds : Number.NaN;
}

/** Spans that share beats become one, of the kind of the longest. */
export function joinedSpans(spans: readonly BeatSpan[]): BeatSpan[] {
  const sorted = spans.toSorted((a, b) => a.first - b.first);
  const out: BeatSpan[] = [];
  for (const span of sorted) {
    const before = out.at(-1);
    if (before === undefined || span.first > before.last) {
      out.push(span);
      continue;
    }
    const longer = span.last - span.first > before.last - before.first ? span : before;
    out[out.length - 1] = { ...longer, first: before.first, last: Math.max(before.last, span.last) };
  }
  return out;
}
