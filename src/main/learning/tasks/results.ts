import { AAMI_CLASSES, type AamiClass } from '../../../shared/annotation-codes.ts';
import type { Ec57Report } from '../ec57.ts';
import type { RecordGroup } from '../beats/score-beats.ts';
import type { FindingScore, FindingsReport } from '../findings/score-findings.ts';
import { type Spread, spreadOf } from '../spread.ts';
import type { PointScore } from '../waves/score-waves.ts';

/** What tasks yield: JSON throughout, so that a table and a file show the same. */
export type TaskResult = TrainedResult | BeatsResult | FindingsResult | WavesResult;

export interface TrainedResult {
  readonly kind: 'trained';
  readonly out: string;
  /** True when an earlier run of the same command had done it all. */
  readonly alreadyThere: boolean;
  readonly parameters: number;
  readonly steps: number;
  readonly records: number;
  /** Labelled beats, recordings or leads that were learnt from; 0 in pretraining. */
  readonly labels: number;
  readonly best?: { readonly step: number; readonly score: number } | undefined;
  readonly seconds: number;
}

/** What was tested, with what. */
export interface Tested {
  /** The model's file, or how the models were trained. */
  readonly model: string;
  readonly seeds: readonly number[];
  /** Labels learnt from in each training; absent for a model from a file. */
  readonly labels?: readonly number[] | undefined;
  /** Records tested whose labels the model was trained on: their figures mean nothing. */
  readonly trainedOn: readonly string[];
}

/** Percentages over the seeds. */
export interface ClassFigures {
  readonly beats: number;
  readonly sensitivity: Spread;
  readonly predictivity: Spread;
  readonly f1: Spread;
}

export interface BeatFigures {
  readonly name: string;
  readonly records: number;
  readonly byClass: Readonly<Record<AamiClass, ClassFigures>>;
  readonly averageByClass: Readonly<Record<AamiClass, { readonly sensitivity: Spread; readonly predictivity: Spread }>>;
  readonly accuracy: Spread;
  readonly majorityShare: number;
  readonly detection: { readonly sensitivity: Spread; readonly predictivity: Spread };
  /** 7 rows (reference) of 7 (test), in the order of `labels`, mean over the seeds. */
  readonly matrix: readonly (readonly number[])[];
}

export interface BeatsResult extends Tested {
  readonly kind: 'beats';
  readonly reports: readonly {
    readonly mapping: string;
    readonly groups: readonly BeatFigures[];
    readonly perRecord: readonly { readonly record: string; readonly byClass: BeatFigures['byClass'] }[];
  }[];
}

export interface FindingsResult extends Tested {
  readonly kind: 'findings';
  readonly sets: readonly {
    readonly set: string;
    readonly records: number;
    /** Of PTB-XL's superclasses, or of what is known of the set. */
    readonly macroAuroc: Spread;
    readonly perFinding: readonly FindingFigures[];
  }[];
}

export interface FindingFigures extends Pick<FindingScore, 'finding' | 'records' | 'positives' | 'majorityShare'> {
  readonly auroc: Spread;
  readonly sensitivity: Spread;
  readonly predictivity: Spread;
  readonly f1: Spread;
}

export interface WavesResult extends Tested {
  readonly kind: 'waves';
  readonly records: number;
  readonly tolerances: readonly {
    readonly milliseconds: number;
    /** Mean over the six kinds of points, in percent. */
    readonly sensitivity: Spread;
    readonly predictivity: Spread;
    readonly points: readonly PointFigures[];
  }[];
}

export interface PointFigures extends Pick<PointScore, 'wave' | 'point' | 'reference'> {
  readonly sensitivity: Spread;
  readonly predictivity: Spread;
  readonly meanError: Spread;
  readonly deviation: Spread;
}

/** Figures of a group over seeds; all reports are of the same records. */
export function beatFigures(group: RecordGroup, reports: readonly Ec57Report[]): BeatFigures {
  const over = (value: (report: Ec57Report) => number): Spread => spreadOf(reports.map(value));
  const first = reports[0];
  if (!first) throw new Error('a group without reports');
  const size = Math.sqrt(first.matrix.length);
  return {
    name: group.name,
    records: group.records.length,
    byClass: classFigures(reports.map(({ gross }) => gross)),
    averageByClass: perClass((name) => ({
      sensitivity: over(({ average }) => average[name].sensitivity),
      predictivity: over(({ average }) => average[name].predictivity),
    })),
    accuracy: over(({ accuracy }) => accuracy),
    majorityShare: first.majorityShare,
    detection: {
      sensitivity: over(({ detection }) => detection.sensitivity),
      predictivity: over(({ detection }) => detection.predictivity),
    },
    matrix: Array.from({ length: size }, (_, row) =>
      Array.from({ length: size }, (__, column) => over(({ matrix }) => matrix[row * size + column]!).mean),
    ),
  };
}

/** Scores of the same beats, one for each seed. */
export function classFigures(scores: readonly Ec57Report['gross'][]): BeatFigures['byClass'] {
  return perClass((name) => ({
    beats: scores[0]?.[name].beats ?? 0,
    sensitivity: spreadOf(scores.map((one) => one[name].sensitivity)),
    predictivity: spreadOf(scores.map((one) => one[name].predictivity)),
    f1: spreadOf(scores.map((one) => one[name].f1)),
  }));
}

function perClass<T>(value: (name: AamiClass) => T): Record<AamiClass, T> {
  const [n, s, v, f, q] = AAMI_CLASSES;
  return { [n]: value(n), [s]: value(s), [v]: value(v), [f]: value(f), [q]: value(q) };
}

/** Reports of the same records, one for each seed; `set` names them. */
export function findingsFigures(
  set: string,
  records: number,
  reports: readonly FindingsReport[],
): FindingsResult['sets'][number] {
  const first = reports[0]?.perFinding ?? [];
  return {
    set,
    records,
    macroAuroc: spreadOf(reports.map(({ macroAuroc }) => macroAuroc)),
    perFinding: first.map(({ finding, records: known, positives, majorityShare }, index) => {
      const over = (value: (score: FindingScore) => number): Spread =>
        spreadOf(reports.map(({ perFinding }) => value(perFinding[index]!)));
      return {
        finding,
        records: known,
        positives,
        majorityShare,
        auroc: over((score) => score.auroc),
        sensitivity: over((score) => score.sensitivity),
        predictivity: over((score) => score.predictivity),
        f1: over((score) => score.f1),
      };
    }),
  };
}

/** Scores of the same points, one list for each seed. */
export function waveFigures(
  milliseconds: number,
  scores: readonly (readonly PointScore[])[],
): WavesResult['tolerances'][number] {
  const first = scores[0] ?? [];
  const over = (value: (scores: readonly PointScore[]) => number): Spread => spreadOf(scores.map(value));
  const meanOf = (value: (score: PointScore) => number): Spread => over((all) => spreadOf(all.map(value)).mean);
  return {
    milliseconds,
    sensitivity: meanOf(({ sensitivity }) => sensitivity),
    predictivity: meanOf(({ predictivity }) => predictivity),
    points: first.map(({ wave, point, reference }, index) => ({
      wave,
      point,
      reference,
      sensitivity: over((all) => all[index]!.sensitivity),
      predictivity: over((all) => all[index]!.predictivity),
      meanError: over((all) => all[index]!.meanError),
      deviation: over((all) => all[index]!.deviation),
    })),
  };
}
