import * as z from 'zod';
import { call, stream } from '../rpc/contract.ts';
import { DeviceName } from './analysis.ts';
import { Bytes, Count, Float32, Id, Int32 } from './columns.ts';
import { BeatPlace, ClassCounts, LearnableData, LearningKind, LearningScope, SnapshotInfo } from './learning-data.ts';
import { Comparison } from './learning-evaluation.ts';
import {
  AdaptationObstacle,
  JobProblem,
  KeyReplacement,
  ModelProblem,
  ModelTrouble,
  StoredNotice,
} from './learning-troubles.ts';

export * from './learning-data.ts';
export * from './learning-evaluation.ts';
export * from './learning-gate.ts';
export * from './learning-troubles.ts';

const Reason = z.string().trim().min(3).max(2_000);
const ModelId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,79}$/);

/** What may be set of a training; the usual values are in the plan. */
export const TrainingSettings = z.object({
  steps: z.number().int().min(1).max(100_000).optional(),
  device: DeviceName.optional(),
  /** A result is repeated bit by bit on the CPU with the same number of threads. */
  threads: z.number().int().min(1).max(64).optional(),
  /** `pretrained`: fine-tuning begins from the pretrained trunk instead of from the snapshot's parent model. */
  start: z.enum(['model', 'pretrained']).optional(),
});
export type TrainingSettings = z.infer<typeof TrainingSettings>;

export const LearningPlan = z.object({
  /** Id of the model that is trained further, and whether it is the one that reads. */
  parentModel: z.string(),
  parentInUse: z.boolean(),
  steps: Count,
  /** Windows of a step, and how many of them are of the clinic's own recordings; the rest rehearses other patients. */
  windows: Count,
  ownWindows: Count,
  device: DeviceName,
  threads: Count,
  /** From reading the data to the finished comparison. */
  seconds: z.number(),
  /** `measured`: by earlier trainings on this machine. `assumed`: by the program's own figures. */
  basis: z.enum(['measured', 'assumed']),
});
export type LearningPlan = z.infer<typeof LearningPlan>;

/** `paused` waits for a person; a job that was cut off by the end of the program is `queued` again. */
export const JobState = z.enum(['queued', 'running', 'paused', 'done', 'failed', 'cancelled']);
export type JobState = z.infer<typeof JobState>;
export const JobStage = z.enum(['waiting', 'reading', 'training', 'comparing', 'keeping', 'ended']);
export type JobStage = z.infer<typeof JobStage>;

export const LearningJob = z.object({
  id: Id,
  kind: LearningKind,
  state: JobState,
  stage: JobStage,
  /** Within the stage, 0–1. */
  fraction: z.number(),
  step: Count,
  steps: Count,
  /** Of the last step, by name; `total` is their weighted sum. */
  losses: z.record(z.string(), z.number()),
  /** Of the last look, by name, in percent: `own labels`, `other patients V F1`, … */
  validation: z.record(z.string(), z.number()),
  windowsPerSecond: z.number(),
  device: DeviceName,
  threads: Count,
  /** Work so far, over all sittings; and what is left of the training. */
  seconds: z.number(),
  /** Of the work so far, what each stage took, by its name. */
  stageSeconds: z.record(z.string(), z.number()).optional(),
  secondsLeft: z.number().optional(),
  /** For the reader: a device was lost, labels were left out. */
  notices: z.array(StoredNotice),
  /** Why it failed, or why it waits. */
  problem: JobProblem.optional(),
  snapshotId: Id.optional(),
  parentModel: z.string(),
  /** The model it made, or compared; see `learning.comparison`. */
  candidateId: z.string().optional(),
  passed: z.boolean().optional(),
  createdBy: z.string(),
  /** ISO 8601. */
  createdAt: z.string(),
  endedAt: z.string().optional(),
});
export type LearningJob = z.infer<typeof LearningJob>;

const Curve = z.object({ name: z.string(), values: Float32 });
/** A training's course as columns; of a long one every second step, then every fourth, and so on: at most 1,024. */
export const LearningCurves = z.object({
  step: Int32,
  losses: z.array(Curve),
  validationStep: Int32,
  validation: z.array(Curve),
});
export type LearningCurves = z.infer<typeof LearningCurves>;

export const JobEvent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('job'), job: LearningJob }),
  /** The whole course so far: once at the beginning, then whenever it has grown, at most twice a second. */
  z.object({ kind: z.literal('curves'), curves: LearningCurves }),
]);
export type JobEvent = z.infer<typeof JobEvent>;

