import { EPISODE_KINDS, type Episode, type EpisodeKind } from '../../../shared/contract/analysis.ts';
import type { RhythmColumns } from './beat-sequence.ts';
import { rateOf } from './beat-span.ts';

/**
 * The underlying rhythm as episodes that cover the whole recording: each lasts until the first beat of the next. What is
 * unreadable, or holds no beat, is not classified.
 * @param rhythm index into `EPISODE_KINDS` of each beat
 * @param confidence of that, 0–1; NaN where decided by counting alone
 */
export function underlyingEpisodes(columns: RhythmColumns, rhythm: Uint8Array, confidence: Float32Array): Episode[] {
  const { count, sample, end, unreadable } = columns;
  const episodes: Episode[] = [];
  const stretches = unreadable.from.length;
  let at = 0;
  let from = 0;
  for (let stretch = 0; stretch <= stretches; stretch++) {
    const until = stretch < stretches ? Math.min(end, unreadable.from[stretch]!) : end;
    let start = from;
    while (at < count && sample[at]! < until) {
      const first = at;
      while (at < count && sample[at]! < until && rhythm[at] === rhythm[first]) at++;
      const to = at < count && sample[at]! < until ? sample[at]! : until;
      const kind = EPISODE_KINDS[rhythm[first]!]!;
      add(episodes, { kind, from: start, to, ...figures(columns, first, at - 1, confidence) });
      start = to;
    }
    if (start < until) add(episodes, unclassified(start, until, 0));
    if (stretch === stretches) break;
    from = Math.min(end, unreadable.to[stretch]!);
    const before = at;
    while (at < count && sample[at]! < from) at++;
    if (until < from) add(episodes, unclassified(until, from, at - before));
  }
  return episodes;
}

const unclassified = (from: number, to: number, beats: number): Episode => ({
  kind: 'unclassified' satisfies EpisodeKind,
  from,
  to,
  beats,
  rate: Number.NaN,
  confidence: Number.NaN,
});

function figures(
  columns: RhythmColumns,
  first: number,
  last: number,
  confidence: Float32Array,
): Pick<Episode, 'beats' | 'rate' | 'confidence'> {
  let sum = 0;
  for (let i = first; i <= last; i++) sum += confidence[i]!;
  const beats = last - first + 1;
  return { beats, rate: rateOf(columns, first, last), confidence: sum / beats };
}

/** Adds an episode; two stretches that are not classified become one. */
function add(episodes: Episode[], episode: Episode): void {
  const last = episodes.at(-1);
  if (last?.kind !== 'unclassified' || episode.kind !== 'unclassified') episodes.push(episode);
  else episodes[episodes.length - 1] = unclassified(last.from, episode.to, last.beats + episode.beats);
}
