import { Problem } from '../../shared/problem.ts';

/** Lets one piece of work happen at a time, in the order in which it was asked for. */
export class Turns {
  private last: Promise<unknown> = Promise.resolve();

  /** Resolves, when it is the caller's turn, to the function that ends it. @throws Problem `cancelled` while waiting */
  async take(signal: AbortSignal): Promise<() => void> {
    const before = this.last;
    const turn = Promise.withResolvers<undefined>();
    this.last = turn.promise;
    const end = (): void => turn.resolve(undefined);
    const aborted = Promise.withResolvers<undefined>();
    const onAbort = (): void => aborted.resolve(undefined);
    signal.addEventListener('abort', onAbort);
    if (signal.aborted) onAbort();
    await Promise.race([before, aborted.promise]);
    signal.removeEventListener('abort', onAbort);
    if (signal.aborted) {
      // Whoever comes next waits for those before, not for us.
      void before.then(end);
      throw new Problem('cancelled', 'Cancelled.');
    }
    return end;
  }
}
