import type { Snippet } from 'svelte';
import type { Workstation } from '../../../shared/contract.ts';
import type { Workbench } from '../state/workbench.svelte.ts';

/** What every page of the reading pane is given. */
export interface PageProps {
  api: Workstation;
  workbench: Workbench;
  /** The switch between the pages: first in the page's own toolbar. */
  pages: Snippet;
}
