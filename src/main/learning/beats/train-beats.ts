import { BEATS_HEAD, type BeatsHeadConfig } from '../../nat/heads/beats.ts';
import type { ModelConfig } from '../../nat/model-config.ts';
import { classifyBeats } from '../../nat/objectives/classify-beats.ts';
import { learningRateAt } from '../../nat/optimiser/schedule.ts';
import { parameterScales } from '../../nat/optimiser/scales.ts';
import { initialParameters, transferParameters } from '../../nat/parameters/layout.ts';
import { freshState, type StepReport, TrainingSession } from '../../nat/runtime/training-session.ts';
import { buildTrainingGraph } from '../../nat/training-graph.ts';
import type { TrainedModel } from '../trained-model.ts';
import { beatBatch, feedsOf } from './beat-batch.ts';
import type { WindowSampler } from './window-sampler.ts';

export interface BeatRecipe {
  readonly model: ModelConfig;
  readonly head: BeatsHeadConfig;
  readonly windows: number;
  readonly leads: number;
  readonly beats: number;
  readonly steps: number;
  readonly learningRate: number;
  readonly warmUpSteps: number;
  readonly weightDecay: number;
  /** Weights of N, S, V, F, Q in the cross-entropy. */
  readonly classWeights: readonly number[];
  /** Weight of the supervised contrastive term on two views; 0 leaves it out. */
  readonly contrastiveWeight: number;
  readonly temperature: number;
  /** Factor of the learning rate per block below the head, for a pretrained trunk. */
  readonly layerDecay: number;
}

/** Found by cross-validation on DS1 and svdb; see docs/results.md. */
export const BEAT_RECIPE: Omit<BeatRecipe, 'model'> = {
  head: BEATS_HEAD,
  windows: 16,
  leads: 1,
  beats: 32,
  steps: 400,
  learningRate: 2e-3,
  warmUpSteps: 40,
  weightDecay: 0.03,
  classWeights: [1, 1.5, 1, 0.5, 1],
  contrastiveWeight: 0,
  temperature: 0.1,
  layerDecay: 1,
};

export interface TrainOptions {
  readonly seed: number;
  readonly threads: number;
  /** A pretrained or earlier model whose parameters of the same name and shape are taken over. */
  readonly from?: Pick<TrainedModel, 'layout' | 'parameters'> | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onStep?: ((report: StepReport) => void) | undefined;
}

/** Trains a beat model and returns the moving average of its weights. @throws Error when the loss is not a number. */
export async function trainBeats(
  recipe: BeatRecipe,
  sampler: WindowSampler,
  options: TrainOptions,
): Promise<TrainedModel> {
  const { model, head, windows, leads, beats } = recipe;
  const contrastive = recipe.contrastiveWeight > 0;
  const objective = classifyBeats({ head, beats, contrastive });
  const graph = buildTrainingGraph({ model, objective, windows, leads, averaged: true });
  const { seed, threads, from } = options;
  const initial = from
    ? transferParameters({ layout: from.layout, values: from.parameters }, graph.layout, seed).values
    : initialParameters(graph.layout, seed);
  const session = await TrainingSession.create(graph, {
    device: 'cpu',
    threads,
    seed,
    state: freshState(graph, initial),
    scales: parameterScales(graph.layout, { layerDecay: recipe.layerDecay }),
  });
  const batch = beatBatch({ windows, leads, beats });
  const schedule = {
    peak: recipe.learningRate,
    warmUpSteps: recipe.warmUpSteps,
    totalSteps: recipe.steps,
    floor: 0.02,
  };
  try {
    while (session.step < recipe.steps) {
      options.signal?.throwIfAborted();
      sampler.fill(batch, session.step, contrastive ? 2 : 1);
      const report = await session.train(feedsOf(batch), {
        learningRate: learningRateAt(session.step + 1, schedule),
        weightDecay: recipe.weightDecay,
        classWeights: recipe.classWeights,
        ...(contrastive ? { temperature: recipe.temperature, contrastiveWeight: recipe.contrastiveWeight } : {}),
      });
      if (!report.finite) throw new Error(`the loss of step ${report.step} is not a number`);
      options.onStep?.(report);
    }
    const { vectors } = await session.state();
    const parameters = vectors.averaged ?? vectors.parameters;
    if (!parameters) throw new Error('a training state without parameters');
    return { model, head: graph.head, layout: graph.layout, parameters };
  } finally {
    await session.release();
  }
}
