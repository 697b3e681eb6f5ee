import { availableParallelism } from 'node:os';
import type { LearningJob, LearningPlan, TrainingSettings } from '../../../shared/contract/learning.ts';
import type { LearningKind, SnapshotInfo } from '../../../shared/contract/learning-data.ts';
import type { LearningSpec } from '../../jobs/learning/learning-request.ts';
import { clinicRecipe, usualSteps } from '../../learning/clinic/clinic-recipe.ts';
import { adaptationRecipe } from '../../learning/clinic/adapt-recording.ts';
import { PRETRAINING_PACE } from '../../learning/pretraining/pretrain.ts';
import { totalOf } from './learning-remarks.ts';

/** Of pretraining in a clinic: an hour or so on two cores; a starting point. */
const PRETRAINING_STEPS = 3_000;
/** More threads make a small model no faster, and leave nothing to the window. */
const MOST_THREADS = 4;
/** Work between two checkpoints. */
const CHECKPOINT_SECONDS = 5;
/** What a step takes where nothing was measured yet: `small` on two cores (docs/nat.md). */
const ASSUMED_STEP_SECONDS = { finetune: 0.06, adapt: 0.06, pretrain: 0.3, evaluate: 0 } as const;
/**
 * What half an hour of two leads takes to be prepared, and to be asked of two models; measured on two cores that had other
 * work too (a day's adaptation: 48 half hours in 357 s).
 */
const ASSUMED_SECONDS_OF_HALF_HOUR = { read: 4, answered: 7 } as const;
/** To start a process and read models and rehearsal set. */
const ASSUMED_OTHER_SECONDS = 5;
const HALF_HOUR_SECONDS = 1_800;
/** Half hours that the reference set's answers cost about as much as. */
const REFERENCE_HALF_HOURS = 2;
/** More of either are not learned from (`train-on-snapshot.ts`). */
const MOST_HALF_HOURS = 64;
const MOST_PRETRAINING_RECORDINGS = 150;

/** All that decides the numbers of a training on a snapshot. */
export function specFor(
  snapshot: SnapshotInfo,
  settings: TrainingSettings,
  checkpointSeconds = CHECKPOINT_SECONDS,
): LearningSpec {
  const { kind } = snapshot.scope;
  return {
    kind,
    snapshotId: snapshot.id,
    model: snapshot.parentModel,
    steps: settings.steps ?? stepsFor(kind, snapshot),
    seed: snapshot.scope.seed,
    device: settings.device ?? 'cpu',
    threads: settings.threads ?? usualThreads(),
    start: settings.start ?? 'model',
    checkpointSeconds,
  };
}

/** The comparison of a model that came from elsewhere. */
export const specOfComparison = (modelId: string, snapshotId: string | undefined): LearningSpec => ({
  ...{ kind: 'evaluate', model: modelId, steps: 0, seed: 1, device: 'cpu', threads: usualThreads(), start: 'model' },
  checkpointSeconds: CHECKPOINT_SECONDS,
  ...(snapshotId === undefined ? {} : { snapshotId }),
});

const usualThreads = (): number => Math.min(MOST_THREADS, availableParallelism());

function stepsFor(kind: LearningKind, { train }: SnapshotInfo): number {
  switch (kind) {
    case 'finetune':
      return usualSteps(totalOf(train));
    case 'adapt':
      return adaptationRecipe().steps;
    case 'pretrain':
      return PRETRAINING_STEPS;
    case 'evaluate':
      return 0;
  }
}

/** Half hours of signal that a job prepares to learn from them, and on which it asks models. */
export interface SignalWork {
  readonly read: number;
  readonly answered: number;
}

/** A half hour without a label is neither learned from nor compared on; an adaptation asks of the whole recording. */
export function signalWork(
  { scope, patients, recordings }: Pick<SnapshotInfo, 'scope' | 'patients' | 'recordings'>,
  rehearses: boolean,
): SignalWork {
  const reference = rehearses ? REFERENCE_HALF_HOURS : 0;
  const sides = new Map(patients.map(({ key, side }) => [key, side]));
  const halfHours = (seconds: number): number => Math.ceil(seconds / HALF_HOUR_SECONDS);
  const labelled = (side: 'train' | 'held-out'): number =>
    recordings
      .filter(({ patient }) => sides.get(patient) === side)
      .reduce((sum, { seconds, labels }) => sum + Math.min(halfHours(seconds), totalOf(labels)), 0);
  switch (scope.kind) {
    case 'finetune':
      return { read: Math.min(MOST_HALF_HOURS, labelled('train')), answered: labelled('held-out') + reference };
    case 'adapt':
      return {
        read: halfHours(scope.adaptSeconds),
        answered: recordings.reduce((sum, { seconds }) => sum + halfHours(seconds), 0),
      };
    case 'pretrain':
      return { read: Math.min(MOST_PRETRAINING_RECORDINGS, recordings.length), answered: reference };
  }
}

/** What a training does and takes. */
export type PlannedWork = Omit<LearningPlan, 'parentModel' | 'parentInUse'>;

export interface PlanFacts {
  readonly rehearses: boolean;
  readonly work: SignalWork;
  /** Jobs of this library, newest first. */
  readonly earlier: readonly LearningJob[];
  /** The work of an earlier job; undefined where that cannot be told any more. */
  readonly workOf: (job: LearningJob) => SignalWork | undefined;
}

/** Each stage takes what it took before, by its own measure: steps, half hours read, half hours asked of the models. */
export function planFor(spec: LearningSpec, { rehearses, work, earlier, workOf }: PlanFacts): PlannedWork {
  const { kind, steps, device, threads } = spec;
  const recipe = clinicRecipe(steps);
  const windows = kind === 'pretrain' ? PRETRAINING_PACE.windows : recipe.windows;
  const known = earlier.find((job) => job.kind === kind && isMeasure(job, device));
  const before = known && workOf(known);
  const took = (stage: string): number => known?.stageSeconds?.[stage] ?? 0;
  const each =
    known && before
      ? {
          step: took('training') / known.steps,
          read: took('reading') / Math.max(1, before.read),
          answered: took('comparing') / Math.max(1, before.answered),
        }
      : { step: ASSUMED_STEP_SECONDS[kind], ...ASSUMED_SECONDS_OF_HALF_HOUR };
  const seconds = ASSUMED_OTHER_SECONDS + steps * each.step + work.read * each.read + work.answered * each.answered;
  return {
    ...{ steps, windows, device, threads, seconds },
    ownWindows: kind === 'pretrain' || !rehearses ? windows : recipe.ownWindows,
    basis: before ? 'measured' : 'assumed',
  };
}

const isMeasure = ({ state, device, steps, stageSeconds }: LearningJob, wanted: LearningSpec['device']): boolean =>
  state === 'done' && device === wanted && steps > 0 && (stageSeconds?.['training'] ?? 0) > 0;
