import type { Component } from 'svelte';
import type { InspectorTab } from '../../state/pages.ts';
import HistoryTab from '../editing/HistoryTab.svelte';
import ReviewTab from '../editing/ReviewTab.svelte';
import EventsTab from '../events/EventsTab.svelte';
import FindingsTab from './FindingsTab.svelte';
import type { TabProps } from './tab-props.ts';

/** The tabs there are, in the order of `INSPECTOR_TABS`. A tab scrolls by itself and fills the height it is given. */
export const INSPECTOR_TAB_COMPONENTS: Readonly<Partial<Record<InspectorTab, Component<TabProps>>>> = {
  findings: FindingsTab,
  events: EventsTab,
  review: ReviewTab,
  history: HistoryTab,
};
