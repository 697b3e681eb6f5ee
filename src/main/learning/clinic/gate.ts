import type { EvaluatedGroup, GateRow, GateVerdict } from '../../../shared/contract/learning-evaluation.ts';
import { randomStream } from '../../nat/random.ts';
import { type ComparedRecording, reportOf } from './compare-models.ts';

/** What a candidate may lose of a figure, in percentage points. */
interface Guard {
  readonly aamiClass: 'N' | 'S' | 'V';
  readonly measure: GateRow['measure'];
  readonly margin: number;
}

/**
 * What no candidate may lose. Trainings that differ in nothing but their seed differ by a standard deviation of about 1
 * point of V F1 and 1 to 1.5 of S F1 (docs/results.md, DS1 in five folds): the margins are two of these, and more for
 * sensitivity, which scatters more. F and Q are not guarded: nearly all of their beats are of one patient (208) or paced.
 */
const GUARDS: readonly Guard[] = [
  { aamiClass: 'V', measure: 'f1', margin: 2 },
  { aamiClass: 'V', measure: 'sensitivity', margin: 3 },
  { aamiClass: 'S', measure: 'f1', margin: 3 },
  { aamiClass: 'S', measure: 'sensitivity', margin: 5 },
  { aamiClass: 'N', measure: 'f1', margin: 1 },
];
const SOURCE =
  'Margins: two standard deviations between trainings that differ in their seed alone, on MIT-BIH DS1 in five folds ' +
  '(docs/results.md), rounded up; 95 % intervals by bootstrap over patients (Efron 1979).';

/** Fewer beats of a class say nothing of it. */
const FEWEST_BEATS = 20;
const FEWEST_PATIENTS = 5;
const RESAMPLES = 200;
const MEASURE_WORDS = { f1: 'F1', sensitivity: 'sensitivity', predictivity: 'predictivity' } as const;
const GROUP_WORDS = {
  clinic: 'held-out patients of this library',
  reference: 'the reference set',
} as const;

export interface GatedGroup {
  readonly group: EvaluatedGroup['group'];
  readonly recordings: readonly ComparedRecording[];
}

/**
 * Whether a candidate may take the place of the model in use: on no guarded figure worse than its margin allows, neither
 * than the model in use nor than the one that came with the program, so that small losses do not add up. Without the
 * reference set nobody can tell what it has forgotten, and it does not pass.
 * @param takenOut held-out patients that could not judge, since one of the models has learned from them
 */
export function judge(groups: readonly GatedGroup[], takenOut = 0): GateVerdict {
  const rows = [...groups, ...groups.flatMap(besideShipped)].flatMap((group) =>
    GUARDS.map((guard) => rowOf(group, guard)),
  );
  const worse = rows.filter(({ outcome }) => outcome === 'worse');
  const remembers = rows.some(({ group, outcome }) => group === 'reference' && outcome !== 'open');
  const passed = worse.length === 0 && remembers;
  const sentences = sentencesOf(rows, worse, passed);
  if (!remembers) {
    sentences.push(
      'Whether it has forgotten other patients was not looked at: the reference set that comes with the program is ' +
        'missing or too small. Install Einthoven again and compare anew.',
    );
  }
  if (takenOut > 0) {
    sentences.push(
      `${takenOut} held-out ${takenOut === 1 ? 'patient does' : 'patients do'} not judge: one of the models has learned ` +
        'from them. A new snapshot holds out others.',
    );
  }
  return { passed, rows, sentences, source: SOURCE };
}

/** The same group with the model that came with the program in the place of the one in use. */
function besideShipped({ group, recordings }: GatedGroup): (GatedGroup & Pick<GateRow, 'beside'>)[] {
  const held = recordings.flatMap((one) => (one.shipped ? [{ ...one, incumbent: one.shipped }] : []));
  return held.length > 0 ? [{ group, recordings: held, beside: 'shipped' }] : [];
}

