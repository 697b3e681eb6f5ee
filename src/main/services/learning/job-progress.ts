import * as z from 'zod';
import { DeviceName } from '../../../shared/contract/analysis.ts';
import { JobStage, type LearningJob } from '../../../shared/contract/learning.ts';
import { JobProblem, StoredNotice } from '../../../shared/contract/learning-troubles.ts';
import { Problem } from '../../../shared/problem.ts';
import { LearningSpec } from '../../jobs/learning/learning-request.ts';
import type { StoredJob } from '../../library/learning-loop/job-store.ts';

/** How far a job is, as it is kept beside it. */
export const JobProgress = z.object({
  stage: JobStage.default('waiting'),
  fraction: z.number().default(0),
  step: z.number().default(0),
  losses: z.record(z.string(), z.number()).default({}),
  validation: z.record(z.string(), z.number()).default({}),
  windowsPerSecond: z.number().default(0),
  seconds: z.number().default(0),
  /** Of these, what each stage took. */
  stageSeconds: z.record(z.string(), z.number()).default({}),
  secondsLeft: z.number().optional(),
  notices: z.array(StoredNotice).default([]),
  /** What computes, where that is not what was asked for. */
  device: DeviceName.optional(),
  problem: JobProblem.optional(),
  candidateId: z.string().optional(),
  passed: z.boolean().optional(),
});
export type JobProgress = z.infer<typeof JobProgress>;

export const noProgress = (): JobProgress => JobProgress.parse({});

/** What a stored job says, with what is known of its progress by now. */
export function jobInfo(job: StoredJob, progress = progressOf(job)): LearningJob {
  const spec = LearningSpec.safeParse(job.spec).data ?? UNREADABLE;
  const problem = progress.problem ?? (spec === UNREADABLE ? { code: 'unreadable', text: UNREADABLE_TEXT } : undefined);
  return {
    id: job.id,
    kind: job.kind,
    state: job.state,
    ...progress,
    ...(problem ? { problem } : {}),
    steps: spec.steps,
    device: progress.device ?? spec.device,
    threads: spec.threads,
    parentModel: spec.model,
    ...(job.snapshotId === undefined ? {} : { snapshotId: job.snapshotId }),
    createdBy: job.createdBy,
    createdAt: job.createdAt,
    ...(job.endedAt === undefined ? {} : { endedAt: job.endedAt }),
  };
}

export const progressOf = ({ progress }: StoredJob): JobProgress => {
  const parsed = JobProgress.safeParse(progress);
  return parsed.success ? parsed.data : noProgress();
};

/** @throws Problem `unreadable`: what a job of another version or a damaged library asks for cannot be told */
export function specOf({ spec }: Pick<StoredJob, 'spec'>): LearningSpec {
  const parsed = LearningSpec.safeParse(spec);
  if (parsed.success) return parsed.data;
  throw new Problem('unreadable', UNREADABLE_TEXT, { cause: parsed.error });
}

const UNREADABLE_TEXT =
  'What this job was to do cannot be read: another version of Einthoven asked for it, or the library is damaged. Start ' +
  'it anew; the other jobs and the model in use are as they were.';
/** Shown in its place. */
const UNREADABLE = { steps: 0, device: 'cpu', threads: 1, model: '' } as const;

/** Only numbers: what a figure cannot be told of is left out. */
export const finite = (values: Readonly<Record<string, number>>): Record<string, number> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => Number.isFinite(value)));
