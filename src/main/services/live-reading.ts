import type { AnalysisEvent } from '../../shared/contract/analysis.ts';
import type { Problem } from '../../shared/problem.ts';
import { type AnalysisStep, RULES } from '../jobs/job-contract.ts';

type Beats = Extract<AnalysisStep, { kind: 'beats' }>;
type Outcome = { readonly setId: string } | { readonly problem: Problem };

/**
 * An automatic reading while it is made. Beats are kept as growing columns, and every watcher reads them at its own pace:
 * a slow one gets more at once and holds up nobody.
 */
export class LiveReading {
  readonly recordingId: string;
  /** Length of the recording at its base rate. */
  readonly samples: number;
  private sample = new Int32Array(1024);
  private code = new Uint8Array(1024);
  private confidence = new Float32Array(1024);
  private count = 0;
  private analysedTo = 0;
  private outcome: Outcome | undefined;
  private readonly wakers = new Set<() => void>();

  constructor(recordingId: string, samples: number) {
    this.recordingId = recordingId;
    this.samples = samples;
  }

  get watchers(): number {
    return this.wakers.size;
  }

  add({ to, sample, code, confidence }: Beats): void {
    this.reserve(this.count + sample.length);
    this.sample.set(sample, this.count);
    this.code.set(code, this.count);
    this.confidence.set(confidence, this.count);
    this.count += sample.length;
    this.analysedTo = to;
    this.wake();
  }

  /** Forgets what was found, to find it again. Watchers hear of it from where they were: a reading is repeatable. */
  startOver(): void {
    this.count = 0;
    this.analysedTo = 0;
  }

  end(outcome: Outcome): void {
    this.outcome = outcome;
    this.wake();
  }

  /** Everything known so far, then what comes, to the end. @throws Problem when the reading failed or was cancelled. */
  async *watch(signal: AbortSignal): AsyncGenerator<AnalysisEvent, void, undefined> {
    let wake = (): void => {};
    const waker = (): void => wake();
    let told = 0;
    let toldTo = 0;
    this.wakers.add(waker);
    signal.addEventListener('abort', waker);
    try {
      while (!signal.aborted) {
        if (this.analysedTo > toldTo) {
          const [from, to, first, end] = [toldTo, this.analysedTo, told, this.count];
          told = end;
          toldTo = to;
          yield {
            kind: 'beats',
            stage: 'detected',
            from,
            to,
            sample: this.sample.slice(first, end),
            code: this.code.slice(first, end),
            confidence: this.confidence.slice(first, end),
          };
          yield {
            kind: 'progress',
            state: 'running',
            fraction: this.samples > 0 ? Math.min(1, to / this.samples) : 1,
            analysedTo: to,
            samples: this.samples,
            madeBy: RULES,
          };
        } else if (this.outcome) {
          if ('problem' in this.outcome) throw this.outcome.problem;
          yield { kind: 'complete', setId: this.outcome.setId };
          return;
        } else {
          await new Promise<void>((resolve) => (wake = resolve));
        }
      }
    } finally {
      this.wakers.delete(waker);
      signal.removeEventListener('abort', waker);
    }
  }

  private reserve(count: number): void {
    if (count <= this.sample.length) return;
    const size = Math.max(count, 2 * this.sample.length);
    const { sample, code, confidence } = this;
    this.sample = new Int32Array(size);
    this.sample.set(sample);
    this.code = new Uint8Array(size);
    this.code.set(code);
    this.confidence = new Float32Array(size);
    this.confidence.set(confidence);
  }

  private wake(): void {
    for (const waker of this.wakers) waker();
  }
}
