import type { RhythmThresholdChanges } from '../../../shared/rhythm-thresholds.ts';
import type { ReadingFocus } from './reading-focus.ts';
import type { PartStore } from './reading-step.ts';
import type { SignalWork } from './signal-work.ts';

/** How a recording is read, by a model or by rules. */
export interface ReadingOptions {
  readonly signal: AbortSignal;
  /** Where somebody looks; absent where nobody watches. */
  readonly focus?: ReadingFocus | undefined;
  readonly parts?: PartStore | undefined;
  /** Where signals are worked on, for a recording that is long; on this thread when absent. */
  readonly work?: (() => SignalWork) | undefined;
  /** Windows of a block; half an hour when absent. */
  readonly blockWindows?: number | undefined;
  readonly thresholds?: RhythmThresholdChanges | undefined;
}
