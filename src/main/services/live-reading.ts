import type * as z from 'zod';
import type { AnalysisEvent, Episode, ReadingProgress, SignalQuality } from '../../shared/contract/analysis.ts';
import type { Problem } from '../../shared/problem.ts';
import { LiveBeats } from './live-beats.ts';

type Progress = z.infer<typeof ReadingProgress>;
type Outcome = { readonly setId: string } | { readonly problem: Problem };

/** Something that was told, in the order in which it was. */
interface Told<T> {
  readonly value: T;
  readonly version: number;
}

/**
 * An automatic reading while it is made. What is known is kept, and every watcher hears of it at its own pace: a slow one
 * is told less often of the same stretch and holds up nobody.
 */
export class LiveReading {
  readonly recordingId: string;
  /** Where somebody looks, in samples of the recording. */
  focus: { readonly from: number; readonly to: number } | undefined;
  /** Held by a reader: it waits until it is asked to go on. */
  paused = false;
  /** It was read before, and waits behind all that was not. */
  again = false;
  private readonly beats = new LiveBeats();
  private readonly quality = new Map<number, Told<SignalQuality>>();
  private readonly notices: Told<string>[] = [];
  private episodes: Told<readonly Episode[]> | undefined;
  private progress: Told<Progress>;
  private version = 1;
  private outcome: Outcome | undefined;
  private readonly wakers = new Set<() => void>();

  /** @param madeBy what it will be read by, as far as that is known before */
  constructor(recordingId: string, samples: number, madeBy: string) {
    this.recordingId = recordingId;
    const waiting: Progress = { kind: 'progress', state: 'waiting', fraction: 0, analysedTo: 0, samples, madeBy };
    this.progress = { value: waiting, version: 1 };
  }

  get watchers(): number {
    return this.wakers.size;
  }

  /** Takes what a reading tells, but for its end. */
  add(event: Exclude<AnalysisEvent, { kind: 'complete' }>): void {
    const version = ++this.version;
    switch (event.kind) {
      case 'beats':
        this.beats.add(event, version);
        break;
      case 'quality':
        this.quality.set(event.quality.fromSecond, { value: event.quality, version });
        break;
      case 'episodes':
        this.episodes = { value: event.episodes, version };
        break;
      case 'progress':
        this.progress = { value: event, version };
        break;
      case 'notice':
        if (!this.notices.some(({ value }) => value === event.text)) this.notices.push({ value: event.text, version });
        break;
    }
    this.wake();
  }

  /** It waits for its turn, or for a reader who holds it. */
  rest(): void {
    const { kind, fraction, analysedTo, samples, madeBy } = this.progress.value;
    this.add({ kind, fraction, analysedTo, samples, madeBy, state: this.paused ? 'paused' : 'waiting' });
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
    let toldProgress = 0;
    this.wakers.add(waker);
    signal.addEventListener('abort', waker);
    try {
      while (!signal.aborted) {
        const next = this.after(told);
        if (next) {
          told = next.version;
          yield* next.value;
        } else if (this.progress.version > toldProgress) {
          toldProgress = this.progress.version;
          yield this.progress.value;
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

  /** What was told first of all beyond a version, but for progress, of which only the last word counts. */
  private after(version: number): Told<readonly AnalysisEvent[]> | undefined {
    const { episodes } = this;
    const candidates: Told<readonly AnalysisEvent[]>[] = [];
    const beats = this.beats.after(version);
    if (beats) candidates.push(beats);
    for (const each of this.quality.values()) {
      if (each.version > version) candidates.push({ ...each, value: [{ kind: 'quality', quality: each.value }] });
    }
    for (const each of this.notices) {
      if (each.version > version) candidates.push({ ...each, value: [{ kind: 'notice', text: each.value }] });
    }
    if (episodes && episodes.version > version) {
      candidates.push({ ...episodes, value: [{ kind: 'episodes', episodes: [...episodes.value] }] });
    }
    return candidates.reduce<Told<readonly AnalysisEvent[]> | undefined>(
      (first, each) => (first === undefined || each.version < first.version ? each : first),
      undefined,
    );
  }

  private wake(): void {
    for (const waker of this.wakers) waker();
  }
}
