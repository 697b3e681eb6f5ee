type Keys = readonly (readonly [keys: string, does: string])[];

export const shortcuts = {
  shortcuts: {
    title: 'Keyboard shortcuts',
    close: 'Close',
    anywhere: 'Anywhere',
    inWorklist: 'In the worklist',
    inTrace: 'On the trace',
    /** Keys, and what they do. */
    trace: [
      ['← →', 'Move by a tenth of the screen'],
      ['Shift ← →', 'Move by a hundredth of the screen'],
      ['PgUp PgDn', 'Move by a screen'],
      ['Home End', 'Start and end of the recording'],
      ['+ −', 'Time scale'],
      ['↑ ↓', 'Gain'],
      ['Ctrl wheel', 'Larger or smaller, at the pointer'],
      ['0', 'Whole page, or its full width'],
      ['N P', 'Next and previous beat that is not normal'],
      ['Shift N P', 'Next and previous rhythm episode'],
      ['C', 'Calipers'],
      ['W', 'Show or hide why the beat in focus was read so'],
    ] as Keys,
    entries: {
      search: 'Search the worklist',
      import: 'Import files',
      importFolder: 'Import a folder',
      worklist: 'Show or hide the worklist',
      inspector: 'Show or hide the inspector',
      next: 'Open the next study',
      previous: 'Open the previous study',
      print: 'Print, or save as PDF',
      palette: 'Commands and studies by name',
      help: 'This list',
      move: 'Move through the list',
      open: 'Open the study',
      status: 'Set status: new, in review, signed',
      leave: 'Hide why; leave the study, back to all studies',
    },
  },
};
