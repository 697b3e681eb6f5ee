import * as z from 'zod';
import { DeviceName } from '../../../shared/contract/analysis.ts';
import { Count, Id } from '../../../shared/contract/columns.ts';
import { JobStage } from '../../../shared/contract/learning.ts';
import { LearningKind } from '../../../shared/contract/learning-data.ts';
import { JobNotice } from '../../../shared/contract/learning-troubles.ts';

/** All that decides the numbers of a training; kept with the job, never changed. */
export const LearningSpec = z.object({
  kind: LearningKind,
  snapshotId: Id.optional(),
  /** Id of the model that is trained further; that of the one to compare for `evaluate`. */
  model: z.string(),
  steps: Count,
  seed: Count,
  device: DeviceName,
  threads: z.number().int().positive(),
  start: z.enum(['model', 'pretrained']),
  /** Work between two checkpoints. It decides no number. */
  checkpointSeconds: z.number().positive(),
});
export type LearningSpec = z.infer<typeof LearningSpec>;

export const LearningRequest = z.object({
  library: z.string().min(1),
  jobId: Id,
  spec: LearningSpec,
  /** The folder of the models that came with the program, and the file of what trainings rehearse; none when absent. */
  models: z.string().optional(),
  rehearsal: z.string().optional(),
  /** Id of the model in use, which a candidate is compared with. */
  incumbent: z.string(),
  /** Of the program. */
  version: z.string(),
});
export type LearningRequest = z.infer<typeof LearningRequest>;

export const LearningStep = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('stage'), stage: JobStage, fraction: z.number() }),
  z.object({
    kind: z.literal('step'),
    step: Count,
    losses: z.record(z.string(), z.number()),
    windowsPerSecond: z.number(),
    secondsLeft: z.number(),
  }),
  z.object({ kind: z.literal('look'), step: Count, values: z.record(z.string(), z.number()) }),
  z.object({ kind: z.literal('checkpoint'), step: Count }),
  /** `device`: what computes from now on. */
  z.object({ kind: z.literal('notice'), notice: JobNotice, device: DeviceName.optional() }),
  z.object({
    kind: z.literal('end'),
    /** The model it made or compared; absent for an adaptation. */
    candidateId: z.string().optional(),
    passed: z.boolean().optional(),
  }),
]);
export type LearningStep = z.infer<typeof LearningStep>;
