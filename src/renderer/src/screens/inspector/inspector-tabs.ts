import type { Component } from 'svelte';
import type { StudyDetail } from '../../../../shared/contract/library.ts';
import type { Workstation } from '../../../../shared/contract.ts';
import type { InspectorTab } from '../../state/pages.ts';
import type { Workbench } from '../../state/workbench.svelte.ts';
import HistoryTab from '../editing/HistoryTab.svelte';
import ReviewTab from '../editing/ReviewTab.svelte';
import EventsTab from '../events/EventsTab.svelte';
import FindingsTab from './FindingsTab.svelte';

export interface TabProps {
  api: Workstation;
  workbench: Workbench;
  detail: StudyDetail;
  /** The sample in the middle of the trace, or the one in focus: what comes next is looked for from here. */
  position: () => number;
  onjump: (sample: number) => void;
}

/** The tabs there are, in the order of `INSPECTOR_TABS`. A tab scrolls by itself and fills the height it is given. */
export const INSPECTOR_TAB_COMPONENTS: Readonly<Partial<Record<InspectorTab, Component<TabProps>>>> = {
  findings: FindingsTab,
  events: EventsTab,
  review: ReviewTab,
  history: HistoryTab,
};
