import { EpisodeStore } from './episode-store.svelte.ts';
import { QualityStore } from './quality-store.svelte.ts';
import type { Saliency } from './saliency.ts';

/** What lies over or under the trace beside its beats. */
export class TraceLayers {
  readonly episodes = new EpisodeStore();
  readonly quality = new QualityStore();
  /** Shown on request; undefined otherwise. */
  saliency = $state.raw<Saliency | undefined>();

  /** Makes ready for a recording of so many samples at `rate` Hz. */
  begin(samples: number, rate: number): void {
    this.episodes.clear();
    this.quality.begin(samples, rate);
    this.saliency = undefined;
  }
}
