/** Steps that are handed on one after the other to one reader; who makes them can wait until few are left. */
export class StepQueue<T> implements AsyncIterable<T> {
  readonly #waiting: T[] = [];
  readonly #most: number;
  #ended: { readonly thrown?: unknown } | undefined;
  #wake: () => void = () => {};
  /** More than one may wait: who finds beats, and who classifies them. */
  #room = Promise.withResolvers<undefined>();

  constructor(most = 64) {
    this.#most = most;
  }

  push(step: T): void {
    this.#waiting.push(step);
    this.#wake();
  }

  end(outcome: { readonly thrown?: unknown } = {}): void {
    this.#ended ??= outcome;
    this.#wake();
    this.#makeRoom();
  }

  /** Resolves when the reader has not fallen far behind. */
  async room(): Promise<void> {
    while (this.#waiting.length > this.#most && !this.#ended) {
      await this.#room.promise;
    }
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    for (;;) {
      const [step] = this.#waiting.splice(0, 1);
      if (step !== undefined) {
        this.#makeRoom();
        yield step;
      } else if (this.#ended) {
        if ('thrown' in this.#ended) throw this.#ended.thrown;
        return;
      } else {
        await new Promise<void>((resolve) => (this.#wake = resolve));
      }
    }
  }

  #makeRoom(): void {
    this.#room.resolve(undefined);
    this.#room = Promise.withResolvers<undefined>();
  }
}
