interface Waiting {
  pending: boolean;
  wake: () => void;
}

/** Wakes whoever waits for a change; changes that come while nobody waits are one. */
export class Listeners {
  private readonly waiting = new Set<Waiting>();

  tell(): void {
    for (const one of this.waiting) {
      one.pending = true;
      one.wake();
    }
  }

  /** A value for every change from now on, or for several at once, until `signal` is aborted. */
  listen(signal: AbortSignal): AsyncGenerator<true, void, undefined> {
    const own: Waiting = { pending: false, wake: () => {} };
    this.waiting.add(own);
    signal.addEventListener('abort', () => {
      this.waiting.delete(own);
      own.wake();
    });
    return this.changesOf(own, signal);
  }

  private async *changesOf(own: Waiting, signal: AbortSignal): AsyncGenerator<true, void, undefined> {
    try {
      while (!signal.aborted) {
        if (own.pending) {
          own.pending = false;
          yield true;
        } else await new Promise<void>((resolve) => (own.wake = resolve));
      }
    } finally {
      this.waiting.delete(own);
    }
  }
}
