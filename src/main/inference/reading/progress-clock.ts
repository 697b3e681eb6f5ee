import type * as z from 'zod';
import type { DeviceName, ReadingProgress } from '../../../shared/contract/analysis.ts';

/** Detection is so much of the work. */
const DETECTION_SHARE = 0.1;
const REPORT_MILLISECONDS = 200;

/** How far a reading is, and how fast. */
export class ProgressClock {
  /** Share of the recording whose beats are detected, and classified. */
  detected = 0;
  classified = 0;
  readonly #recording: { readonly rate: number; readonly samples: number };
  readonly #begun = performance.now();
  #first: number | undefined;
  #told = -Infinity;

  constructor(recording: { readonly rate: number; readonly samples: number }) {
    this.#recording = recording;
  }

  /** Whether so much time has passed that it is worth telling. */
  get isDue(): boolean {
    return performance.now() - this.#told >= REPORT_MILLISECONDS;
  }

  report(madeBy: string, device: DeviceName | undefined): z.infer<typeof ReadingProgress> {
    const now = performance.now();
    this.#told = now;
    const { rate, samples } = this.#recording;
    const fraction = Math.min(1, DETECTION_SHARE * this.detected + (1 - DETECTION_SHARE) * this.classified);
    // What was kept from an earlier run was not read by this one.
    this.#first ??= fraction;
    const perSecond = (fraction - this.#first) / Math.max(1e-3, (now - this.#begun) / 1000);
    return {
      kind: 'progress',
      state: 'running',
      fraction,
      analysedTo: Math.round(this.detected * samples),
      samples,
      madeBy,
      ...(device === undefined ? {} : { device }),
      ...(perSecond > 0 ? { speed: (perSecond * samples) / rate, secondsLeft: (1 - fraction) / perSecond } : {}),
    };
  }
}
