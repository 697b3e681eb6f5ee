import { AAMI_CLASSES } from '../../../shared/annotation-codes.ts';
import type {
  ClassCounts,
  LearnableData,
  LearningRemark,
  LearningScope,
} from '../../../shared/contract/learning-data.ts';

/** Fewer labels of a class teach it badly. */
const FEW_OF_A_CLASS = 20;
/** Classes a clinic is expected to have labels of. */
const EXPECTED = ['N', 'S', 'V'] as const;
const CLASS_WORDS = { N: 'normal', S: 'supraventricular', V: 'ventricular', F: 'fusion', Q: 'unclassifiable' } as const;

export const totalOf = (counts: ClassCounts): number => AAMI_CLASSES.reduce((sum, name) => sum + counts[name], 0);

export interface RemarkFacts {
  /** Whether there is a model to train further. */
  readonly isSound: boolean;
  /** Whether there is a rehearsal set. */
  readonly rehearses: boolean;
  /** Studies whose files do not state a patient's id. */
  readonly unstated?: number | undefined;
  /** Labels of held-out patients that a comparison leaves out. */
  readonly early?: number | undefined;
}

/** What is missing in what would be learned from, the gravest first. */
export function remarksOn(
  scope: LearningScope,
  { train, heldOut, recordings, patients }: Pick<LearnableData, 'train' | 'heldOut' | 'recordings' | 'patients'>,
  { isSound, rehearses, unstated = 0, early = 0 }: RemarkFacts,
): LearningRemark[] {
  const remarks: LearningRemark[] = [];
  const say = (code: LearningRemark['code'], severity: LearningRemark['severity'], text: string, more = {}): void =>
    void remarks.push({ code, severity, text, ...more });
  if (!isSound) {
    const text =
      'The model in use is damaged and no other takes its place, so there is none to train further. Install Einthoven again.';
    say('model-damaged', 'stops', text);
    return remarks;
  }
  if (scope.kind === 'pretrain') {
    if (patients.every(({ side }) => side === 'held-out')) {
      say('no-signal', 'stops', 'There is no recording to learn from yet. Import recordings first.');
    }
    return remarks;
  }
  const labels = totalOf(train);
  if (labels === 0) {
    const text =
      scope.kind === 'adapt'
        ? 'No beat of the first minutes has been confirmed or corrected. Label them, then adapt; what a model said is ' +
          'never learned from.'
        : 'No beat has been confirmed or corrected yet. Correct some beats first; what a model said is never learned from.';
    say('no-labels', 'stops', text);
    return remarks;
  }
  const present = AAMI_CLASSES.filter((name) => train[name] > 0);
  const corrected = recordings.reduce((sum, one) => sum + one.corrected, 0);
  const [only] = present;
  if (only !== undefined && present.length === 1) {
    const stops = corrected === 0;
    say(
      'one-class',
      stops ? 'stops' : 'warns',
      `All confirmed beats are ${CLASS_WORDS[only]}` +
        (stops
          ? ', and no reader has changed one: there is nothing to learn. Confirm or correct beats of another class too.'
          : '. Confirm some of another class too, or the model may call too many beats so.'),
      { aamiClass: only, count: labels },
    );
  }
  for (const name of EXPECTED) {
    if (train[name] === 0 && present.length > 1) {
      say('class-absent', 'warns', `No ${CLASS_WORDS[name]} beat has been confirmed: nothing is learned of them.`, {
        aamiClass: name,
      });
    } else if (train[name] > 0 && train[name] < FEW_OF_A_CLASS && present.length > 1) {
      const text = `Only ${train[name]} ${CLASS_WORDS[name]} beats have been confirmed; ${FEW_OF_A_CLASS} or more teach them better.`;
      say('class-few', 'tells', text, { aamiClass: name, count: train[name] });
    }
  }
  if (scope.kind === 'adapt') return remarks;
  if (patients.filter(({ side }) => side === 'train').length === 1) {
    const text = 'All labels are of one patient: the model may become better for this patient alone.';
    say('one-patient', 'warns', text);
  }
  // A single one cannot stand on both sides.
  if (unstated > 1) {
    const text =
      `${unstated} studies state no patient: each counts as one, unless it holds the same signal as another. Recordings ` +
      'of one patient may then stand on both sides, which makes a result look better than it is.';
    say('patients-not-stated', 'warns', text, { count: unstated });
  }
  if (early > 0) {
    const text =
      `${early} labels of held-out patients judge nothing: of recordings longer than ten minutes the first five are not ` +
      'counted (EC57). Label beats after them.';
    say('held-out-early', totalOf(heldOut) === 0 ? 'warns' : 'tells', text, { count: early });
  }
  if (patients.every(({ side }) => side === 'train')) {
    const text =
      'No patient is held out, so the clinic’s own recordings cannot show whether the result is better: the reference ' +
      'set alone can. Have beats of at least three patients confirmed.';
    say('no-held-out', 'warns', text);
  } else {
    for (const name of ['S', 'V'] as const) {
      if (heldOut[name] >= FEW_OF_A_CLASS) continue;
      const text = `The held-out patients have ${heldOut[name]} ${CLASS_WORDS[name]} beats: too few to compare models by.`;
      say('held-out-few', 'tells', text, { aamiClass: name, count: heldOut[name] });
    }
  }
  if (!rehearses) {
    const text =
      'What trainings rehearse did not come with this program, so other patients may get worse. Install Einthoven again.';
    say('rehearsal-missing', 'warns', text);
  }
  const gravity = { stops: 0, warns: 1, tells: 2 } as const;
  return remarks.toSorted((a, b) => gravity[a.severity] - gravity[b.severity]);
}
