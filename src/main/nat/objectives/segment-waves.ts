import { encode, headDepth } from '../encoder.ts';
import { reshape } from '../graph/operations.ts';
import { SAMPLES_PER_WAVE_POSITION, type WavesHeadConfig, wavesHead } from '../heads/waves.ts';
import { encoderInput } from '../model-inputs.ts';
import { crossEntropy } from './cross-entropy.ts';
import type { Losses, Objective, ObjectiveContext } from './objective.ts';

/**
 * Cross-entropy of every position of every lead. Batch: the model's inputs and `waveTargets` [windows, leads,
 * samples / 2, waves]: one-hot, a row of zeros where nobody marked anything. Setting: `classWeights` [waves].
 */
export function segmentWaves(head: WavesHeadConfig): Objective {
  return {
    head: { kind: 'waves', ...head },
    build(context: ObjectiveContext): Losses {
      const { scope, model, windows, leads } = context;
      const waves = head.waves.length;
      const positions = model.windowSamples / SAMPLES_PER_WAVE_POSITION;
      const encoder = encoderInput(context.batch, model, context);
      const targets = context.batch('waveTargets', [windows, leads, positions, waves]);
      const weights = context.setting('classWeights', new Array<number>(waves).fill(1));
      const levels = encode(scope, model, encoder);
      const logits = wavesHead(scope.within('', headDepth(model)), levels, encoder.signal, head);
      const entropy = crossEntropy(logits, reshape(targets, logits.shape), weights);
      return { total: entropy, terms: { crossEntropy: entropy } };
    },
  };
}
