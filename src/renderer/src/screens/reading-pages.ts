import type { Component, Snippet } from 'svelte';
import type { Workstation } from '../../../shared/contract.ts';
import type { ReadingPage } from '../state/pages.ts';
import type { Workbench } from '../state/workbench.svelte.ts';

export interface PageProps {
  api: Workstation;
  workbench: Workbench;
  /** The switch between the pages: first in the page's own toolbar. */
  pages: Snippet;
}

export interface ReadingPageEntry {
  readonly component: Component<PageProps>;
  /** Whether there is anything to show on it for the recording that is open. */
  readonly isOffered: (workbench: Workbench) => boolean;
}

/** The pages there are beside the trace itself, which is always there. */
export const READING_PAGE_ENTRIES: Readonly<Partial<Record<Exclude<ReadingPage, 'trace'>, ReadingPageEntry>>> = {};
