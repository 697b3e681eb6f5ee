import { count } from './numbers.ts';

/** Which model made which label, and reading again. */
export const makers = {
  makers: {
    title: 'Which model made what',
    about:
      'Recordings by what read them last, and every beat of the library by whose label stands. Labels keep the name of what made them; an earlier reading is kept beside a later one.',
    model: 'Made by',
    kinds: {
      model: 'Model',
      rules: 'Rules',
      adapted: 'Adapted to their recording',
      reader: 'Set or confirmed by readers',
      file: 'Came with a file',
    },
    promoted: 'Taken into use',
    promotedBy: (who: string) => `by ${who}`,
    recordings: 'Recordings',
    recordingsTitle: 'Whose latest automatic reading it made',
    unsigned: 'Unsigned',
    unsignedTitle: 'Of these, in studies that nobody has signed: they can be read again',
    labelsTitle: (name: string) => `${name}: labels that stand and that nobody else has set or confirmed`,
    again: (studies: number) =>
      `Read ${count(studies, 'unsigned study', 'unsigned studies')} again with the model in use`,
    againText:
      'It is done when nothing else is to be read. Labels that a reader has set or confirmed stay, and so do the earlier readings; signed studies are left out.',
    allRead: 'Every unsigned study has been read with the model in use.',
    running: 'Reading again',
    left: (left: number) => `${count(left, 'recording', 'recordings')} left`,
    failed: (n: number) => `${count(n, 'recording', 'recordings')} could not be read; the earlier reading stays.`,
    cancel: 'Cancel',
    cancelTitle: 'What has been read again stays; the rest keeps its earlier reading',
    done: (n: number) => `${count(n, 'recording has', 'recordings have')} been read again.`,
    adapted: 'adapted',
    adaptedTitle: 'Labels that a model adapted to the recording had changed: counted apart',

    study: {
      outdated: (model: string) => `Another model is in use now: ${model}.`,
      beside: 'Your labels stay as they are; the new reading is made beside them.',
      again: 'Read again with it',
      newer: (model: string) => `There is a newer reading, by ${model}.`,
      show: 'Show it',
    },

    label: {
      title: 'Label',
      none: 'Click a beat to see who gave its label, and when.',
      given: 'Given by',
      confirmed: 'Confirmed',
      before: 'Before',
      wasCode: (code: string, maker: string) => `${code}, ${maker}`,
      adaptedBy: (model: string) => `${model}, adapted to this recording`,
      at: 'On',
      by: (who: string, when: string) => `${who}, ${when}`,
    },
  },
};
