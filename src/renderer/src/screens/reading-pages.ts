import type { Component } from 'svelte';
import type { RecordingInfo } from '../../../shared/contract/library.ts';
import type { ReadingPage } from '../state/pages.ts';
import type { Workbench } from '../state/workbench.svelte.ts';
import { suitsSheet } from '../ecg/layouts.ts';
import ClustersPage from './clusters/ClustersPage.svelte';
import DisclosurePage from './disclosure/DisclosurePage.svelte';
import ComparePage from './editing/ComparePage.svelte';
import MedianBeatsPage from './measurements/MedianBeatsPage.svelte';
import type { PageProps } from './page-props.ts';

/** A recording this long (seconds) is on one page of the trace; there is nothing to disclose. */
const SHORT = 30;
const isShort = ({ samples, rate }: RecordingInfo): boolean => samples < SHORT * rate;

export interface ReadingPageEntry {
  readonly component: Component<PageProps>;
  /** Whether there is anything to show on it for the recording that is open. */
  readonly isOffered: (workbench: Workbench) => boolean;
}

/** The pages there are beside the trace itself, which is always there. */
export const READING_PAGE_ENTRIES: Readonly<Partial<Record<Exclude<ReadingPage, 'trace'>, ReadingPageEntry>>> = {
  median: {
    component: MedianBeatsPage,
    isOffered: ({ session }) => session.recording !== undefined && suitsSheet(session.recording.leads),
  },
  clusters: {
    component: ClustersPage,
    isOffered: ({ session }) => session.recording !== undefined && !isShort(session.recording),
  },
  compare: {
    component: ComparePage,
    isOffered: ({ editing }) => editing.comparison.others.length > 0,
  },
  disclosure: {
    component: DisclosurePage,
    isOffered: ({ session }) => session.recording !== undefined && !isShort(session.recording),
  },
};
