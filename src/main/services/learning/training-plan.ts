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
/** What a step and the rest take where nothing was measured yet: `small` on two cores (docs/nat.md). */
const ASSUMED_STEP_SECONDS = { finetune: 0.06, adapt: 0.06, pretrain: 0.3, evaluate: 0 } as const;
const ASSUMED_OTHER_SECONDS = 15;

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

/** What a training does and takes. */
export type PlannedWork = Omit<LearningPlan, 'parentModel' | 'parentInUse'>;

/** @param earlier jobs of this library, newest first */
export function planFor(spec: LearningSpec, rehearses: boolean, earlier: readonly LearningJob[]): PlannedWork {
  const { kind, steps, device, threads } = spec;
  const recipe = clinicRecipe(steps);
  const windows = kind === 'pretrain' ? PRETRAINING_PACE.windows : recipe.windows;
  const known = earlier.find(
    (job) => job.kind === kind && job.state === 'done' && job.device === device && job.steps > 0,
  );
  const seconds = known
    ? (known.seconds * Math.max(1, steps)) / known.steps
    : steps * ASSUMED_STEP_SECONDS[kind] + ASSUMED_OTHER_SECONDS;
  return {
    ...{ steps, windows, device, threads, seconds },
    ownWindows: kind === 'pretrain' || !rehearses ? windows : recipe.ownWindows,
    basis: known ? 'measured' : 'assumed',
  };
}
