import { AAMI_CLASSES, annotationCode } from '../../../shared/annotation-codes.ts';
import type {
  CalibrationCurve,
  Disagreements,
  Ec57Table,
  EvaluatedGroup,
  ModelAnswers,
  PatientDifference,
} from '../../../shared/contract/learning-evaluation.ts';
import type { ClassCounts } from '../../../shared/contract/learning-data.ts';
import type { MappingName } from '../beats/score-beats.ts';
import { type Ec57Report, ec57Report } from '../ec57.ts';
import { classAt, compareScored, countedFrom, type ScoredRecording } from './scored-beats.ts';

/** A recording with the answers of both models to the same beats. */
export interface ComparedRecording extends ScoredRecording {
  readonly sample: Int32Array;
  readonly code: Uint8Array;
  readonly candidate: Float32Array;
  readonly incumbent: Float32Array;
  /** Of the model that came with the program, where that is neither of the two. */
  readonly shipped?: Float32Array;
}

/** Whose answers are counted. */
type Side = 'candidate' | 'incumbent';

const CLASSES = AAMI_CLASSES.length;
const MATRIX = CLASSES + 2;
const BINS = 10;
const MOST_DISAGREEMENTS = 200;

/** Both models on one group of recordings. */
export function compareGroup(
  group: EvaluatedGroup['group'],
  recordings: readonly ComparedRecording[],
  models: Readonly<Record<Side, string>>,
): EvaluatedGroup {
  return {
    group,
    patients: new Set(recordings.map(({ patient }) => patient)).size,
    countedWhole: recordings.filter(({ countedWhole }) => countedWhole).length,
    candidate: answersOf(recordings, 'candidate', models.candidate),
    incumbent: answersOf(recordings, 'incumbent', models.incumbent),
    differences: recordings.map(differenceOf),
  };
}

function answersOf(recordings: readonly ComparedRecording[], side: Side, modelId: string): ModelAnswers {
  return {
    modelId,
    bxb: tableOf(reportOf(recordings, side, 'bxb')),
    dechazal: tableOf(reportOf(recordings, side, 'dechazal')),
    calibration: calibrationOf(recordings, side),
  };
}

export const reportOf = (
  recordings: readonly ComparedRecording[],
  side: Side,
  mapping: MappingName = 'bxb',
): Ec57Report =>
  ec57Report(
    recordings.map((one) => ({
      record: one.name,
      comparison: compareScored(one, { ...one, probabilities: one[side] }, mapping),
    })),
  );

function tableOf({ gross, accuracy, matrix }: Ec57Report): Ec57Table {
  const confusion = new Int32Array(CLASSES * CLASSES);
  for (let row = 0; row < CLASSES; row++) {
    for (let column = 0; column < CLASSES; column++) confusion[row * CLASSES + column] = matrix[row * MATRIX + column]!;
  }
  return {
    classes: AAMI_CLASSES.map((aamiClass) => ({ aamiClass, ...gross[aamiClass] })),
    accuracy,
    beats: confusion.reduce((sum, count) => sum + count, 0),
    confusion,
  };
}

/** Beats that count: those of a class, after the learning period. */
function* counted({ sample, code, ...recording }: ComparedRecording): Generator<{ beat: number; truth: number }> {
  const from = countedFrom(recording);
  for (let beat = 0; beat < sample.length; beat++) {
    const aami = annotationCode(code[beat]!)?.aami;
    if (aami !== undefined && sample[beat]! >= from) yield { beat, truth: AAMI_CLASSES.indexOf(aami) };
  }
}

function calibrationOf(recordings: readonly ComparedRecording[], side: Side): CalibrationCurve {
  const stated = new Float32Array(BINS);
  const observed = new Float32Array(BINS);
  const cases = new Int32Array(BINS);
  for (const recording of recordings) {
    for (const { beat, truth } of counted(recording)) {
      const said = classAt(recording[side], beat);
      const probability = recording[side][beat * CLASSES + said]!;
      const bin = Math.min(BINS - 1, Math.floor(probability * BINS));
      cases[bin]!++;
      stated[bin]! += probability;
      if (said === truth) observed[bin]!++;
    }
  }
  const all = cases.reduce((sum, count) => sum + count, 0);
  let error = 0;
  for (let bin = 0; bin < BINS; bin++) {
    error += Math.abs(stated[bin]! - observed[bin]!);
    stated[bin]! /= cases[bin]!;
    observed[bin]! /= cases[bin]!;
  }
  return { stated, observed, cases, expectedError: error / all };
}

function differenceOf(recording: ComparedRecording): PatientDifference {
  const beats: ClassCounts = { N: 0, S: 0, V: 0, F: 0, Q: 0 };
  let candidateRight = 0;
  let incumbentRight = 0;
  for (const { beat, truth } of counted(recording)) {
    const name = AAMI_CLASSES[truth];
    if (name) beats[name]++;
    if (classAt(recording.candidate, beat) === truth) candidateRight++;
    if (classAt(recording.incumbent, beat) === truth) incumbentRight++;
  }
  const f1 = (side: Side): PatientDifference['candidateF1'] => {
    const { gross } = reportOf([recording], side);
    return { S: gross.S.f1, V: gross.V.f1 };
  };
  return {
    name: recording.name,
    beats,
    candidateRight,
    incumbentRight,
    candidateF1: f1('candidate'),
    incumbentF1: f1('incumbent'),
    ...(recording.studyId === undefined ? {} : { studyId: recording.studyId }),
    ...(recording.recordingId === undefined ? {} : { recordingId: recording.recordingId }),
  };
}

/** Where the two models differ, the surest first, of recordings of the library. */
export function disagreements(recordings: readonly ComparedRecording[]): Disagreements {
  const found = recordings.flatMap((recording) => {
    const { studyId, recordingId } = recording;
    if (studyId === undefined || recordingId === undefined) return [];
    return [...counted(recording)].flatMap(({ beat }) => {
      const candidate = classAt(recording.candidate, beat);
      const incumbent = classAt(recording.incumbent, beat);
      if (candidate === incumbent) return [];
      return [
        {
          place: { studyId, recordingId, sample: recording.sample[beat]! },
          reader: recording.code[beat]!,
          candidate,
          incumbent,
          candidateConfidence: recording.candidate[beat * CLASSES + candidate]!,
          incumbentConfidence: recording.incumbent[beat * CLASSES + incumbent]!,
        },
      ];
    });
  });
  const shown = found
    .toSorted((a, b) => b.candidateConfidence + b.incumbentConfidence - a.candidateConfidence - a.incumbentConfidence)
    .slice(0, MOST_DISAGREEMENTS);
  return {
    place: shown.map(({ place }) => place),
    readerCode: Uint8Array.from(shown, ({ reader }) => reader),
    candidateClass: Uint8Array.from(shown, ({ candidate }) => candidate),
    incumbentClass: Uint8Array.from(shown, ({ incumbent }) => incumbent),
    candidateConfidence: Float32Array.from(shown, ({ candidateConfidence }) => candidateConfidence),
    incumbentConfidence: Float32Array.from(shown, ({ incumbentConfidence }) => incumbentConfidence),
    total: found.length,
  };
}
