import type { WorkstationHandlers } from '../../shared/contract.ts';
import type { DevicesInfo } from '../../shared/contract/analysis.ts';
import { Problem } from '../../shared/problem.ts';

export type RuleReadingHandlers = Pick<
  WorkstationHandlers,
  | 'analysis.focus'
  | 'analysis.pause'
  | 'analysis.resume'
  | 'analysis.result'
  | 'analysis.saliency'
  | 'devices.list'
  | 'devices.probe'
  | 'devices.choose'
  | 'models.list'
>;

const PROCESSOR_ONLY: DevicesInfo = {
  devices: [{ device: 'cpu', verdict: 'agrees', difference: 0 }],
  chosen: 'auto',
  used: 'cpu',
  tolerance: 0,
};

/** What is answered where recordings are read by rules alone: from their beginning to their end, on the processor. */
export function ruleReadingHandlers(): RuleReadingHandlers {
  const notPaused = (): never => {
    throw new Problem(
      'unsupported',
      'A reading by rules is too short to be paused. Cancel it, and start it again later.',
    );
  };
  return {
    'analysis.focus': () => ({ ok: true }),
    'analysis.pause': notPaused,
    'analysis.resume': notPaused,
    'analysis.result': () => {
      throw new Problem('not-found', 'This recording was read by rules, which say nothing beside their annotations.');
    },
    'analysis.saliency': () => {
      throw new Problem(
        'unsupported',
        'Only what a model has read can be explained; this recording was read by rules.',
      );
    },
    'devices.list': () => PROCESSOR_ONLY,
    'devices.probe': () => PROCESSOR_ONLY,
    'devices.choose': () => PROCESSOR_ONLY,
    'models.list': () => ({ models: [] }),
  };
}
