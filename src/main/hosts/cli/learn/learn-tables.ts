import type {
  AgreementWeek,
  Candidate,
  LearningDecision,
  LearningJob,
  LearningPlan,
  ModelProblem,
  ModelTrouble,
} from '../../../../shared/contract/learning.ts';
import type { LearnableData } from '../../../../shared/contract/learning-data.ts';
import type { Comparison, Ec57Table } from '../../../../shared/contract/learning-evaluation.ts';
import { gateWords } from '../../../../shared/gate-words.ts';

const CLASSES = ['N', 'S', 'V', 'F', 'Q'] as const;

/** Rows of equal width; the first is the heading. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows
    .map(
      (row) =>
        `${row
          .map((cell, at) => cell.padEnd(widths[at] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}

/** `1 patient`, `2 patients`. */
const counted = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;

const percent = (value: number): string => (Number.isNaN(value) ? '–' : value.toFixed(1));

/** Of every patient: whose labels are learned from, and whose are kept to judge. */
const patientsText = (patients: LearnableData['patients']): string =>
  patients.length === 0
    ? ''
    : table([
        ['patient', 'recordings', 'side', ...CLASSES],
        ...patients.map(({ key, name, recordings, side, reason, labels }) => [
          ...[name ?? key, String(recordings), reason === undefined ? side : `${side} (${reason})`],
          ...CLASSES.map((aamiClass) => String(labels[aamiClass])),
        ]),
      ]);

/** What a training will do, and how long that takes here. */
export function planText(plan: LearningPlan): string {
  const { parentModel, parentInUse, steps, windows, ownWindows, device, threads, seconds, basis } = plan;
  return (
    `${counted(steps, 'step')} of ${windows} windows, ${ownWindows} of them of these recordings, on ${device} with ` +
    `${counted(threads, 'thread')}; ` +
    `about ${seconds < 90 ? `${Math.max(1, Math.round(seconds))} s` : `${Math.round(seconds / 60)} min`} ` +
    `(${basis === 'measured' ? 'by earlier trainings here' : 'by the program’s own figures'}); ` +
    `further from ${parentModel}${parentInUse ? '' : ', which is not in use: a new snapshot begins with the model that is'}`
  );
}

export function dataText({ patients, train, heldOut, remarks, recordings, parentModel }: LearnableData): string {
  const corrected = recordings.reduce((sum, one) => sum + one.corrected, 0);
  return [
    table([
      ['', ...CLASSES],
      ['learned from', ...CLASSES.map((name) => String(train[name]))],
      ['held out', ...CLASSES.map((name) => String(heldOut[name]))],
    ]),
    patientsText(patients),
    `${counted(recordings.length, 'recording')} of ${counted(patients.length, 'patient')}, ` +
      `${counted(corrected, 'label')} corrected; further from ${parentModel}\n`,
    ...remarks.map(({ severity, text }) => `${severity === 'stops' ? 'cannot start: ' : ''}${text}\n`),
  ].join('');
}

export function jobLine({ id, kind, state, stage, step, steps, candidateId, problem, passed }: LearningJob): string[] {
  const far = state === 'running' || state === 'paused' || state === 'queued' ? `${stage} ${step} of ${steps}` : '';
  const verdict = passed === undefined ? '' : passed ? 'gate: passed' : 'gate: refused';
  return [id, kind, state, far, [candidateId, verdict, problem?.text].filter(Boolean).join(' ')];
}

export const jobsText = (jobs: readonly LearningJob[]): string =>
  jobs.length === 0
    ? 'No training has been asked for yet.\n'
    : table([['job', 'kind', 'state', 'at', ''], ...jobs.map(jobLine)]);

const modelTrouble = ({ text, reads }: ModelProblem): string =>
  reads === undefined
    ? text
    : `${text} ${reads} is used instead. Go back to it for good ("einthoven learn rollback --to ${reads}").`;

const inUseText = (activeModel: string | undefined, troubles: readonly ModelTrouble[]): string =>
  [`in use: ${activeModel ?? 'none, rules read'}`, ...troubles.map(({ text }) => text), ''].join('\n');

