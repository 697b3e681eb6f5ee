/** What the reading pane shows of the open recording. */
export const READING_PAGES = ['trace', 'median', 'disclosure', 'clusters', 'compare'] as const;
export type ReadingPage = (typeof READING_PAGES)[number];

/** What the inspector beside it shows. */
export const INSPECTOR_TABS = ['findings', 'events', 'review', 'history'] as const;
export type InspectorTab = (typeof INSPECTOR_TABS)[number];
