import { RECONSTRUCTION_HEAD } from '../../nat/heads/reconstruction.ts';
import type { ModelConfig } from '../../nat/model-config.ts';
import { reconstruct } from '../../nat/objectives/reconstruct.ts';
import { sizeOf } from '../../nat/graph/shape.ts';
import type { ParameterLayout } from '../../nat/parameters/layout.ts';
import { randomStream } from '../../nat/random.ts';
import { type FreshModel, type Pace, trainModel, type TrainOptions } from '../train-model.ts';
import { PretrainingSampler } from './pretraining-sampler.ts';
import type { StoredRecord } from './stored-record.ts';

/**
 * A starting point, not yet tuned: three leads a window, since most hours of recording have two and a slot that stays
 * empty costs as much as one that is filled.
 */
export const PRETRAINING_PACE: Pace = {
  windows: 16,
  leads: 3,
  steps: 20_000,
  learningRate: 1e-3,
  warmUpSteps: 500,
  weightDecay: 0.05,
  layerDecay: 1,
};

/** Gradients of a masked objective are noisy; the second moment forgets faster (He et al. 2022 use 0.95). */
const SECOND_DECAY = 0.95;
const AVERAGE_DECAY = 0.999;

/** The average of the weights looks back over a tenth of the run at most. */
const averageDecay = (steps: number): number => Math.max(0, Math.min(AVERAGE_DECAY, 1 - 10 / steps));

/** Deviation of what marks a hidden place at first: about the size of a token of the signal. */
const BLANK_DEVIATION = 0.5;

/**
 * Gives the mark of hidden places a direction. Where it is zero, as other offsets are at first, all tokens of a hidden
 * stretch are, and every normalisation of a zero multiplies the gradient by 300: it overflows in a deep model.
 */
function markHidden(values: Float32Array, { entries }: ParameterLayout, seed: number): void {
  const random = randomStream(seed, 'mark of hidden places');
  for (const { name, offset, shape } of entries) {
    if (name !== 'trunk.blank') continue;
    for (let at = offset; at < offset + sizeOf(shape); at++) values[at] = BLANK_DEVIATION * random.normal();
  }
}

/** Masked reconstruction of recordings without labels. @throws Problem as `trainModel` does */
export function pretrain(
  model: ModelConfig,
  records: readonly StoredRecord[],
  pace: Pace,
  options: TrainOptions,
): Promise<FreshModel> {
  const sampler = new PretrainingSampler(records, model, { ...pace, seed: options.seed });
  return trainModel(
    {
      model,
      objective: reconstruct(RECONSTRUCTION_HEAD),
      pace,
      begin: (values, layout) => markHidden(values, layout, options.seed),
    },
    {
      batch: (step) => sampler.batch(step),
      settings: { secondDecay: SECOND_DECAY, averageDecay: averageDecay(pace.steps) },
    },
    options,
  );
}
