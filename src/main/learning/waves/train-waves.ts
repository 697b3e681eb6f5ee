import { WAVES_HEAD, type WavesHeadConfig } from '../../nat/heads/waves.ts';
import type { ModelConfig } from '../../nat/model-config.ts';
import { WAVE_WEIGHTS } from '../../nat/outputs/wave-marks.ts';
import { segmentWaves } from '../../nat/objectives/segment-waves.ts';
import { type FreshModel, type Pace, trainModel, type TrainOptions } from '../train-model.ts';
import type { WaveRecord } from './wave-sets.ts';
import { WAVE_AUGMENTATION, WaveSampler } from './wave-sampler.ts';

export interface WavesRecipe extends Pace {
  readonly model: ModelConfig;
  readonly head: WavesHeadConfig;
  /** Weights of none, P, QRS, T in the cross-entropy. */
  readonly classWeights: readonly number[];
}

/** A starting point. */
export const WAVES_RECIPE: Omit<WavesRecipe, 'model'> = {
  head: WAVES_HEAD,
  classWeights: WAVE_WEIGHTS,
  windows: 8,
  leads: 4,
  steps: 800,
  learningRate: 2e-3,
  warmUpSteps: 60,
  weightDecay: 0.03,
  layerDecay: 1,
};

/** Trains the wave head and its trunk. @throws Problem as `trainModel` does */
export function trainWaves(
  { model, head, classWeights, ...pace }: WavesRecipe,
  records: readonly WaveRecord[],
  options: TrainOptions,
): Promise<FreshModel> {
  const sampler = new WaveSampler(records, WAVE_AUGMENTATION, { ...pace, seed: options.seed });
  return trainModel(
    { model, objective: segmentWaves(head), pace },
    { batch: (step) => sampler.batch(step), settings: { classWeights } },
    options,
  );
}
