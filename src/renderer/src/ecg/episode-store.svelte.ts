import { type Episode, EPISODE_KINDS, type EpisodeKind } from '../../../shared/contract/analysis.ts';
import { isBackground } from './episode-names.ts';
import { EMPTY_LANE, layEpisodes } from './episode-lane.ts';

/** The rhythm episodes known of a recording. */
export class EpisodeStore {
  /** In time order; the most urgent first where several begin together. */
  all = $state.raw<readonly Episode[]>([]);
  /** Who found them: an automatic reading, made or being made, or the annotation set of this id. */
  source = $state('');
  readonly lane = $derived(this.all.length > 0 ? layEpisodes(this.all) : EMPTY_LANE);
  /** The kind that is stepped through; undefined for all that are no background. */
  sought = $state<EpisodeKind | undefined>();

  set(episodes: readonly Episode[], source: string): void {
    this.source = source;
    this.all = episodes.toSorted(
      (one, other) => one.from - other.from || EPISODE_KINDS.indexOf(one.kind) - EPISODE_KINDS.indexOf(other.kind),
    );
  }

  clear(): void {
    this.all = [];
    this.source = '';
    this.sought = undefined;
  }

  /** The next episode looked for that begins after `sample`, or, `direction` −1, the last that begins before it. */
  next(sample: number, direction: 1 | -1): Episode | undefined {
    const looked = this.all.filter(({ kind }) =>
      this.sought === undefined ? !isBackground(kind) : kind === this.sought,
    );
    return direction === 1 ? looked.find(({ from }) => from > sample) : looked.findLast(({ from }) => from < sample);
  }
}
