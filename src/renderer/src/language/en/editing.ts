import { isBeatCode, mnemonicOf } from '../../../../shared/annotation-codes.ts';
import type { EditSummary } from '../../../../shared/contract/editing.ts';
import { count, number } from './numbers.ts';
import { trace } from './trace.ts';

/** `312 beats`, `beat`, `3 labels`. */
const some = (n: number, code: number | undefined): string => {
  const noun = code !== undefined && !isBeatCode(code) ? 'label' : 'beat';
  return n === 1 ? noun : `${number(n)} ${noun}s`;
};
const letter = (code: number | undefined): string => (code === undefined ? '' : ` ${mnemonicOf(code)}`);

const LEVELS: Readonly<Record<string, string>> = { clean: 'clean', noisy: 'noisy', unreadable: 'unreadable' };

export const editing = {
  editing: {
    blind: 'Beat, label hidden for a blind answer',
    sourceSaid: (letters: string) => `source: ${letters}`,
    inserted: 'inserted',

    toggle: 'Edit',
    toggleLong: 'Edit beats, rhythm and quality (E)',
    on: 'Editing',
    leave: 'Stop editing',
    bar: 'Editing',
    active: (mnemonic: string, description: string) => `Label ${mnemonic}: ${description}`,
    labels: 'Labels',
    literal: 'The next key is a label',
    sought: 'N and P go to',
    soughtKinds: {
      ectopic: 'not normal',
      unconfirmed: 'not confirmed',
      label: 'the active label',
      rhythm: 'rhythm change',
      note: 'note',
    },
    undo: 'Undo',
    redo: 'Redo',
    undoWhat: (what: string) => `Undo: ${what} (Ctrl Z)`,
    redoWhat: (what: string) => `Redo: ${what} (Ctrl Shift Z)`,
    taken: {
      undo: (what: string) => `Undone: ${what}`,
      redo: (what: string) => `Done again: ${what}`,
    },
    asAuthor: (name: string) => `as ${name}`,
    copyFirst: 'Your first edit makes your own set; the reading stays as it is.',
    versionFirst: (version: number) => `Version ${String(version)} is signed: your next edit begins a new one.`,
    others: 'You have annotations of your own of this recording.',
    showOwn: 'Show yours',
    chooseBeginning: (name: string) =>
      `These are the labels of ${name}. Begin your own from the reading, or go on from theirs: choose in the bar of editing (E).`,
    othersLabels: (name: string) => `These are the labels of ${name}.`,
    beginAnew: 'Begin my own',
    continueOthers: 'Go on from theirs',
    notYet: 'There is nothing to edit yet: wait for the end of the reading, or choose other annotations.',
    reloaded:
      'These annotations were changed elsewhere and have been loaded again. Look at them, then repeat the change.',
    selectFirst: 'Select a beat first: step with the arrows, or click its mark.',
    episodesOutdated:
      'Episodes of the reading are not shown: beats or rhythm were changed since. Choose the reading to see them.',
    whyOfModel: 'This label is the reader’s: why is told of what the model said.',
    whyNobody: 'Nothing tells why here: no model made this reading.',
    noBeatNear: 'No beat near here: hold Alt to set one exactly.',
    noMore: 'There is no further one of this kind.',
    markFirst: 'Mark a range first: [ at its beginning and ] at its end.',
    noneInRange: 'There are no labels in the range.',

    name: {
      ask: 'Who is reading? Every change bears your name.',
      label: 'Your name',
      save: 'Edit under this name',
      cancel: 'Not now',
      change: 'Read under another name',
    },

    range: {
      label: 'Range',
      from: (time: string) => `from ${time}`,
      to: (time: string) => `to ${time}`,
      all: (mnemonic: string) => `Make all ${mnemonic}`,
      only: 'Only labels',
      anyLabel: 'all labels',
      confirm: 'Confirm all',
      hide: 'Hide all',
      rhythm: 'Rhythm…',
      quality: 'Quality…',
      clear: 'Clear the range',
      relabelQuestion: (n: number, mnemonic: string, already: number) =>
        already > 0
          ? `Make ${count(n, 'label', 'labels')} ${mnemonic}? ${number(already)} already ${already === 1 ? 'is' : 'are'}.`
          : `Make ${count(n, 'label', 'labels')} ${mnemonic}?`,
      confirmQuestion: (n: number) => `Confirm ${count(n, 'label', 'labels')} as they are?`,
      removeQuestion: (n: number) => `Hide ${count(n, 'label', 'labels')}? They can be brought back.`,
      offScreen: 'Part of the range is off the screen.',
      yes: {
        relabel: (n: number) => `Change ${count(n, 'label', 'labels')}`,
        confirm: (n: number) => `Confirm ${count(n, 'label', 'labels')}`,
        remove: (n: number) => `Hide ${count(n, 'label', 'labels')}`,
      },
      no: 'Cancel',
    },
    rhythm: {
      lane: 'Rhythm',
      choose: 'Rhythm of the range',
      none: 'As before it',
      paint: 'Set rhythm',
      remove: 'Remove',
      interval: (name: string, from: string, to: string) => `${name}, ${from} to ${to}`,
      start: (name: string) => `Beginning of ${name}`,
    },
    quality: {
      lane: 'Quality',
      choose: 'Signal quality of the range',
      paint: 'Set quality',
      levels: { clean: 'Clean', noisy: 'Noisy', unreadable: 'Unreadable' },
    },
    note: {
      label: 'Note at this time',
      save: 'Save note',
    },

    summary: ({ kind, count: n, fromCode, toCode, state }: EditSummary): string => {
      switch (kind) {
        case 'relabel':
          return `Relabel ${some(n, toCode)}${letter(fromCode)} to${letter(toCode)}`;
        case 'confirm':
          return `Confirm ${some(n, toCode)}${letter(toCode)}`;
        case 'insert':
          return `Insert${letter(toCode)}`;
        case 'remove':
          return `Hide ${some(n, fromCode)}${letter(fromCode)}`;
        case 'restore':
          return `Restore ${some(n, toCode)}${letter(toCode)}`;
        case 'move':
          return `Move ${some(n, toCode)}${letter(toCode)}`;
        case 'rhythm':
          return state === undefined ? 'Set rhythm' : `Set rhythm: ${trace.codes.rhythm(state)}`;
        case 'quality':
          return state === undefined ? 'Set signal quality' : `Set signal quality: ${LEVELS[state] ?? state}`;
        case 'note':
          return 'Note';
        case 'strip':
          return 'Strip';
        case 'adjudicate':
          return n === 1 ? 'Decide a disagreement' : `Decide ${number(n)} disagreements`;
      }
    },

    review: {
      title: 'Review queue',
      about: 'Label after label, the doubtful ones first. Answer with one key; every answer is saved at once.',
      order: 'Order',
      orders: { 'least-confident': 'Least confident first', class: 'By class', time: 'By time' },
      blindShare: 'Blind',
      blindLong: 'Share of labels that are asked without showing what was read, to measure agreement honestly.',
      percent: (n: number) => `${number(n)} %`,
      start: 'Start review',
      stop: 'Stop review',
      progress: (done: number, total: number) => `${number(done)} of ${number(total)} labels confirmed`,
      asked: 'Asked now',
      at: (time: string) => `at ${time}`,
      unseen: 'Which label? What was read is hidden.',
      stands: 'Label stands',
      next: 'Next',
      previous: 'Previous',
      answerWith: (mnemonic: string) => `Answer ${mnemonic}`,
      blindNeedsLabel: 'This one is asked blind: answer with a label.',
      all: 'Every label of the plan has been looked at.',
      agreement: 'Agreement with the source',
      agreed: (percent: string, asked: number) => `${percent} of ${number(asked)}`,
      blindly: 'Asked blind',
      openly: 'Label in sight',
    },
    signing: {
      title: 'Sign-off',
      unsigned: 'Not signed',
      signed: (version: number) => `Version ${String(version)} signed`,
      by: (signer: string, time: string) => `${signer}, ${time}`,
      edited: (version: number) => `Changed since version ${String(version)}`,
      left: (n: number) => `${count(n, 'label has', 'labels have')} not been confirmed one by one.`,
      note: 'Remark (optional)',
      ask: 'Sign…',
      sign: (name: string) => `Sign as ${name}`,
      signUnnamed: 'Sign',
      cancel: 'Cancel',
      after: 'What is signed cannot be changed: later edits make a new version.',
      done: (version: number, signer: string) => `Version ${String(version)} is signed by ${signer}.`,
      nothingNew: 'This version is signed. An edit begins the next one.',
      unread: (name: string) => `${name} has not been read yet. Look at it first, then sign.`,
    },
    history: {
      edits: 'Edits',
      none: 'Nothing has been edited here.',
      undone: 'undone',
      acts: { undo: 'Undone', redo: 'Done again' },
      more: 'Show older',
      removed: 'Hidden beats',
      restore: 'Restore',
      restoreAll: 'Restore all',
      versions: 'Signed versions',
      version: (n: number) => `Version ${String(n)}`,
      show: 'Show',
      goTo: (time: string) => `Go to ${time}`,
    },
    compare: {
      title: 'Compare readings',
      first: 'First',
      second: 'Second',
      choose: 'Choose two different readings.',
      none: 'There is no disagreement.',
      agreed: (n: number) => `${number(n)} beats agree`,
      notCounted: (n: number) => `${number(n)} taken over from the other reader: not counted`,
      differ: (n: number) => count(n, 'disagreement', 'disagreements'),
      decided: (done: number, all: number) => `${number(done)} of ${number(all)} decided`,
      kinds: 'Kinds',
      noBeat: 'no beat',
      open: (n: number) => `${number(n)} open`,
      allFirst: 'All as first',
      allSecond: 'All as second',
      time: 'Time',
      decision: 'Decision',
      decisions: { first: 'First', second: 'Second', noBeat: 'No beat', other: 'Other', undecided: 'open' },
      takeFirst: (label: string) => `First: ${label}`,
      takeSecond: (label: string) => `Second: ${label}`,
      otherLabel: 'Another label',
      go: (time: string) => `Show ${time} on the trace`,
      result: 'Show the adjudicated set',
      adjudicated: 'adjudicated',
    },
    keys: [
      ['e', 'Editing on and off'],
      ['N V S …', 'Set the label, by its WFDB letter'],
      [', e', 'A label whose letter has another use'],
      ['Enter', 'Give the selected beat the label (also 5 on the pad)'],
      ['← →', 'Step from beat to beat (4 and 6 on the pad)'],
      ['n p', 'Next and previous of the kind looked for'],
      ['Space', 'The label stands'],
      ['Del', 'Hide the beat; it can be brought back'],
      ['[ ]', 'Mark a range'],
      ['⇧ Enter', 'Label all in the range'],
      ['( ~', 'Rhythm, quality of the range'],
      ['"', 'Note at this time'],
      ['Ctrl Z', 'Undo'],
      ['Ctrl ⇧ Z', 'Redo'],
    ] as readonly (readonly [keys: string, does: string])[],
    keysTitle: 'While editing',
  },
};
