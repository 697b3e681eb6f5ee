import { count, number } from './numbers.ts';

export const worklist = {
  worklist: {
    label: 'Worklist',
    search: 'Search patient or record',
    clear: 'Clear the search',
    filter: 'Filter by status',
    all: 'All',
    columns: {
      study: 'Study',
      status: 'Status',
      patientId: 'Patient ID',
      age: 'Age, sex',
      leads: 'Leads',
      duration: 'Duration',
      recorded: 'Recorded',
      imported: 'Imported',
      rate: 'HR',
      rateLong: 'Mean heart rate in beats per minute',
      beats: 'Beats',
      ectopy: 'VE',
      ectopyLong: 'Ventricular ectopic beats',
      format: 'Format',
    },
    loading: 'Loading the worklist…',
    found: (n: number) => count(n, 'study', 'studies'),
    noMatch: 'No study matches.',
    noMatchHint: 'Search looks at patient names, patient IDs and record names.',
    showAll: 'Show all studies',
    emptyTitle: 'The library is empty',
    emptyText:
      'Drop recordings anywhere in this window, or choose them. WFDB and CSV files are read; the originals are kept unchanged and nothing leaves this computer.',
    chooseFiles: 'Choose files…',
    chooseFolder: 'Choose a folder…',
    failed: 'The worklist could not be loaded.',
    tryAgain: 'Try again',
    held: {
      added: (n: number) => `${number(n)} new`,
      changed: 'Update',
      long: 'The list has changed. Show it as it is now.',
    },
    sort: {
      byPriority: 'Most urgent first',
      byTime: 'Newest first',
    },
  },

  priority: {
    column: 'Priority',
    names: ['Nothing urgent found', 'Raised priority', 'High priority', 'Urgent'],
    why: 'Priority by what the automatic reading found; unconfirmed.',
  },

  quarantine: {
    title: 'This file could not be read',
    file: 'File',
    imported: 'Tried',
    kept: 'It stays in the worklist until you remove it, so that no recording is lost silently.',
    dismiss: 'Remove from the worklist',
  },
};
