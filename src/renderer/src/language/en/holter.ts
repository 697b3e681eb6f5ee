import { count } from './numbers.ts';

export const holter = {
  pages: {
    label: 'Page',
    trace: 'Trace',
    median: 'Median beats',
    disclosure: 'Overview',
    clusters: 'Shapes',
    compare: 'Compare',
    titles: {
      trace: 'The trace on its paper',
      median: 'Median beat of each lead with its measurements',
      disclosure: 'Full disclosure: the whole recording in rows',
      clusters: 'Beats grouped by shape',
      compare: 'Two readers beside each other',
    },
  },

  disclosure: {
    lead: 'Lead',
    rowLength: 'Row',
    rowLengthLong: 'Time in one row',
    rowHeight: 'Height',
    rowHeightLong: 'Height of a row',
    heights: { low: 'Low', usual: 'Medium', high: 'High' },
    scale: (amplitude: string, unit: string) => `Row ${amplitude} ${unit} high, unfiltered`,
    pointed: 'Time at the pointer',
    perMinute: '/min',
    label: (lead: string, rows: number, length: string) =>
      `Full disclosure, lead ${lead}, ${count(rows, 'row', 'rows')} of ${length}`,
    keys:
      'Up and down arrows move by a row, left and right within it, with Shift finely; Page Up and Page Down by a screen; ' +
      'Home and End go to the ends; plus and minus change the length of a row; N and P go to the next and previous beat ' +
      'that is not normal; Enter opens the place on the trace.',
  },

  events: {
    kinds: 'Kinds of events',
    all: 'All',
    list: 'Events',
    found: (n: string) => `Events: ${n}`,
    none: 'No events.',
    unknown: 'No beats yet. Have the recording read first.',
    next: 'Next event',
    previous: 'Previous event',
    noFurther: 'No further event of these kinds.',
    noEarlier: 'No earlier event of these kinds.',
    names: {
      ventricular: 'Ventricular beats',
      supraventricular: 'Supraventricular beats',
      fusion: 'Fusion beats',
      'paced-or-unknown': 'Paced or unknown beats',
      couplet: 'Ventricular couplets',
      run: 'Ventricular runs, three beats or more',
      pause: 'Pauses of 2 s or more',
      rhythm: 'Changes of rhythm',
      quality: 'Changes of signal quality',
      note: 'Notes',
      strip: 'Strips and bookmarks',
      doubtful: 'Beats whose class is in doubt',
    },
    short: {
      ventricular: 'V',
      supraventricular: 'S',
      fusion: 'F',
      'paced-or-unknown': 'Q',
      couplet: 'Couplets',
      run: 'Runs',
      pause: 'Pauses',
      rhythm: 'Rhythm',
      quality: 'Quality',
      note: 'Notes',
      strip: 'Strips',
      doubtful: 'In doubt',
    },
    one: { couplet: 'Ventricular couplet', run: 'Ventricular run', pause: 'Pause' },
    bookmark: 'Bookmark',
    strip: 'Strip',
    /** Of WFDB's letters a lead: c clean, n noisy, u unreadable. */
    quality: (letters: string): string =>
      letters.includes('u') ? 'Signal unreadable' : letters.includes('n') ? 'Signal noisy' : 'Signal clean',
  },

  strips: {
    list: 'Strips and bookmarks',
    bookmark: 'Bookmark',
    saveStrip: 'Save strip',
    stretch: (from: string, length: string) => `From ${from}, ${length}`,
    text: 'What is to be seen',
    leads: 'Leads of the strip',
    save: 'Save strip',
    cancel: 'Cancel',
    saved: 'The strip was saved for the report.',
    bookmarked: 'This place was bookmarked.',
    rename: (name: string) => `Rename ${name}`,
    renameShort: 'Rename',
    remove: (name: string) => `Remove ${name}`,
    removeShort: 'Remove',
  },

  tabs: {
    label: 'Inspector',
    findings: 'Findings',
    events: 'Events',
    review: 'Review',
    history: 'History',
  },
};
