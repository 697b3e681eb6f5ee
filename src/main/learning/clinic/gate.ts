import type { EvaluatedGroup } from '../../../shared/contract/learning-evaluation.ts';
import type { GateRow, GateSentence, GateVerdict } from '../../../shared/contract/learning-gate.ts';
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

/** Fewer beats of a class say nothing of it. */
const FEWEST_BEATS = 20;
const FEWEST_PATIENTS = 5;
/** Of the bootstrap over patients (Efron 1979). */
const RESAMPLES = 200;

export interface GatedGroup {
  readonly group: EvaluatedGroup['group'];
  readonly recordings: readonly ComparedRecording[];
}

/** Recordings of a clinic that either model has learned from and this library cannot name. */
export interface LearnedElsewhere {
  readonly candidate: number;
  readonly incumbent: number;
}

/** What speaks against the held-out patients as judges. */
export interface Doubts {
  /** Held-out patients that could not judge, since one of the models has learned from them. */
  readonly takenOut?: number | undefined;
  readonly elsewhere?: LearnedElsewhere | undefined;
}

/**
 * Whether a candidate may take the place of the model in use: on no guarded figure worse than its margin allows, neither
 * than the model in use nor than the one that came with the program, so that small losses do not add up. Without the
 * reference set nobody can tell what it has forgotten, and it does not pass.
 */
export function judge(groups: readonly GatedGroup[], { takenOut = 0, elsewhere }: Doubts = {}): GateVerdict {
  const rows = [...groups, ...groups.flatMap(besideShipped)].flatMap((group) =>
    GUARDS.map((guard) => rowOf(group, guard)),
  );
  const worse = rows.filter(({ outcome }) => outcome === 'worse');
  const remembers = rows.some(({ group, outcome }) => group === 'reference' && outcome !== 'open');
  const passed = worse.length === 0 && remembers;
  const sentences = sentencesOf(rows, worse, passed);
  if (!remembers) sentences.push({ code: 'reference-missing' });
  if (takenOut > 0) sentences.push({ code: 'taken-out', patients: takenOut });
  if (elsewhere && groups.some(({ group }) => group === 'clinic')) {
    const whose = elsewhere.candidate > 0 ? 'candidate' : 'incumbent';
    const recordings = elsewhere[whose];
    if (recordings > 0) sentences.push({ code: 'learned-elsewhere', whose, recordings });
  }
  return { passed, rows, sentences, source: { code: 'margins-between-seeds' } };
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

function sentencesOf(rows: readonly GateRow[], worse: readonly GateRow[], passed: boolean): GateSentence[] {
  if (rows.every(({ outcome }) => outcome === 'open')) return [{ code: 'too-few-beats' }];
  const sentences = worse.map(
    ({ group, aamiClass, measure, candidate, incumbent, difference, margin, beside }): GateSentence => ({
      ...{ code: 'falls', group, aamiClass, measure, candidate, incumbent, difference, margin },
      ...(beside === undefined ? {} : { beside }),
    }),
  );
  if (passed) sentences.push({ code: 'not-worse', shipped: rows.some(({ beside }) => beside) });
  const clinic = rows.filter(({ group, beside }) => group === 'clinic' && beside === undefined);
  if (clinic.every(({ outcome }) => outcome === 'open')) sentences.push({ code: 'reference-alone' });
  else if (clinic.every(({ outcome, difference }) => outcome === 'open' || difference <= 0)) {
    sentences.push({ code: 'not-better' });
  }
  return sentences;
}
