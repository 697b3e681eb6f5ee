import type { Workstation } from '../../../shared/contract.ts';
import type { AnalysisEvent, ReadingProgress } from '../../../shared/contract/analysis.ts';
import { toProblem } from '../../../shared/problem.ts';

/** Where the automatic reading of the open recording stands. */
export type Analysis =
  | { readonly kind: 'idle' }
  /** Waiting for its turn and paused are running too: it will go on. `progress` is absent until it is first told. */
  | { readonly kind: 'running'; readonly progress: ReadingProgress | undefined }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'failed'; readonly message: string };

/** What a reading says of the recording while it is made, and how far it is. */
export type ReadingEvent = Exclude<AnalysisEvent, { kind: 'complete' | 'notice' }>;

/** What becomes of what a reading says. */
export interface ReadingTakers {
  readonly take: (event: ReadingEvent) => void;
  readonly finish: (setId: string, signal: AbortSignal) => Promise<void>;
  /** There will be no reading. */
  readonly giveUp: () => Promise<void>;
}

/** The automatic reading of the open recording on its way: followed, paused, stopped. */
export class AutomaticReading {
  analysis = $state.raw<Analysis>({ kind: 'idle' });
  /** Sentences about the reading: no model could be used, a device was lost. */
  notices = $state.raw<readonly string[]>([]);
  readonly #api: Workstation;
  #following = new AbortController();

  constructor(api: Workstation) {
    this.#api = api;
  }

  /** Follows the reading to its end, in the place of one that was followed before. */
  async follow(recordingId: string, { take, finish, giveUp }: ReadingTakers): Promise<void> {
    this.#following.abort();
    this.#following = new AbortController();
    const { signal } = this.#following;
    this.analysis = { kind: 'running', progress: undefined };
    try {
      for await (const event of this.#api['analysis.watch']({ recordingId }, signal)) {
        if (event.kind === 'complete') await finish(event.setId, signal);
        else if (event.kind === 'notice') this.#tell(event.text);
        else {
          if (event.kind === 'progress') this.analysis = { kind: 'running', progress: event };
          take(event);
        }
      }
    } catch (thrown) {
      if (signal.aborted) return;
      const problem = toProblem(thrown);
      await giveUp();
      this.analysis = problem.code === 'cancelled' ? { kind: 'stopped' } : { kind: 'failed', message: problem.message };
    }
  }

  /** Stops the reading itself, for everybody who follows it. */
  async stop(recordingId: string): Promise<void> {
    this.#following.abort();
    this.analysis = { kind: 'stopped' };
    await this.#api['analysis.cancel']({ recordingId });
  }

  /** Lets the reading rest, or go on; shown at once, the workstation tells how it really stands. */
  async pause(recordingId: string, paused: boolean): Promise<void> {
    const { analysis } = this;
    if (analysis.kind !== 'running' || !analysis.progress) return;
    this.analysis = { kind: 'running', progress: { ...analysis.progress, state: paused ? 'paused' : 'running' } };
    await this.#api[paused ? 'analysis.pause' : 'analysis.resume']({ recordingId });
  }

  /** Follows it no longer; it goes on. */
  leave(): void {
    this.#following.abort();
    this.notices = [];
    this.analysis = { kind: 'idle' };
  }

  #tell(text: string): void {
    if (!this.notices.includes(text)) this.notices = [...this.notices, text];
  }
}
