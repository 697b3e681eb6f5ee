import { type Episode, EPISODE_KINDS, type EpisodeKind } from '../../../shared/contract/analysis.ts';

/** All episodes of one kind. */
export interface EpisodeGroup {
  readonly kind: EpisodeKind;
  /** In time order. */
  readonly episodes: readonly Episode[];
  readonly longest: Episode;
  /** Undefined where no episode of the kind has a rate (pauses). */
  readonly fastest: Episode | undefined;
  /** Samples of all of them together. */
  readonly samples: number;
}

/** Episodes by kind, the most urgent kind first. @param episodes in time order */
export function groupEpisodes(episodes: readonly Episode[]): readonly EpisodeGroup[] {
  return EPISODE_KINDS.flatMap((kind) => {
    const own = episodes.filter((episode) => episode.kind === kind);
    const [first] = own;
    if (!first) return [];
    let longest = first;
    let fastest: Episode | undefined;
    let samples = 0;
    for (const episode of own) {
      const length = episode.to - episode.from;
      samples += length;
      if (length > longest.to - longest.from) longest = episode;
      if (episode.rate > (fastest?.rate ?? 0)) fastest = episode;
    }
    return [{ kind, episodes: own, longest, fastest, samples }];
  });
}
