import type {
  LearningDecision,
  LearningJob,
  LearningKind,
  LearningRemark,
} from '../../../../shared/contract/learning.ts';
import { learningSentences } from './learning-sentences.ts';
import { count, number } from './numbers.ts';

/** Of a fall of agreement: shares as they are shown, the class and those that fell by themselves. */
export interface FallWords {
  readonly since: string;
  readonly rate: string;
  readonly before: string;
  readonly answers: string;
  readonly aamiClass: string;
  readonly blind: boolean;
  readonly classes: readonly string[];
}

type Remarks = Readonly<Record<LearningRemark['code'], (about: { aamiClass: string; count: string }) => string>>;

const kinds: Readonly<Record<LearningKind, string>> = {
  finetune: 'Training on corrections',
  adapt: 'Adaptation to one recording',
  pretrain: 'Pretraining',
  evaluate: 'Comparison',
};

const remarks: Remarks = {
  'no-labels': () =>
    'Nobody has confirmed or corrected a beat yet. Open a study, switch editing on with E, and answer the review: 20 beats are enough to try.',
  'one-class': () =>
    'All labels are of one class: nothing can be told apart by them. Correct some beats of another class, in the review for example.',
  'class-absent': ({ aamiClass }) => `No label of class ${aamiClass}: of it the model keeps what it knows.`,
  'class-few': ({ aamiClass, count: n }) =>
    `Few labels of class ${aamiClass} (${n}): little will be learned of it. More can be had from the review, in the order of least confidence.`,
  'no-held-out': () =>
    'No patient is held out, so the clinic’s own recordings cannot judge the result; the reference set does. Label recordings of another patient to change that.',
  'held-out-few': ({ aamiClass, count: n }) =>
    `Few labels of class ${aamiClass} of held-out patients (${n}): what they say of the result will be uncertain there.`,
  'held-out-early': ({ count: n }) =>
    `${n} labels of held-out patients judge nothing: of recordings longer than ten minutes the first five are not counted (EC57). Label beats after them.`,
  'one-patient': () =>
    'All labels are of one patient. The model can get better for this patient; whether it does for others only the reference set can tell.',
  'patients-not-stated': ({ count: n }) =>
    `${n} studies state no patient: each counts as one, unless it holds the same signal as another. Recordings of one patient may then stand on both sides, which makes a result look better than it is.`,
  'no-signal': () => 'Some recordings have no lead that the model can read. They are left out.',
  'outside-labels-left-out': () => 'Labels beyond the first minutes are not learned from; they stay as they are.',
  shortened: () => 'Some recordings are very long; only a part of them is learned from.',
  'rehearsal-missing': () =>
    'The rehearsal set that comes with the program is missing, so what the model knows of other patients may be forgotten. Install Einthoven again to get it back.',
  'model-damaged': () =>
    'The model in use is damaged and no other takes its place, so there is none to train further. Install Einthoven again.',
};

const decisions: Readonly<Record<LearningDecision['kind'], string>> = {
  promote: 'Promoted',
  refuse: 'Refused',
  'roll-back': 'Rolled back',
  import: 'Imported',
  export: 'Exported',
};

const states: Readonly<Record<LearningJob['state'], string>> = {
  queued: 'Queued',
  running: 'Running',
  paused: 'Paused',
  done: 'Done',
  failed: 'Failed',
  cancelled: 'Cancelled',
};

const stages: Readonly<Record<LearningJob['stage'], string>> = {
  waiting: 'Waits for its turn',
  reading: 'Reads the recordings',
  training: 'Trains',
  comparing: 'Compares with the model in use',
  keeping: 'Keeps the result',
  ended: 'Ended',
};

