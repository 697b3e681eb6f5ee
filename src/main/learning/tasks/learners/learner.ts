import type * as z from 'zod';
import type { HeadConfig } from '../../../nat/heads/head-config.ts';
import type { RecordEntry } from '../../data-sets.ts';
import type { FreshModel, TrainOptions } from '../../train-model.ts';
import type { TrainedModel } from '../../trained-model.ts';
import type { TrainingControl } from '../../training-control.ts';
import type { TaskResult, Tested } from '../results.ts';
import type { HeldOutRows } from '../held-out-file.ts';
import type { StartingModel } from '../starting-model.ts';
import type { TaskContext } from '../task-context.ts';
import type { RecipeChoice } from '../task.ts';

/** What every kind of record to learn from has. */
export interface LearnedRecord {
  readonly id: string;
  readonly patient: string;
}

export interface TrainingJob<R> {
  readonly records: readonly R[];
  readonly starting: StartingModel;
  readonly choice: RecipeChoice;
  /** Folders of the command, for what is no record: recorded noise. */
  readonly data: readonly string[];
}

export interface Prediction<R> {
  readonly records: readonly R[];
  readonly threads: number;
  readonly control: TrainingControl;
  readonly onRecord?: ((done: number, total: number) => void) | undefined;
  /** Told the probabilities behind each prediction, by learners whose predictions are decided from probabilities. */
  readonly onRows?: ((record: R, rows: HeldOutRows) => void) | undefined;
}

/**
 * One thing a model can learn, from records to a report. `P` is what is predicted of a record: JSON, so that a trial can
 * be interrupted and its report be made again.
 */
export interface Learner<R extends LearnedRecord, P> {
  readonly head: HeadConfig['kind'];
  readonly prediction: z.ZodType<P>;
  read(entries: readonly RecordEntry[], context: TaskContext): Promise<R[]>;
  /** The recipe as it will be used, for the description of a run. @throws Problem for one that cannot work */
  describe(
    choice: RecipeChoice & { readonly data: readonly string[] },
    sets: readonly string[],
  ): Readonly<Record<string, unknown>>;
  train(job: TrainingJob<R>, options: TrainOptions): Promise<FreshModel & { readonly labels: number }>;
  /** One prediction a record. */
  predict(model: TrainedModel, prediction: Prediction<R>): Promise<P[]>;
  /** How good predictions are, as one number; greater is better. */
  score(records: readonly R[], predictions: readonly P[]): number;
  /** @param bySeed predictions of the same records, one list a seed */
  report(records: readonly R[], bySeed: readonly (readonly P[])[], tested: Tested): TaskResult;
}

/** A learner's score of held-out records, as a training looks at them. */
export function validationOf<R extends LearnedRecord, P>(
  learner: Learner<R, P>,
  heldOut: readonly R[],
  { patience, validateEvery }: Pick<RecipeChoice, 'patience' | 'validateEvery'>,
  { threads, control }: Pick<Prediction<R>, 'threads' | 'control'>,
): TrainOptions['validation'] {
  if (patience === undefined) return undefined;
  return {
    everySteps: validateEvery,
    patience,
    score: async (model) =>
      learner.score(heldOut, await learner.predict(model, { records: heldOut, threads, control })),
  };
}
