import { Problem } from '../../shared/problem.ts';
import type { ModelConfig } from '../nat/model-config.ts';
import type { Objective } from '../nat/objectives/objective.ts';
import { type CosineSchedule, learningRateAt } from '../nat/optimiser/schedule.ts';
import { parameterScales } from '../nat/optimiser/scales.ts';
import { initialParameters, type ParameterLayout, transferParameters } from '../nat/parameters/layout.ts';
import type { Batch, SettingValues } from '../nat/runtime/training-session.ts';
import { buildTrainingGraph } from '../nat/training-graph.ts';
import { type LoopOptions, runTraining, type TrainingProgress, type Validation } from './loop.ts';
import type { TrainedModel } from './trained-model.ts';
import { TrainingControl } from './training-control.ts';

/** How long and how fast, whatever is learnt. */
export interface Pace {
  /** Windows of a batch and leads of a window. */
  readonly windows: number;
  readonly leads: number;
  readonly steps: number;
  readonly learningRate: number;
  readonly warmUpSteps: number;
  readonly weightDecay: number;
  /** Factor of the learning rate per block below the head, for a pretrained trunk. */
  readonly layerDecay: number;
}

/** What the learning rate falls to at the last step, as a share of its peak. */
const FLOOR = 0.02;

/** What every training can be told, whatever it is for. */
export interface TrainOptions extends Omit<LoopOptions, 'onStep' | 'control'> {
  readonly seed: number;
  /** A pretrained or earlier model whose parameters of the same name and shape are taken over. */
  readonly from?: Pick<TrainedModel, 'layout' | 'parameters'> | undefined;
  /** Parameters that stay as they are, by the start of their names (`trunk` for a linear probe). */
  readonly frozen?: readonly string[] | undefined;
  readonly validation?: ModelValidation | undefined;
  readonly control?: TrainingControl | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onStep?: ((progress: TrainingProgress) => void) | undefined;
}

/** Like `Validation`, told the whole model. */
export interface ModelValidation extends Omit<Validation, 'score'> {
  score(model: TrainedModel): Promise<number>;
}

/** A model fresh from training, and what training it took. */
export interface FreshModel extends TrainedModel {
  readonly steps: number;
  readonly best?: { readonly step: number; readonly score: number } | undefined;
  readonly seconds: number;
}

/** What is learnt, and how long. */
export interface TrainingPlan {
  readonly model: ModelConfig;
  readonly objective: Objective;
  readonly pace: Pace;
  /** Changes the values a new model starts with, in place. */
  readonly begin?: ((values: Float32Array, layout: ParameterLayout) => void) | undefined;
}

/**
 * Trains one model on one objective: builds the graph, takes over what there is to take over, runs the loop.
 * @param feeds.batch what is fed after `step` steps; it must depend on `step` alone
 * @returns the moving average of the weights
 * @throws Problem as `runTraining` does, and `bad-input` when `from` has nothing in common with the model
 */
export async function trainModel(
  { model, objective, pace, begin }: TrainingPlan,
  feeds: { batch(step: number): Batch; readonly settings?: SettingValues },
  options: TrainOptions,
): Promise<FreshModel> {
  const { windows, leads, steps, learningRate, warmUpSteps, weightDecay, layerDecay } = pace;
  const graph = buildTrainingGraph({ model, objective, windows, leads, averaged: true });
  const { head, layout } = graph;
  const { seed, from, frozen, validation, control = new TrainingControl(options.signal) } = options;
  const schedule: CosineSchedule = {
    peak: learningRate,
    // A schedule of 400 steps and one of 40 both begin gently.
    warmUpSteps: Math.min(warmUpSteps, Math.ceil(steps / 4)),
    totalSteps: steps,
    floor: FLOOR,
  };
  const initial = firstParameters(layout, from, seed);
  if (!from) begin?.(initial, layout);
  const outcome = await runTraining(
    {
      graph,
      seed,
      initial,
      scales: parameterScales(layout, { layerDecay, ...(frozen ? { frozen } : {}) }),
      steps,
      batch: (step) => feeds.batch(step),
      settings: (step) => ({
        ...feeds.settings,
        learningRate: learningRateAt(step + 1, schedule),
        weightDecay,
      }),
      validation: validation && {
        ...validation,
        score: (parameters) => validation.score({ model, head, layout, parameters }),
      },
    },
    { ...options, control },
  );
  const { parameters, step, best, seconds } = outcome;
  return { model, head, layout, parameters, steps: step, best, seconds };
}

function firstParameters(layout: ParameterLayout, from: TrainOptions['from'], seed: number): Float32Array {
  if (!from) return initialParameters(layout, seed);
  const { values, fresh } = transferParameters({ layout: from.layout, values: from.parameters }, layout, seed);
  const trunk = layout.entries.filter(({ name }) => name.startsWith('trunk.'));
  if (trunk.every(({ name }) => fresh.includes(name))) {
    throw new Problem('bad-input', 'The model to start from has another trunk; nothing of it could be taken over.');
  }
  return values;
}
