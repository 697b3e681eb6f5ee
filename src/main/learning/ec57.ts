import { AAMI_CLASSES, type AamiClass } from '../../shared/annotation-codes.ts';
import type { BeatComparison } from '../signal/beat-comparison.ts';

/** Sensitivity, positive predictivity and F1 of one class, in percent; NaN where there is nothing to divide by. */
export interface ClassScore {
  readonly beats: number;
  readonly truePositives: number;
  readonly falseNegatives: number;
  readonly falsePositives: number;
  readonly sensitivity: number;
  readonly predictivity: number;
  readonly f1: number;
}

export interface RecordScore {
  readonly record: string;
  readonly comparison: BeatComparison;
}

/** EC57's two summaries of a set of records. Gross: all beats weigh the same. Average: all records do. */
export interface Ec57Report {
  readonly perRecord: readonly { readonly record: string; readonly byClass: Readonly<Record<AamiClass, ClassScore>> }[];
  readonly gross: Readonly<Record<AamiClass, ClassScore>>;
  readonly average: Readonly<Record<AamiClass, { readonly sensitivity: number; readonly predictivity: number }>>;
  /** Detection of beats whatever their class. */
  readonly detection: { readonly sensitivity: number; readonly predictivity: number };
  /** Share of matched beats whose class is right, in percent. */
  readonly accuracy: number;
  /** Share of the commonest class among the matched beats, in percent: what a constant answer would reach. */
  readonly majorityShare: number;
  /** 7 × 7, rows reference, columns test, in the order of COMPARISON_LABELS. */
  readonly matrix: Int32Array;
}

const SIZE = AAMI_CLASSES.length + 2;
const percent = (part: number, whole: number): number => (whole > 0 ? (100 * part) / whole : NaN);

/** Reference classes that EC57, and `bxb` with it, do not count as false positives when called this class. */
const EXCUSED: Readonly<Partial<Record<AamiClass, readonly AamiClass[]>>> = { V: ['F', 'Q'], S: ['Q'] };

/**
 * Class scores as ANSI/AAMI EC57 defines them and WFDB's `bxb` counts them: a beat of the class that was missed or called
 * another counts against sensitivity, anything else called the class (another beat, or no beat at all) against
 * predictivity. A fusion beat called V is no error of V, nor is an unclassifiable beat called V or S.
 */
export function classScores(matrix: Int32Array): Record<AamiClass, ClassScore> {
  const scores = AAMI_CLASSES.map((name, own): [AamiClass, ClassScore] => {
    let row = 0;
    let column = 0;
    for (let other = 0; other < SIZE; other++) {
      row += matrix[own * SIZE + other]!;
      const excused = EXCUSED[name]?.some((label) => AAMI_CLASSES.indexOf(label) === other) ?? false;
      if (!excused) column += matrix[other * SIZE + own]!;
    }
    const hit = matrix[own * SIZE + own]!;
    return [
      name,
      {
        beats: row,
        truePositives: hit,
        falseNegatives: row - hit,
        falsePositives: column - hit,
        sensitivity: percent(hit, row),
        predictivity: percent(hit, column),
        f1: percent(2 * hit, row + column),
      },
    ];
  });
  return Object.fromEntries(scores) as Record<AamiClass, ClassScore>;
}

export function ec57Report(records: readonly RecordScore[]): Ec57Report {
  const matrix = new Int32Array(SIZE * SIZE);
  let truePositives = 0;
  let falseNegatives = 0;
  let falsePositives = 0;
  for (const { comparison } of records) {
    for (let cell = 0; cell < matrix.length; cell++) matrix[cell]! += comparison.matrix[cell]!;
    truePositives += comparison.truePositives;
    falseNegatives += comparison.falseNegatives;
    falsePositives += comparison.falsePositives;
  }
  const perRecord = records.map(({ record, comparison }) => ({ record, byClass: classScores(comparison.matrix) }));
  const average = Object.fromEntries(
    AAMI_CLASSES.map((name) => [
      name,
      {
        sensitivity: meanOfNumbers(perRecord.map(({ byClass }) => byClass[name].sensitivity)),
        predictivity: meanOfNumbers(perRecord.map(({ byClass }) => byClass[name].predictivity)),
      },
    ]),
  ) as Ec57Report['average'];

  let matched = 0;
  let right = 0;
  let commonest = 0;
  for (let row = 0; row < AAMI_CLASSES.length; row++) {
    let ofClass = 0;
    for (let column = 0; column < AAMI_CLASSES.length; column++) ofClass += matrix[row * SIZE + column]!;
    matched += ofClass;
    right += matrix[row * SIZE + row]!;
    commonest = Math.max(commonest, ofClass);
  }
  return {
    perRecord,
    gross: classScores(matrix),
    average,
    detection: {
      sensitivity: percent(truePositives, truePositives + falseNegatives),
      predictivity: percent(truePositives, truePositives + falsePositives),
    },
    accuracy: percent(right, matched),
    majorityShare: percent(commonest, matched),
    matrix,
  };
}

/** Mean of the records that have a figure at all, as `sumstats` averages. */
function meanOfNumbers(values: readonly number[]): number {
  const present = values.filter((value) => !Number.isNaN(value));
  return present.length === 0 ? NaN : present.reduce((sum, value) => sum + value, 0) / present.length;
}
