import type { BeatStore } from './beat-store.svelte.ts';
import type { CaliperHandle } from './calipers-state.svelte.ts';
import type { Caliper } from './calipers.ts';
import type { DrawnLead } from './drawn-lead.ts';
import type { EpisodeLane } from './episode-lane.ts';
import type { Cell } from './layouts.ts';
import type { Palette } from './paper-colours.ts';
import type { PaperGeometry } from './paper.ts';
import type { QualityStore } from './quality-store.svelte.ts';
import type { RowBaselines } from './row-baselines.ts';
import type { Saliency } from './saliency.ts';
import type { SignalSource } from './tile-runs.ts';

export interface DrawnCell extends Pick<Cell, 'from' | 'to'> {
  readonly lead: DrawnLead;
}

/** Fonts as canvas strings, sized for the screen once. */
export interface Fonts {
  readonly label: string;
  readonly text: string;
  readonly small: string;
}

export const fontsFor = (family: string, devicePixelRatio: number): Fonts => ({
  label: `600 ${String(13 * devicePixelRatio)}px ${family}`,
  text: `${String(12 * devicePixelRatio)}px ${family}`,
  small: `${String(11 * devicePixelRatio)}px ${family}`,
});

/** The line at the foot of every page: what it says depends on what the signal that came turned out to be. */
export interface FooterTexts {
  /** The chosen filter is on what is shown. */
  readonly filtered: string;
  /** The signal came without the filter, as it does for stretches too long for it: shown as recorded. */
  readonly unfiltered: string;
  /** Some of what is shown is still under the setting before. */
  readonly pending: string;
}

/** Everything on one screen. Built when something but the position changes; the painter allocates nothing per frame. */
export interface Scene {
  readonly geometry: PaperGeometry;
  readonly rows: readonly (readonly DrawnCell[])[];
  readonly labelRow: number;
  readonly signal: SignalSource;
  readonly baselines: RowBaselines;
  readonly beats: BeatStore;
  readonly episodes: EpisodeLane;
  readonly quality: QualityStore;
  /** Why, while it is asked for. */
  readonly saliency: Saliency | undefined;
  readonly palette: Palette;
  readonly fonts: Fonts;
  /** Colour around the paper. */
  readonly surround: string;
  /** Length of the recording in base-rate samples. */
  readonly samples: number;
  /** Seconds since midnight at the recording's start, where known. */
  readonly startSecond: number | undefined;
  readonly header: string;
  readonly headerRight: string;
  readonly footer: FooterTexts;
  readonly footerRight: string;
}

/** Calipers as they are to be drawn. */
export interface CaliperLayer {
  readonly items: readonly Caliper[];
  /** The end that pointer or keys have in hand; undefined on paper. */
  readonly selected: CaliperHandle | undefined;
}

/** What changes from frame to frame. */
export interface Moment {
  /** Base-rate sample at the left edge. */
  readonly position: number;
  /** Base-rate sample of the beat in focus. */
  readonly focus: number | undefined;
  /** True while some of what is shown was loaded under another filter. */
  readonly pending: boolean;
  /** Ends of a marked range, in base-rate samples; either may be missing. */
  readonly range?: { readonly from: number | undefined; readonly to: number | undefined } | undefined;
  /** What is being measured on the traces. */
  readonly calipers?: CaliperLayer | undefined;
}
