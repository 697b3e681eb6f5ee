import { BEATS_HEAD, type BeatsHeadConfig } from '../../nat/heads/beats.ts';
import type { ModelConfig } from '../../nat/model-config.ts';
import { classifyBeats } from '../../nat/objectives/classify-beats.ts';
import { type FreshModel, type Pace, trainModel, type TrainOptions } from '../train-model.ts';
import { type BeatBatch, beatBatch, feedsOf } from '../../nat/inputs/beat-batch.ts';

export type { TrainOptions } from '../train-model.ts';

export interface BeatRecipe extends Pace {
  readonly model: ModelConfig;
  readonly head: BeatsHeadConfig;
  /** Slots for beats in a window. */
  readonly beats: number;
  /** Weights of N, S, V, F, Q in the cross-entropy. */
  readonly classWeights: readonly number[];
  /** Weight of the supervised contrastive term on two views; 0 leaves it out. */
  readonly contrastiveWeight: number;
  readonly temperature: number;
}

/** Found by cross-validation on DS1 and svdb; see docs/results.md. */
export const BEAT_RECIPE: Omit<BeatRecipe, 'model'> = {
  head: BEATS_HEAD,
  windows: 16,
  leads: 1,
  beats: 32,
  steps: 600,
  learningRate: 2e-3,
  warmUpSteps: 40,
  weightDecay: 0.03,
  classWeights: [1, 1, 1.3, 0.5, 1],
  contrastiveWeight: 0,
  temperature: 0.1,
  layerDecay: 1,
};

/** Fills the batch of a step; with `views` 2 the second half of the windows shows the first half again. */
export interface BeatSource {
  fill(batch: BeatBatch, step: number, views?: 1 | 2): void;
}

/** Trains a beat model and returns the moving average of its weights. @throws Problem as `trainModel` does */
export function trainBeats(recipe: BeatRecipe, sampler: BeatSource, options: TrainOptions): Promise<FreshModel> {
  const { model, head, windows, leads, beats, classWeights, contrastiveWeight, temperature } = recipe;
  const contrastive = contrastiveWeight > 0;
  const objective = classifyBeats({ head, beats, contrastive });
  const batch = beatBatch({ windows, leads, beats });
  return trainModel(
    { model, objective, pace: recipe },
    {
      batch: (step) => {
        sampler.fill(batch, step, contrastive ? 2 : 1);
        return feedsOf(batch);
      },
      settings: { classWeights, ...(contrastive ? { temperature, contrastiveWeight } : {}) },
    },
    options,
  );
}
