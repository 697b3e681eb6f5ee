import { add, multiply, reshape } from '../graph/operations.ts';
import { encode, headDepth } from '../encoder.ts';
import { type BeatsHeadConfig, beatsHead } from '../heads/beats.ts';
import { beatsInput, encoderInput } from '../model-inputs.ts';
import { crossEntropy } from './cross-entropy.ts';
import type { Losses, Objective, ObjectiveContext } from './objective.ts';
import { supervisedContrastive } from './supervised-contrastive.ts';

export interface ClassifyBeatsOptions {
  readonly head: BeatsHeadConfig;
  /** Beat slots of a window. */
  readonly beats: number;
  /** Add the supervised contrastive term. Its weight is a setting, but leaving it out saves its time. */
  readonly contrastive: boolean;
}

/**
 * Cross-entropy over all labelled beats, plus `contrastiveWeight` · supervised contrastive loss at `temperature`.
 * Batch: the model's inputs, the beats' inputs and `beatTargets` [windows, beats, classes]: probabilities of a
 * class; a row of zeros for beats without a label. Settings: `classWeights`, `logitAdjustment` [classes].
 */
export function classifyBeats({ head, beats, contrastive }: ClassifyBeatsOptions): Objective {
  return {
    head: { kind: 'beats', ...head },
    build(context: ObjectiveContext): Losses {
      const { scope, model, windows } = context;
      const classes = head.classes.length;
      const encoder = encoderInput(context.batch, model, context);
      const input = beatsInput(context.batch, head, windows, beats, encoder.presence);
      const targets = context.batch('beatTargets', [windows, beats, classes]);
      const weights = context.setting('classWeights', new Array<number>(classes).fill(1));
      const adjustment = context.setting('logitAdjustment', new Array<number>(classes).fill(0));

      const levels = encode(scope, model, encoder);
      const { logits, embedding } = beatsHead(scope.within('', headDepth(model)), levels, input, head);
      const entropy = crossEntropy(logits, targets, weights, adjustment);
      if (!contrastive) return { total: entropy, terms: { crossEntropy: entropy } };
      const drawn = supervisedContrastive(
        reshape(embedding, [windows * beats, head.embedding]),
        reshape(targets, [windows * beats, classes]),
        weights,
        context.setting('temperature', [0.1]),
      );
      const total = add(entropy, multiply(drawn, context.setting('contrastiveWeight', [0.3])));
      return { total, terms: { crossEntropy: entropy, contrastive: drawn } };
    },
  };
}