function rowOf(
  { group, recordings, beside }: GatedGroup & Pick<GateRow, 'beside'>,
  { aamiClass, measure, margin }: Guard,
): GateRow {
  const candidate = reportOf(recordings, 'candidate').gross[aamiClass];
  const incumbent = reportOf(recordings, 'incumbent').gross[aamiClass];
  const difference = candidate[measure] - incumbent[measure];
  const known = incumbent.beats >= FEWEST_BEATS && !Number.isNaN(difference);
  return {
    ...{ group, aamiClass, measure, margin, difference },
    candidate: candidate[measure],
    incumbent: incumbent[measure],
    lowest: known ? lowestDifference(recordings, aamiClass, measure) : Number.NaN,
    beats: incumbent.beats,
    ...(beside === undefined ? {} : { beside }),
    outcome: !known ? 'open' : difference < -margin ? 'worse' : 'held',
  };
}

/** The 2.5th percentile of the difference over resampled patients. */
function lowestDifference(
  recordings: readonly ComparedRecording[],
  aamiClass: Guard['aamiClass'],
  measure: Guard['measure'],
): number {
  const patients = [...Map.groupBy(recordings, ({ patient }) => patient).values()].map((own) => {
    const counts = (side: 'candidate' | 'incumbent') => reportOf(own, side).gross[aamiClass];
    return { candidate: counts('candidate'), incumbent: counts('incumbent') };
  });
  if (patients.length < FEWEST_PATIENTS) return Number.NaN;
  const random = randomStream(1, `gate ${aamiClass} ${measure}`);
  const differences: number[] = [];
  for (let resample = 0; resample < RESAMPLES; resample++) {
    const drawn = patients.map(() => patients[Math.floor(random.uniform() * patients.length)]!);
    const figure = (side: 'candidate' | 'incumbent'): number => {
      const sum = (of: 'truePositives' | 'falseNegatives' | 'falsePositives'): number =>
        drawn.reduce((total, patient) => total + patient[side][of], 0);
      const hit = sum('truePositives');
      if (measure === 'sensitivity') return (100 * hit) / (hit + sum('falseNegatives'));
      if (measure === 'predictivity') return (100 * hit) / (hit + sum('falsePositives'));
      return (200 * hit) / (2 * hit + sum('falseNegatives') + sum('falsePositives'));
    };
    const difference = figure('candidate') - figure('incumbent');
    if (!Number.isNaN(difference)) differences.push(difference);
  }
  differences.sort((a, b) => a - b);
  return differences[Math.floor(0.025 * differences.length)] ?? Number.NaN;
}

function sentencesOf(rows: readonly GateRow[], worse: readonly GateRow[], passed: boolean): string[] {
  const points = (value: number): string => Math.abs(value).toFixed(1);
  const sentences = worse.map(
    ({ group, aamiClass, measure, candidate, incumbent, difference, margin, beside }) =>
      `${aamiClass} ${MEASURE_WORDS[measure]} on ${GROUP_WORDS[group]} falls from ${incumbent.toFixed(1)} ` +
      `${beside === undefined ? '' : 'of the model that came with the program '}to ${candidate.toFixed(1)} %, by ${points(difference)} points; ${margin} are allowed.`,
  );
  if (rows.every(({ outcome }) => outcome === 'open')) {
    return ['There are too few held-out beats to compare the models. Have more beats of more patients confirmed.'];
  }
  if (passed) {
    const both = rows.some(({ beside }) => beside) ? ', nor than the one that came with the program' : '';
    sentences.push(`The candidate is not worse than the model in use on any guarded figure${both}.`);
  }
  const clinic = rows.filter(({ group, beside }) => group === 'clinic' && beside === undefined);
  if (clinic.every(({ outcome }) => outcome === 'open')) {
    sentences.push('No held-out patient of this library could judge it: the reference set alone speaks for it.');
  } else if (clinic.every(({ outcome, difference }) => outcome === 'open' || difference <= 0)) {
    sentences.push('On held-out patients of this library it is not better either.');
  }
  return sentences;
}
