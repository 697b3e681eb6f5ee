import { count } from './numbers.ts';

export const general = {
  product: 'Einthoven',

  researchUse: 'Research use only',

  facts: {
    years: (years: number) => `${years} y`,
    sex: { female: 'Female', male: 'Male', other: 'Other' },
    sexLetter: { female: 'F', male: 'M', other: 'O' },
    leads: (n: number) => count(n, 'lead', 'leads'),
    beats: (n: number) => count(n, 'beat', 'beats'),
    synthetic: 'Synthetic',
    syntheticShort: 'Syn',
    syntheticLong: 'Synthetic recording, made by the simulator: not a patient.',
  },

  status: {
    label: 'Status',
    new: 'New',
    'in-review': 'In review',
    signed: 'Signed',
    quarantined: 'Quarantined',
    changed: (title: string, status: string) => `${title}: ${status}.`,
    staysSigned: 'The study is signed, and stays so. An edit begins the next version.',
  },

  bar: {
    worklist: 'Show or hide the worklist',
    inspector: 'Show or hide the inspector',
    allStudies: 'All studies',
    import: 'Import',
    importFiles: 'Files…',
    importFolder: 'Folder…',
    importTitle: 'Import recordings',
    settings: 'Settings',
    theme: 'Theme',
    themes: { system: 'As the system', light: 'Light', dark: 'Dark' },
    language: 'Language',
    calibrate: 'Calibrate this screen…',
    analysis: 'Devices, models, thresholds…',
    shortcuts: 'Keyboard shortcuts',
    about: 'About Einthoven',
    resize: 'Width of the worklist',
  },

  notice: { dismiss: 'Dismiss' },

  connection: {
    lostTitle: 'The connection to the workstation was lost',
    lostText: 'What you entered until now is saved. Reload the window; if that does not help, start Einthoven again.',
    unreachableTitle: 'The workstation does not answer',
    unreachableText: 'Start Einthoven again, then open this window from it.',
    reload: 'Reload',
  },

  about: {
    title: 'About Einthoven',
    purpose: 'A cardiology workstation: review recordings, annotate beats.',
    version: (version: string) => `Version ${version}`,
    intended:
      'For research, and to support a qualified reader. Einthoven is not a certified medical device. Every automatic statement is unconfirmed until a person signs it.',
    privacy: 'Recordings stay on this computer.',
    licence: 'Apache License 2.0. Interface typeface: Inter, SIL Open Font License 1.1.',
    mark: 'The mark is Einthoven’s triangle: leads I, II and III.',
    close: 'Close',
  },
};