export const Candidate = z.object({
  modelId: z.string(),
  name: z.string(),
  origin: z.enum(['trained', 'imported']),
  parentModel: z.string(),
  snapshotId: Id.optional(),
  jobId: Id,
  kind: LearningKind,
  /** Of the program that made it. */
  version: z.string(),
  device: z.string(),
  seconds: z.number(),
  labels: ClassCounts,
  at: z.string(),
  /** `active`: in use. `earlier`: was in use. `refused`: by a person, with a reason, whatever was decided since. */
  standing: z.enum(['waiting', 'active', 'earlier', 'refused']),
  /** Whether it was compared to the end; what the gate says of the latest comparison. */
  compared: z.boolean(),
  passed: z.boolean(),
  /** Present where its files are not sound any more. */
  problem: ModelProblem.optional(),
});
export type Candidate = z.infer<typeof Candidate>;

/** Who decided what on which model. Kept for good. */
export const LearningDecision = z.object({
  kind: z.enum(['promote', 'refuse', 'roll-back', 'import', 'export']),
  actor: z.string(),
  at: z.string(),
  /** Id of the model in use before and after; the same where nothing was changed. */
  from: z.string(),
  to: z.string(),
  /** What it was about. */
  modelId: z.string(),
  reason: z.string().optional(),
  /** The gate had refused the model, and the reason says why it is used all the same. */
  overridden: z.boolean(),
});
export type LearningDecision = z.infer<typeof LearningDecision>;

/** A model from a file that was checked and is not in use yet. */
export const ModelOffer = z.object({
  offerId: Id,
  modelId: z.string(),
  name: z.string(),
  summary: z.string(),
  bytes: Count,
  /** SHA-256 of the signer's public key, in groups of four hexadecimal digits. */
  fingerprint: z.string(),
  /** What the signer calls itself; anybody can claim a name, the fingerprint cannot be claimed. */
  signer: z.string(),
  /** `own`: this library's key. `known`: models of this signer were accepted before. */
  standing: z.enum(['own', 'known', 'unknown']),
  alreadyThere: z.boolean(),
});
export type ModelOffer = z.infer<typeof ModelOffer>;

/** Agreement of a model and the readers in one week. */
export const AgreementWeek = z.object({
  /** The Monday, `2026-11-16`. */
  week: z.string(),
  modelId: z.string(),
  /** What the model had said; `all` for every class together. */
  aamiClass: z.enum(['all', 'N', 'S', 'V', 'F', 'Q']),
  /** Whether the answers were given without the model's label in sight. */
  blind: z.boolean(),
  /** What was answered to had been changed by a model adapted to the recording: counted apart. */
  adapted: z.boolean(),
  asked: Count,
  agreed: Count,
  /** Agreement and its 95 % interval (Wilson 1927), 0–1. */
  rate: z.number(),
  low: z.number(),
  high: z.number(),
  /** Of the weeks before, of the same class and kind of asking; absent where there are too few answers. */
  before: z.number().optional(),
  /** The week is of a fall beyond chance. */
  alert: z.boolean(),
});
export type AgreementWeek = z.infer<typeof AgreementWeek>;

/** Readers agree less than before, by more than chance, and nothing says that it is over; told once. */
export const AgreementFall = AgreementWeek.pick({ aamiClass: true, blind: true, adapted: true }).extend({
  /** The Monday of its first week. */
  since: z.string(),
  /** Answers since then, and what was usual before, 0–1. */
  asked: Count,
  agreed: Count,
  before: z.number(),
  /** Classes that have fallen by themselves. */
  classes: z.array(AgreementWeek.shape.aamiClass.exclude(['all'])),
});
export type AgreementFall = z.infer<typeof AgreementFall>;

/** A reader has said something else than the model. */
export const DifferingAnswer = z.object({
  place: BeatPlace,
  /** WFDB codes: what the model said, and what the reader did. */
  sourceCode: Count,
  givenCode: Count,
  blind: z.boolean(),
  adapted: z.boolean(),
  modelId: z.string(),
  /** ISO 8601. */
  at: z.string(),
});
export type DifferingAnswer = z.infer<typeof DifferingAnswer>;

/** What an adapted model would say of the beats of a recording nobody has confirmed. */
export const AdaptationOffer = z.object({
  jobId: Id,
  recordingId: Id,
  setId: Id,
  revision: Count,
  /** Beats whose class would change. */
  id: Int32,
  sample: Int32,
  fromCode: Bytes,
  toCode: Bytes,
  confidence: Float32,
  /** Unconfirmed beats in all. */
  unconfirmed: Count,
  /** Classes the labelled minutes held none of: for these the model before keeps its word. */
  guarded: z.array(z.string()),
  /** Present where it cannot be taken over. */
  problem: AdaptationObstacle.optional(),
});
export type AdaptationOffer = z.infer<typeof AdaptationOffer>;

