import { setImmediate } from 'node:timers/promises';
import { Problem } from '../../shared/problem.ts';

/** How long work may hold the thread before messages (a cancel among them) are let in. */
const HOLD_MILLISECONDS = 15;
const REPORT_MILLISECONDS = 100;

/** Keeps long work cancellable and its progress reports few. */
export class Breathing {
  private readonly signal: AbortSignal;
  private lastBreath = performance.now();
  private lastReport = -Infinity;

  constructor(signal: AbortSignal) {
    this.signal = signal;
  }

  /** Lets messages in when it is time. @throws Problem `cancelled` */
  async breathe(): Promise<void> {
    if (performance.now() - this.lastBreath > HOLD_MILLISECONDS) {
      await setImmediate();
      this.lastBreath = performance.now();
    }
    if (this.signal.aborted) throw new Problem('cancelled', 'Cancelled.');
  }

  /** Whether progress is due to be reported. */
  reportIsDue(): boolean {
    const now = performance.now();
    if (now - this.lastReport < REPORT_MILLISECONDS) return false;
    this.lastReport = now;
    return true;
  }
}
