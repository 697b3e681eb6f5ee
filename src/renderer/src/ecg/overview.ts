import type { RecordingInfo } from '../../../shared/contract/library.ts';
import type { LeadWindow } from '../../../shared/contract/signal.ts';
import type { BeatStore } from './beat-store.svelte.ts';
import type { EpisodeLane } from './episode-lane.ts';
import type { QualityStore } from './quality-store.svelte.ts';
import type { Theme } from './theme-colours.ts';

/** What the overview of a whole recording is painted from. */
export interface Overview {
  readonly recording: Pick<RecordingInfo, 'rate' | 'samples' | 'leads'>;
  readonly window: LeadWindow | undefined;
  readonly beats: BeatStore;
  readonly episodes: EpisodeLane;
  readonly quality: QualityStore;
  readonly theme: Theme;
  /** Device pixels. */
  readonly width: number;
  readonly devicePixelRatio: number;
  readonly font: string;
}
