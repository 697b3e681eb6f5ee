import { setImmediate as nextTurn } from 'node:timers/promises';
import { Problem } from '../../shared/problem.ts';

/** The reins of work that runs for hours: it asks at every step whether to go on. */
export class TrainingControl {
  readonly #signal: AbortSignal | undefined;
  #paused: PromiseWithResolvers<void> | undefined;

  constructor(signal?: AbortSignal) {
    this.#signal = signal;
    // A paused training can be cancelled too.
    signal?.addEventListener('abort', () => this.resume(), { once: true });
  }

  get cancelled(): boolean {
    return this.#signal?.aborted ?? false;
  }

  get paused(): boolean {
    return this.#paused !== undefined;
  }

  pause(): void {
    if (!this.cancelled) this.#paused ??= Promise.withResolvers();
  }

  resume(): void {
    this.#paused?.resolve();
    this.#paused = undefined;
  }

  /**
   * Between two steps: a step blocks the thread, so messages are let in here; then waits as long as it is paused, after
   * `beforeWaiting` has been done.
   * @throws Problem `cancelled`
   */
  async pass(beforeWaiting?: () => Promise<void>): Promise<void> {
    await nextTurn();
    if (this.paused || this.cancelled) await beforeWaiting?.();
    await this.#paused?.promise;
    if (this.cancelled) throw new Problem('cancelled', 'Cancelled.');
  }
}
