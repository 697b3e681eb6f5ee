import type { WorkstationHandlers } from '../../shared/contract.ts';
import { Problem } from '../../shared/problem.ts';

export type RuleReadingHandlers = Pick<WorkstationHandlers, 'analysis.saliency'>;

/** What is answered where recordings are read by rules alone. */
export const ruleReadingHandlers = (): RuleReadingHandlers => ({
  'analysis.saliency': () => {
    throw new Problem('unsupported', 'Only what a model has read can be explained; this recording was read by rules.');
  },
});
