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

  tabs: {
    label: 'Inspector',
    findings: 'Findings',
    events: 'Events',
    review: 'Review',
    history: 'History',
  },
};
