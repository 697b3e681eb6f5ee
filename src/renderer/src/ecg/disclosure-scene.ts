import type { BeatStore } from './beat-store.svelte.ts';
import type { DisclosureGeometry } from './disclosure-geometry.ts';
import type { EpisodeLane } from './episode-lane.ts';
import type { Palette } from './paper-colours.ts';
import type { QualityStore } from './quality-store.svelte.ts';
import type { SignalSource } from './tile-runs.ts';

/** All that the rows are drawn from. Built when something but the scroll position changes. */
export interface DisclosureScene {
  readonly geometry: DisclosureGeometry;
  /** Index of the lead, and base-rate samples to one of its samples. */
  readonly lead: number;
  readonly baseSamplesPerSample: number;
  /** Integer steps a row has room for; 0 while that is not known. */
  readonly span: number;
  readonly signal: SignalSource;
  readonly beats: BeatStore;
  readonly episodes: EpisodeLane;
  readonly quality: QualityStore;
  readonly palette: Palette;
  /** CSS font strings, sized in device pixels. */
  readonly font: string;
  readonly boldFont: string;
  /** Seconds since midnight at the recording's start, where known. */
  readonly startSecond: number | undefined;
}
