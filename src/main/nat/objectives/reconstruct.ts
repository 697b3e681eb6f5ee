import { encode, headDepth } from '../encoder.ts';
import type { Tensor } from '../graph/graph.ts';
import {
  divide,
  expand,
  meanAlong,
  multiply,
  normalise,
  reduceSum,
  reshape,
  shift,
  slice,
  subtract,
} from '../graph/operations.ts';
import { type ReconstructionHeadConfig, reconstructionHead } from '../heads/reconstruction.ts';
import { encoderInput } from '../model-inputs.ts';
import { coarsestTokens } from '../model-config.ts';
import type { Losses, Objective, ObjectiveContext } from './objective.ts';

/**
 * Masked reconstruction in the style of SimMIM (Xie et al. 2022): a local hierarchical encoder cannot leave tokens
 * out, so the samples under the mask are zeroed before the tokenizer and a learnt vector marks the place.
 *
 * Batch: the model's inputs and `blanked` [windows, coarsest tokens], 1 where the signal is hidden, the same for all
 * leads of a window (they determine one another). Target: each patch's samples with zero mean and unit variance
 * (He et al. 2022); the loss is the mean square error over hidden patches of leads that are present.
 */
export function reconstruct(head: ReconstructionHeadConfig): Objective {
  return {
    head: { kind: 'reconstruction', ...head },
    build(context: ObjectiveContext): Losses {
      const { scope, model, windows, leads } = context;
      const encoder = encoderInput(context.batch, model, context);
      const patches = coarsestTokens(model);
      const perWindow = context.batch('blanked', [windows, patches]);
      const blanked = reshape(expand(reshape(perWindow, [windows, 1, patches]), [windows, leads, patches]), [
        windows * leads,
        patches,
      ]);
      const visible = hide(encoder.signal, blanked);
      const levels = encode(scope, model, { ...encoder, signal: visible, blanked });
      const drawn = reconstructionHead(scope.within('', headDepth(model)), levels, head);

      const shape = [windows * leads, patches, model.windowSamples / patches];
      const target = normalise(reshape(slice(encoder.signal, 1, 0, 1), shape), 1e-4);
      const error = subtract(reshape(drawn, shape), target);
      const perPatch = reshape(meanAlong(multiply(error, error), [2]), [windows, leads, patches]);
      const counts = multiply(
        reshape(blanked, [windows, leads, patches]),
        reshape(encoder.presence, [windows, leads, 1]),
      );
      const sum = reduceSum(multiply(perPatch, counts), [0, 1, 2]);
      const loss = reshape(divide(sum, shift(reduceSum(counts, [0, 1, 2]), 1e-6)), [1]);
      return { total: loss, terms: { reconstruction: loss } };
    },
  };
}

/** The signal with hidden patches set to zero: [n, channels, samples], [n, patches] → [n, channels, samples]. */
function hide(signal: Tensor, blanked: Tensor): Tensor {
  const [n = 1, channels = 1, samples = 1] = signal.shape;
  const patches = blanked.shape[1] ?? 1;
  const seen = reshape(subtract(signal.graph.scalar(1), blanked), [n, 1, patches, 1]);
  return reshape(multiply(reshape(signal, [n, channels, patches, samples / patches]), seen), signal.shape);
}