export const learningContract = {
  /** What would be learned from, and what is missing, in sentences. Changes nothing. */
  'learning.preview': call(LearningScope, LearnableData),
  /** Keeps labels, split, seed and parent model for good; what is edited later does not move it. */
  'learning.snapshot': call(LearningScope, SnapshotInfo),
  'learning.snapshots': call(z.object({}), z.object({ snapshots: z.array(SnapshotInfo) })),
  'learning.plan': call(z.object({ snapshotId: Id, settings: TrainingSettings.default({}) }), LearningPlan),
  /** Queues a training; one runs at a time. @throws `bad-input` where the snapshot cannot be learned from */
  'learning.start': call(z.object({ snapshotId: Id, settings: TrainingSettings.default({}) }), LearningJob),
  'learning.pause': call(z.object({ jobId: Id }), LearningJob),
  'learning.resume': call(z.object({ jobId: Id }), LearningJob),
  /** Ends a job and removes what it had done. */
  'learning.cancel': call(z.object({ jobId: Id }), LearningJob),
  /** Newest first. */
  'learning.jobs': call(z.object({}), z.object({ jobs: z.array(LearningJob) })),
  /** One value at once and one whenever a job's state, stage or a candidate has changed: ask again for what is shown. */
  'learning.changes': stream(z.object({}), z.object({ jobs: z.array(LearningJob) })),
  /** Ends with the job. Leaving the loop only stops watching. */
  'learning.watchJob': stream(z.object({ jobId: Id }), JobEvent),
  'learning.candidates': call(
    z.object({}),
    z.object({
      candidates: z.array(Candidate),
      /** Id of the model that reads; absent where rules do. */
      activeModel: z.string().optional(),
      /** Of the model that was chosen, and of those that came with the program. */
      troubles: z.array(ModelTrouble),
    }),
  ),
  /** Candidate beside incumbent; with the gate's verdict. */
  'learning.comparison': call(z.object({ modelId: ModelId }), Comparison),
  /** Takes a candidate into use. One the gate refused needs a reason. */
  'learning.promote': call(z.object({ modelId: ModelId, overrideReason: Reason.optional() }), LearningDecision),
  'learning.refuse': call(z.object({ modelId: ModelId, reason: Reason }), LearningDecision),
  /** Back to the model before, or to `to`, which was in use once. */
  'learning.rollback': call(z.object({ to: ModelId.optional(), reason: Reason.optional() }), LearningDecision),
  /** Newest first. */
  'learning.history': call(
    z.object({}),
    z.object({
      decisions: z.array(LearningDecision),
      keyReplaced: KeyReplacement.optional(),
      /** Of the key this library signs models with; absent until it has signed one. */
      fingerprint: z.string().optional(),
    }),
  ),
  /** Somebody has read that the signing key is another one: it is not told again. */
  'learning.acknowledgeKey': call(z.object({}), z.object({})),
  /** One signed file, in pieces. */
  'learning.exportModel': stream(
    z.object({ modelId: ModelId }),
    z.object({ name: z.string(), bytes: Bytes, last: z.boolean() }),
  ),
  /** A model's file in pieces of at most 4 MB, in order; the last is answered with what is in it. */
  'learning.receiveModel': call(
    z.object({
      uploadId: Id.optional(),
      bytes: Bytes.refine((piece) => piece.byteLength <= 4 * 1024 * 1024),
      last: z.boolean(),
    }),
    z.object({ uploadId: Id, offer: ModelOffer.optional() }),
  ),
  /** Keeps an offered model and queues its comparison with the one in use. An unknown signer must be trusted by name. */
  'learning.acceptModel': call(z.object({ offerId: Id, trustFingerprint: z.string().optional() }), LearningJob),
  /** Queues the comparison of a candidate with the model that is in use now. */
  'learning.compareAnew': call(z.object({ modelId: ModelId }), LearningJob),
  /** Agreement of models and readers by week and class, oldest first. */
  'learning.watchAgreement': call(
    z.object({ weeks: z.number().int().min(1).max(260).default(26) }),
    z.object({ weeks: z.array(AgreementWeek), falls: z.array(AgreementFall) }),
  ),
  /** The latest answers of the review queue that say another class than the model, newest first; at most 50. */
  'learning.differingAnswers': call(z.object({}), z.object({ answers: z.array(DifferingAnswer) })),
  /** @throws `not-found` where the job made none */
  'learning.adaptation': call(z.object({ jobId: Id }), AdaptationOffer),
  /** Takes an adaptation over into the reader's own set, as one change that can be undone; nothing becomes confirmed by it. */
  'learning.takeAdaptation': call(
    z.object({ jobId: Id, revision: Count }),
    z.object({ setId: Id, revision: Count, changed: Count }),
  ),
} as const;
export type LearningContract = typeof learningContract;
