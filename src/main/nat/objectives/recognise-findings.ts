import { encode, headDepth } from '../encoder.ts';
import { type FindingsHeadConfig, findingsHead } from '../heads/findings.ts';
import { multiply } from '../graph/operations.ts';
import { encoderInput } from '../model-inputs.ts';
import { binaryCrossEntropy } from './cross-entropy.ts';
import type { Losses, Objective, ObjectiveContext } from './objective.ts';

/**
 * Binary cross-entropy of every finding. Batch: the model's inputs, `findingTargets` and `findingKnown` [windows,
 * findings]: what is true, and 1 where that is known. Setting: `findingWeights` [findings].
 */
export function recogniseFindings(head: FindingsHeadConfig): Objective {
  return {
    head: { kind: 'findings', ...head },
    build(context: ObjectiveContext): Losses {
      const { scope, model, windows } = context;
      const count = head.findings.length;
      const encoder = encoderInput(context.batch, model, context);
      const targets = context.batch('findingTargets', [windows, count]);
      const known = context.batch('findingKnown', [windows, count]);
      const weights = multiply(known, context.setting('findingWeights', new Array<number>(count).fill(1)));
      const levels = encode(scope, model, encoder);
      const logits = findingsHead(scope.within('', headDepth(model)), levels, encoder, head);
      const entropy = binaryCrossEntropy(logits, targets, weights);
      return { total: entropy, terms: { crossEntropy: entropy } };
    },
  };
}
