import { count } from './numbers.ts';

export const holter = {
  pages: {
    label: 'Page',
    trace: 'Trace',
    disclosure: 'Overview',
    clusters: 'Shapes',
    compare: 'Compare',
    titles: {
      trace: 'The trace on its paper',
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

  tabs: {
    label: 'Inspector',
    findings: 'Findings',
    events: 'Events',
    review: 'Review',
    history: 'History',
  },
};
