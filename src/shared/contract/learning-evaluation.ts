import * as z from 'zod';
import { Bytes, Count, Figure, Float32, Id, Int32 } from './columns.ts';
import { BeatPlace, ClassCounts } from './learning-data.ts';
import { GateVerdict } from './learning-gate.ts';

const AamiName = z.enum(['N', 'S', 'V', 'F', 'Q']);

/** EC57's figures of one class, in percent; NaN where there is nothing to divide by. */
export const Ec57Class = z.object({
  aamiClass: AamiName,
  beats: Count,
  truePositives: Count,
  falseNegatives: Count,
  falsePositives: Count,
  sensitivity: Figure,
  predictivity: Figure,
  f1: Figure,
});
export type Ec57Class = z.infer<typeof Ec57Class>;

/** Counted as WFDB's `bxb` counts, all beats alike (gross). */
export const Ec57Table = z.object({
  classes: z.array(Ec57Class),
  /** Share of beats whose class is right, in percent. */
  accuracy: Figure,
  beats: Count,
  /** 5 × 5, row-major: rows the reader's class, columns the model's, in the order N S V F Q. */
  confusion: Int32,
});
export type Ec57Table = z.infer<typeof Ec57Table>;

/** How far probabilities can be taken as frequencies: of the class that is shown, in ten bins. */
export const CalibrationCurve = z.object({
  /** Mean probability that was stated, and share that was true; NaN for an empty bin. */
  stated: Float32,
  observed: Float32,
  cases: Int32,
  expectedError: Figure,
});
export type CalibrationCurve = z.infer<typeof CalibrationCurve>;

export const ModelAnswers = z.object({
  modelId: z.string(),
  /** The two ways to sort e, j and n: `bxb` as S, `dechazal` as N. */
  bxb: Ec57Table,
  dechazal: Ec57Table,
  calibration: CalibrationCurve,
});
export type ModelAnswers = z.infer<typeof ModelAnswers>;

/** One patient, or one record of the reference set, under both models. */
export const PatientDifference = z.object({
  name: z.string(),
  beats: ClassCounts,
  /** Beats whose class is right. */
  candidateRight: Count,
  incumbentRight: Count,
  /** F1 of S and V in percent, mapping `bxb`; NaN where the patient has none. */
  candidateF1: z.object({ S: Figure, V: Figure }),
  incumbentF1: z.object({ S: Figure, V: Figure }),
  /** Where to look; absent for the reference set, which is not in the library. */
  studyId: Id.optional(),
  recordingId: Id.optional(),
});
export type PatientDifference = z.infer<typeof PatientDifference>;

/** Both models on the same beats. */
export const EvaluatedGroup = z.object({
  /** `clinic`: held-out patients of this library. `reference`: the set that comes with the program. */
  group: z.enum(['clinic', 'reference']),
  patients: Count,
  /** Recordings of ten minutes or less are counted whole, of longer ones the first five minutes are left out (EC57). */
  countedWhole: Count,
  candidate: ModelAnswers,
  incumbent: ModelAnswers,
  differences: z.array(PatientDifference),
});
export type EvaluatedGroup = z.infer<typeof EvaluatedGroup>;

/** Beats on which the two models disagree, as columns of equal length; `place[i]` says where. At most 200. */
export const Disagreements = z.object({
  place: z.array(BeatPlace),
  /** WFDB code the reader gave. */
  readerCode: Bytes,
  /** Indices into N S V F Q. */
  candidateClass: Bytes,
  incumbentClass: Bytes,
  candidateConfidence: Float32,
  incumbentConfidence: Float32,
  /** How many there are in all. */
  total: Count,
});
export type Disagreements = z.infer<typeof Disagreements>;

export const Comparison = z.object({
  candidateId: z.string(),
  incumbentId: z.string(),
  groups: z.array(EvaluatedGroup),
  disagreements: Disagreements,
  gate: GateVerdict,
  /** ISO 8601. */
  at: z.string(),
});
export type Comparison = z.infer<typeof Comparison>;