export const learning = {
  learning: {
    title: 'Learning',
    open: 'Learning: train and compare models',
    leave: 'Back',
    back: 'Back to Learning',
    steps: 'Steps',
    modelInUse: 'Model in use',
    retry: 'Try again',
    loading: 'Loading…',
    unreachable: 'Nothing is heard of the jobs.',
    inUse: 'in use',
    percent: '%',
    sections: { data: 'Data', train: 'Train', compare: 'Compare', history: 'History', watch: 'Watch' },
    intro: {
      data: 'What a training would learn from: only beats that a person confirmed or corrected. Look at what is missing, then keep it as a snapshot; what is edited later does not move it.',
      train:
        'A training makes a candidate beside the model in use. For the readers nothing changes until somebody promotes it. It runs at low priority, and goes on at the next start if Einthoven is closed.',
      compare:
        'The candidate and the model in use, judged on the same beats: of held-out patients, of whom no training of this library has learned for either, and of the reference set, which the model that came with the program knows. Read the gate’s verdict first, then promote the candidate or refuse it with a reason.',
      history:
        'Every model, and who decided what on it and why. Rolling back takes an earlier model into use at once. Labels keep the name of the model that made them.',
      watch:
        'How often readers agree with the model, week by week. Blind answers, given without the model’s label in sight, are the honest ones. A fall beyond chance is an alert.',
    },
    notices: {
      done: (kind: LearningKind, passed: boolean | undefined) =>
        kind === 'adapt'
          ? 'The recording was adapted to. Look at what would change under Learning, Train.'
          : `${kinds[kind]} is done${passed === undefined ? '' : passed ? ': the gate lets the candidate pass' : ': the gate refuses the candidate'}. It waits under Learning, Compare.`,
      failed: (kind: LearningKind) => `${kinds[kind]} failed. Nothing was changed; the model in use stays.`,
    },
    kinds,
    sentences: learningSentences,

    classes: {
      class: 'Class',
      total: 'All',
      names: { N: 'Normal', S: 'Supraventricular', V: 'Ventricular', F: 'Fusion', Q: 'Unknown, paced' },
    },

    data: {
      what: 'Learn from',
      whats: {
        finetune: 'Corrections',
        adapt: 'One recording’s first minutes',
        pretrain: 'Recordings without labels',
      },
      whatTitles: {
        finetune: 'Every beat a reader confirmed or corrected, of all patients: makes a candidate model',
        adapt: 'The labelled beginning of one recording: the rest of it is read anew, no model is replaced',
        pretrain: 'The clinic’s own recordings, labels not needed: the model gets to know the signals it will see',
      },
      heldOut: 'Held out',
      heldOutTitle: 'Share of the patients whose labels only judge the result',
      percent: (share: number) => `${Math.round(100 * share)} % of patients`,
      seed: 'Draw',
      seedTitle: 'Another number draws other patients to be held out; the same number the same ones',
      recording: 'Recording',
      chooseRecording: 'Choose a recording…',
      noLabelled:
        'No recording has labels of a reader yet. Label the first minutes of one: open it, switch editing on with E.',
      minutes: 'Minutes',
      minutesTitle: 'Labels before this time are learned from',
      keep: 'Keep snapshot',
      keeping: 'Keeping…',
      kept: (n: number) => `The snapshot is kept: ${count(n, 'recording', 'recordings')}. Plan the training next.`,
      cannot: 'This cannot be learned from yet; the sentences above say what is missing.',
      labels: 'Labels by class',
      learned: 'Learned from',
      judged: 'Held out to judge',
      parent: 'Trained further',
      remarks: 'What to know before',
      remark: remarks,
      patients: (n: number) => count(n, 'patient', 'patients'),
      patient: 'Patient',
      unnamed: 'Not named',
      unnamedOf: (recordings: string, more: number) => `${recordings}${more > 0 ? ` and ${number(more)} more` : ''}`,
      recordings: 'Recordings',
      side: 'Side',
      sides: { train: 'Learned from', 'held-out': 'Held out' },
      reasons: {
        'learned-before': 'was learned from before',
        'too-few-patients': 'too few patients to hold one out',
      },
      corrected: 'Corrected',
      unconfirmed: 'Not looked at',
      confirmedBy: 'By',
      labelsBy: (reader: string, n: number) => `${reader} (${number(n)})`,
      signed: 'Signed',
      openStudy: (name: string) => `Open ${name}`,
      duration: 'Length',
      snapshots: 'Snapshots',
      noSnapshots: 'None yet. Keep one to train on it.',
      made: 'Kept',
      hash: 'Fingerprint',
      hashTitle: 'The same labels, split, seed and model give the same',
      trainOn: 'Train on it',
      nothing: 'Nothing to learn from yet.',
    },

    train: {
      plan: 'New training',
      snapshot: 'Snapshot',
      noSnapshot: 'There is no snapshot to train on. Look at the data and keep one first.',
      toData: 'Look at the data',
      snapshotName: (when: string, kind: LearningKind, labels: number) =>
        `${when} · ${kinds[kind]} · ${count(labels, 'label', 'labels')}`,
      steps: 'Steps',
      usual: 'as planned',
      device: 'Device',
      threads: 'Threads',
      start: 'Begin with',
      startPretrained: 'the pretrained trunk',
      parentNotInUse: (parent: string, inUse: string) =>
        `This snapshot trains ${parent} further, which is not in use any more. The result is compared with ${inUse}, which is. To train that one further, keep a new snapshot.`,
      planned: (steps: number, windows: number, own: number) =>
        `${count(steps, 'step', 'steps')} of ${count(windows, 'window', 'windows')}, ${number(own)} of them from the clinic’s recordings; the rest rehearses other patients.`,
      plannedOwn: (steps: number, windows: number) =>
        `${count(steps, 'step', 'steps')} of ${count(windows, 'window', 'windows')}, all from the clinic’s recordings.`,
      about: (duration: string) => `About ${duration}`,
      basis: { measured: 'measured on this machine', assumed: 'a guess: nothing was trained here yet' },
      on: (device: string, threads: number) => `${device}, ${count(threads, 'thread', 'threads')}`,
      planning: 'Planning…',
      begin: 'Start training',
      queuedBehind: 'The training is queued: it begins when the one under way has ended.',
      jobs: 'Jobs',
      noJobs: 'No training was started yet. Plan one above.',
      kind: 'Job',
      state: 'State',
      states,
      resumes: 'Queued again: it was interrupted and goes on where it was',
      stages,
      started: 'Asked for',
      by: 'By',
      took: 'Work',
      result: 'Result',
      passed: 'Passes the gate',
      refused: 'Refused by the gate',
      pause: 'Pause',
      resume: 'Resume',
      cancel: 'Cancel',
      cancelTitle: 'End the job and remove what it has done',
      cancelSure: 'What it has learned so far is removed. The model in use is not touched.',
      cancelYes: 'Cancel the training',
      cancelNo: 'Let it go on',
      toComparison: 'Compare',
      stepOf: (step: number, steps: number) => `Step ${number(step)} of ${number(steps)}`,
      left: 'Time left',
      stillLeft: (duration: string) => `${duration} left`,
      worked: 'Worked for',
      speed: 'Throughput',
      perSecond: (windows: string) => `${windows} windows/s`,
      progress: 'Progress',
      losses: 'Loss',
      lossesTitle: 'Loss by step: lower is better',
      validation: 'Validation',
      validationTitle: 'Validation by step, in percent: higher is better',
      noCurves: 'Curves appear with the first steps.',
      noValidation: 'Appears with the first look at other patients.',
      lost: 'The job may go on, but nothing is heard of it:',
      curve: {
        total: 'Total',
        'cross-entropy': 'Cross-entropy',
        crossEntropy: 'Cross-entropy',
        contrastive: 'Contrastive',
        distillation: 'Distillation',
        reconstruction: 'Reconstruction',
        'own labels': 'Own labels',
        'other patients': 'Other patients',
        'other patients V F1': 'V F1, other patients',
        'other patients S F1': 'S F1, other patients',
      },
      running: (kind: LearningKind, percent: number) => `${kinds[kind]}: ${percent} %`,
      paused: (kind: LearningKind) => `${kinds[kind]} is paused`,
    },

    adaptation: {
      title: 'What would change',
      none: 'The adapted model says the same of every beat nobody has confirmed.',
      sentence: (changed: number, all: number) =>
        `Of ${count(all, 'beat', 'beats')} nobody has confirmed, ${number(changed)} would change. None of them becomes confirmed by it, and it can be undone.`,
      from: 'From',
      to: 'To',
      beats: 'Beats',
      first: 'First',
      look: 'Look at the first',
      guarded: (classes: string) =>
        `The labelled minutes held no beat of ${classes}: of these the model before keeps its word.`,
      take: 'Take over',
      taken: (n: number) => `${count(n, 'beat has', 'beats have')} changed. Undo takes it back.`,
    },

    compare: {
      candidate: 'Candidate',
      none: 'There is no candidate yet. Train one, or import one under History.',
      toTrain: 'Plan a training',
      choose: 'Candidate to compare',
      passed: 'The gate lets it pass',
      failed: 'The gate refuses it',
      gate: 'Gate',
      besideShipped: 'beside the model that came with the program',
      measure: 'Measure',
      measures: { sensitivity: 'Se', predictivity: '+P', f1: 'F1' },
      measureTitles: {
        sensitivity: 'Sensitivity: share of the reader’s beats of this class that the model found',
        predictivity: 'Positive predictivity: share of the model’s beats of this class that are right',
        f1: 'F1: harmonic mean of sensitivity and positive predictivity',
      },
      incumbent: 'In use',
      difference: 'Difference',
      differenceTitle: 'Candidate less model in use, in percentage points',
      lowest: 'At least',
      lowestTitle:
        'Lower end of the 95 % interval of the difference, paired over patients: how certain it is. It decides nothing',
      margin: 'Margin',
      marginTitle: 'How far the difference may lie below zero',
      decidedBy:
        'What decides is the difference: it may not lie further below zero than the margin. “At least”, the lower end of its 95 % interval, shows how certain the difference is and decides nothing.',
      outcome: 'Outcome',
      outcomes: { held: 'Held', worse: 'Worse', open: 'Too few beats' },
      group: 'Judged on',
      groups: { clinic: 'Held-out patients', reference: 'Reference set' },
      groupTitles: {
        clinic: 'Patients that no training of this library has learned from for either model',
        reference: 'The set that comes with the program, whose model has learned from it: it shows what was forgotten',
      },
      groupFacts: (patients: number, whole: number) =>
        `${count(patients, 'patient', 'patients')}. Of recordings longer than ten minutes the first five are not counted (EC57)${whole > 0 ? `; ${count(whole, 'shorter one counts', 'shorter ones count')} whole` : ''}.`,
      mapping: 'Mapping',
      mappings: { bxb: 'bxb', dechazal: 'de Chazal' },
      mappingTitles: {
        bxb: 'As WFDB’s bxb sorts them: e, j and n are S',
        dechazal: 'As most papers sort them: e, j and n are N',
      },
      table: 'Beat by beat (EC57)',
      beats: 'Beats',
      accuracy: 'All right',
      confusion: 'Confusion',
      confusionOf: (name: string) => `Confusion of the ${name}`,
      confusionRows: 'Reader',
      confusionColumns: 'Model',
      confusionCell: (reader: string, model: string, beats: string) => `Reader ${reader}, model ${model}: ${beats}`,
      theCandidate: 'candidate',
      theIncumbent: 'model in use',
      calibration: 'Calibration',
      calibrationTitle: 'How often the class was right, by the probability stated: on the diagonal they are the same',
      stated: 'stated',
      observed: 'right',
      expectedError: 'Expected error',
      patients: 'Patient by patient',
      patientsTitle: 'Where the two differ most comes first',
      rightOf: 'Right',
      sF1: 'S F1',
      vF1: 'V F1',
      better: 'better',
      worse: 'worse',
      disagreements: 'Beats they disagree on',
      disagreementsOf: (shown: number, total: number) =>
        shown < total ? `${number(shown)} of ${number(total)}` : number(total),
      noDisagreements: 'The two say the same of every beat.',
      reader: 'Reader',
      place: 'Beat',
      openBeat: (name: string, where: string) => `Open ${name}, ${where}`,
      sample: (sample: string) => `sample ${sample}`,
      recording: 'Recording',
      all: 'All',
      onlyReaders: 'Reader’s class',
      promote: (model: string) => `Promote ${model}`,
      promoteAnyway: (model: string) => `Promote ${model} all the same…`,
      refuse: 'Refuse…',
      isActive: 'This model is in use.',
      wasRefused: 'This model was refused; see History.',
      wasActive: 'This model was in use before.',
      loading: 'Fetching the comparison…',
      stale: (before: string, now: string) =>
        `This was compared with ${before}, but ${now} is in use now. Compare it anew before it can be promoted.`,
      anew: 'Compare anew',
      anewTitle: 'With the model in use, on the snapshot that has most held-out patients neither has learned from',
      notCompared: 'This model has not been compared with the one in use yet, or the comparison was called off.',
      compareNow: 'Compare it now',
      comparing: 'The comparison with the model in use waits or is under way; its result appears here.',
      toNewSnapshot: 'To a new snapshot',
      anewQueued: 'The comparison is queued; its result appears here.',
    },

    decide: {
      promoteTitle: (model: string) => `Promote ${model}?`,
      promoteText:
        'From now on it reads every new recording. Readings that were made stay as they are; rolling back takes one click.',
      overrideText:
        'The gate refused this model. It can be used all the same if you write down why; your name and the reason stay in the history.',
      refuseTitle: (model: string) => `Refuse ${model}?`,
      refuseText: 'It stays in the history with your reason, and is not offered again.',
      rollBackTitle: (model: string) => `Roll back to ${model}?`,
      rollBackBefore: 'Roll back to the model before?',
      rollBackText: 'It reads every new recording from now on. Readings that were made stay as they are.',
      reason: 'Reason',
      reasonOptional: 'Reason (optional)',
      as: (name: string) => `Decided by ${name}`,
      promote: (model: string) => `Promote ${model}`,
      refuse: (model: string) => `Refuse ${model}`,
      rollBack: 'Roll back',
      cancel: 'Not now',
      promoted: (model: string) => `${model} is in use now.`,
      refused: (model: string) => `${model} was refused.`,
      rolledBack: (model: string) => `${model} is in use again.`,
    },

    name: {
      title: 'Who decides?',
      text: 'Snapshots, trainings and decisions bear a name. It is kept in the preferences.',
      label: 'Your name',
      save: 'Go on',
      cancel: 'Not now',
    },

    history: {
      models: 'Models',
      noModels: 'Only the model that comes with the program. Train one, or import one.',
      model: 'Model',
      origin: 'Origin',
      origins: { trained: 'Trained here', imported: 'Imported' },
      made: 'Made',
      parent: 'From',
      labels: 'Labels',
      standing: 'Standing',
      standings: { waiting: 'Waits', active: 'In use', earlier: 'Was in use', refused: 'Refused' },
      gate: 'Gate',
      gates: { passed: 'Passed', failed: 'Refused', open: 'Not compared' },
      compare: 'Compare',
      export: 'Export',
      exportTitle: (model: string) => `Export ${model} as one signed file`,
      exported: (name: string) => `${name} is in the downloads.`,
      rollBackTo: 'Use again…',
      rollBack: 'Roll back…',
      decisions: 'Decisions',
      noDecisions: 'Nothing was decided yet.',
      when: 'When',
      who: 'Who',
      what: 'What',
      kinds: decisions,
      overridden: 'against the gate',
      change: 'Model in use',
      changed: (from: string, to: string) => `${from} → ${to}`,
      unchanged: 'not changed',
      showAll: 'Show all',
      showLess: 'Show less',
      reason: 'Reason',
      import: 'Import a model…',
      receiving: 'Checking the file…',
      stop: 'Stop',
      offer: 'A model from a file',
      offerText:
        'Compare the fingerprint with the one its maker gives you, by telephone for example. Anybody can claim a name; nobody can claim a fingerprint.',
      signer: 'Signed by',
      fingerprint: 'Fingerprint',
      size: 'Size',
      standingOf: {
        own: 'This library’s own key',
        known: 'Models of this signer were accepted before',
        unknown: 'Nobody has accepted a model of this signer yet',
      },
      trust: 'I have compared the fingerprint and trust this signer',
      alreadyThere: 'This model is in the library already.',
      accept: 'Keep it and compare',
      compareThere: 'Compare it anew',
      dismiss: 'Do not keep it',
      close: 'Close',
      accepted: 'The model is kept and will be compared with the one in use. Nothing else has changed.',
      ownFingerprint: 'Fingerprint of this library’s models',
      ownFingerprintUse:
        'Tell it to those who import a model of yours, by telephone for example: they compare it with what the file shows.',
      noOwnFingerprint: 'The fingerprint of this library’s models stands here once a model was exported.',
      whose: 'Which model made a label stands in the inspector of each study, under “Label”: click a beat.',
    },

    watch: {
      class: 'Class',
      all: 'All classes',
      none: 'No answers yet. Agreement is counted when readers answer the review: a share of its beats is asked about blind.',
      noneOfClass: 'No answers of this class in these weeks.',
      chart: 'Agreement by week',
      blind: 'Blind',
      blindTitle: 'Answered without the model’s label in sight',
      shown: 'Shown',
      shownTitle: 'Answered with the model’s label in sight: agreement comes easier',
      week: 'Week of',
      model: 'Model',
      answers: 'Answers',
      agreed: 'Agreed',
      rate: 'Agreement',
      interval: '95 % interval',
      before: 'Before',
      beforeTitle: 'Of the weeks before, of the same class and kind of answer',
      alert: 'Fallen',
      fall: ({ since, rate, answers, before, aamiClass, blind, classes }: FallWords) =>
        `Since the week of ${since} readers agree with the model on ${rate} of ${answers} ${blind ? 'blind' : 'shown'} answers${aamiClass === 'all' ? '' : ` to class ${aamiClass}`}, less than the usual ${before} by more than chance.${classes.length === 0 ? '' : ` By class: ${classes.join(', ')}.`} Look at these answers, then train on them or roll back.`,
      lookAtAnswers: 'Look at the latest answers',
      answersTitle: 'Latest answers that differ from the model',
      noDifferingAnswers: 'No answer differs from the model here.',
      modelSaid: 'Model said',
      readerSaid: 'Reader said',
      noBeat: 'no beat',
      when: 'When',
      fine: 'No fall beyond chance in these weeks.',
      kind: 'Kind',
    },
  },
};