export const candidatesText = (
  candidates: readonly Candidate[],
  activeModel: string | undefined,
  troubles: readonly ModelTrouble[],
): string =>
  inUseText(activeModel, troubles) +
  (candidates.length === 0
    ? ''
    : table([
        ['model', 'from', 'standing', 'gate', 'made'],
        ...candidates.map(({ modelId, parentModel, standing, compared, passed, at, problem }) => [
          modelId,
          parentModel,
          standing,
          compared ? (passed ? 'passed' : 'refused') : 'not compared',
          `${at}${problem === undefined ? '' : ` ${modelTrouble(problem)}`}`,
        ]),
      ]));

export function comparisonText({ groups, gate, candidateId, incumbentId, disagreements }: Comparison): string {
  const figures = ({ classes }: Ec57Table, aamiClass: string): string[] => {
    const found = classes.find((one) => one.aamiClass === aamiClass);
    return found ? [found.sensitivity, found.predictivity, found.f1].map(percent) : ['–', '–', '–'];
  };
  const blocks = groups.map(({ group, patients, candidate, incumbent, countedWhole }) => {
    const rows = (['bxb', 'dechazal'] as const).flatMap((mapping) =>
      candidate[mapping].classes
        .filter(({ beats }) => beats > 0)
        .map(({ aamiClass, beats }) => [
          mapping,
          aamiClass,
          String(beats),
          ...figures(candidate[mapping], aamiClass),
          ...figures(incumbent[mapping], aamiClass),
        ]),
    );
    const title = group === 'clinic' ? 'held-out patients of this library' : 'reference set';
    return (
      `${title}: ${counted(patients, 'patient')}, ${counted(countedWhole, 'recording')} counted whole\n` +
      table([['mapping', 'class', 'beats', 'Se', '+P', 'F1', 'was Se', '+P', 'F1'], ...rows])
    );
  });
  return [
    `${candidateId} beside ${incumbentId}\n`,
    ...blocks,
    table([
      ['gate', 'class', 'figure', 'candidate', 'beside', 'difference', 'allowed', ''],
      ...gate.rows.map(({ group, aamiClass, measure, candidate, incumbent, difference, margin, outcome, beside }) => [
        ...[
          beside === undefined ? group : `${group}, beside the program’s`,
          aamiClass,
          measure,
          percent(candidate),
          percent(incumbent),
          percent(difference),
        ],
        ...[`−${margin}`, outcome],
      ]),
    ]),
    `${gate.passed ? 'passed' : 'refused'}. ${gate.sentences.map(gateWords).join(' ')}\n${gateWords(gate.source)}\n`,
    `${counted(disagreements.total, 'beat')} of the library on which they disagree\n`,
  ].join('\n');
}

export const decisionsText = (decisions: readonly LearningDecision[]): string =>
  decisions.length === 0
    ? 'Nothing has been decided yet.\n'
    : table([
        ['at', 'who', 'what', 'model', 'from', 'to', ''],
        ...decisions.map(({ at, actor, kind, modelId, from, to, reason, overridden }) => [
          ...[at, actor, kind, modelId, from, to],
          `${overridden ? 'against the gate: ' : ''}${reason ?? ''}`,
        ]),
      ]);

export const agreementText = (weeks: readonly AgreementWeek[]): string =>
  weeks.length === 0
    ? 'Nobody has worked through a review queue yet: there is no agreement to watch.\n'
    : table([
        ['week', 'model', 'class', 'asked', 'agreed %', '95 %', ''],
        ...weeks.map(({ week, modelId, adapted, aamiClass, blind, asked, rate, low, high, alert }) => [
          ...[week, `${modelId}${adapted ? ', adapted' : ''}`, `${aamiClass}${blind ? ' blind' : ''}`],
          ...[String(asked), percent(100 * rate)],
          `${percent(100 * low)}–${percent(100 * high)}`,
          alert ? 'lower than before' : '',
        ]),
      ]);
