import type { Preferences } from '../../../../shared/contract/system.ts';
import type { InspectorTab, ReadingPage } from '../../state/pages.ts';

type Named<Name extends string> = readonly (readonly [name: Name, words: string])[];

export const palette = {
  palette: {
    title: 'Commands',
    placeholder: 'Type what to do, or whose study to open',
    nothing: 'Nothing here does that.',
    found: (n: number) => (n === 1 ? '1 command' : `${String(n)} commands`),
    open: (title: string) => `Open ${title}`,
    groups: { show: 'Show', measure: 'Measure', study: 'Study', trace: 'Trace', window: 'Window' },
    pages: [
      ['trace', 'Trace'],
      ['median', 'Median beats'],
      ['disclosure', 'Full disclosure'],
      ['clusters', 'Shapes of beats'],
      ['compare', 'Compare readers'],
    ] as Named<ReadingPage>,
    tabs: [
      ['findings', 'Findings'],
      ['events', 'Events, bookmarks and strips'],
      ['review', 'Review and sign-off'],
      ['history', 'History of edits'],
    ] as Named<InspectorTab>,
    layouts: [
      ['3x4', 'Layout: three rows of four columns'],
      ['6x2', 'Layout: six rows of two columns'],
      ['12x1', 'Layout: twelve rows'],
      ['cabrera', 'Layout: Cabrera'],
      ['strip', 'Layout: strip'],
    ] as Named<Preferences['layout']>,
    calipers: 'Calipers',
    learning: 'Learning: train, compare and choose the model',
    edit: 'Edit beats',
    print: 'Print or save as PDF',
    sign: 'Sign this study',
    faster: 'Faster paper',
    slower: 'Slower paper',
    higher: 'Higher gain',
    lower: 'Lower gain',
    start: 'Start of the recording',
    end: 'End of the recording',
    why: 'Why the beat in focus was read so',
  },
};
