import * as z from 'zod';
import { Count, Id, SampleIndex } from './columns.ts';

/** How many beats of each AAMI class. */
export const ClassCounts = z.object({ N: Count, S: Count, V: Count, F: Count, Q: Count });
export type ClassCounts = z.infer<typeof ClassCounts>;

/**
 * `finetune`: the beat classifier, on what readers confirmed or corrected. `adapt`: the same for one recording alone,
 * from its first minutes; it ends in an offer, not in a model. `pretrain`: the trunk, on recordings without labels.
 * `evaluate`: no training; a model that came from elsewhere is compared with the one in use.
 */
export const LearningKind = z.enum(['finetune', 'adapt', 'pretrain', 'evaluate']);
export type LearningKind = z.infer<typeof LearningKind>;

/** What is asked to be learned from. */
export const LearningScope = z.object({
  kind: LearningKind.exclude(['evaluate']),
  /** Only these recordings; all when absent. `adapt` takes exactly one. */
  recordingIds: z.array(Id).min(1).max(10_000).optional(),
  /** Share of the patients whose labels are kept for the evaluation alone. */
  heldOutShare: z.number().min(0).max(0.5).default(0.2),
  /** Labels before this many seconds are learned from; for `adapt`. */
  adaptSeconds: z.number().min(10).max(3_600).default(300),
  seed: z.number().int().min(0).max(0xffff_ffff).default(1),
});
export type LearningScope = z.infer<typeof LearningScope>;

/** `held-out`: seen by no training, so that it can judge one. */
export const PatientSide = z.enum(['train', 'held-out']);
export type PatientSide = z.infer<typeof PatientSide>;

export const LearnablePatient = z.object({
  /** Names the patient within the library; two recordings of one patient share it. */
  key: Id,
  /** As the worklist shows it; absent where the file names nobody. */
  name: z.string().optional(),
  recordings: Count,
  side: PatientSide,
  /** Why it is on this side, where that is not the draw: it was learned from before, so it can judge nothing any more. */
  reason: z.enum(['learned-before', 'too-few-patients']).optional(),
  /** Of a held-out patient those that judge: none of the first five minutes of a recording longer than ten. */
  labels: ClassCounts,
});
export type LearnablePatient = z.infer<typeof LearnablePatient>;

export const LearnableRecording = z.object({
  recordingId: Id,
  studyId: Id,
  name: z.string(),
  patient: Id,
  /** The readers' set the labels come from, as it is at this revision; absent where none is needed (`pretrain`). */
  setId: Id.optional(),
  revision: Count.optional(),
  /** SHA-256 of the set's whole log, hexadecimal; in snapshots only. */
  logHash: z.string().optional(),
  /** Leads that are learned from, those its latest reading used; in snapshots only, and not in the oldest of them. */
  leads: z.array(Count).optional(),
  /** Who set or confirmed the labels, and how many each. */
  confirmedBy: z.array(z.object({ reader: z.string(), labels: Count })),
  signed: z.boolean(),
  labels: ClassCounts,
  /** Of these, how many differ from what the source said. */
  corrected: Count,
  /** Beats nobody has looked at: shown to the model, never learned from. */
  unconfirmed: Count,
  seconds: z.number(),
});
export type LearnableRecording = z.infer<typeof LearnableRecording>;

export const REMARK_CODES = [
  'no-labels',
  'one-class',
  'class-absent',
  'class-few',
  'no-held-out',
  'held-out-few',
  'held-out-early',
  'one-patient',
  'patients-not-stated',
  'no-signal',
  'outside-labels-left-out',
  'shortened',
  'rehearsal-missing',
  'model-damaged',
] as const;

/** Something a lead reader should know before starting: a code for the window's own words, and the sentence in English. */
export const LearningRemark = z.object({
  code: z.enum(REMARK_CODES),
  /** `stops`: nothing can be started like this. */
  severity: z.enum(['stops', 'warns', 'tells']),
  text: z.string(),
  aamiClass: z.enum(['N', 'S', 'V', 'F', 'Q']).optional(),
  count: Count.optional(),
});
export type LearningRemark = z.infer<typeof LearningRemark>;

/** What would be learned from, or what a snapshot holds. */
export const LearnableData = z.object({
  patients: z.array(LearnablePatient),
  recordings: z.array(LearnableRecording),
  train: ClassCounts,
  heldOut: ClassCounts,
  /** The model that would be trained further, and with which the result is compared. */
  parentModel: z.string(),
  remarks: z.array(LearningRemark),
  canStart: z.boolean(),
});
export type LearnableData = z.infer<typeof LearnableData>;

export const SnapshotInfo = LearnableData.extend({
  id: Id,
  /** SHA-256 of all that is in it, hexadecimal: the same labels, split, seed and parent give the same. */
  hash: z.string(),
  scope: LearningScope,
  madeBy: z.string(),
  /** ISO 8601. */
  madeAt: z.string(),
});
export type SnapshotInfo = z.infer<typeof SnapshotInfo>;

/** A beat a reader can jump to. */
export const BeatPlace = z.object({
  studyId: Id,
  recordingId: Id,
  sample: SampleIndex,
});
export type BeatPlace = z.infer<typeof BeatPlace>;
