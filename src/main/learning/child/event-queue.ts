/** Things that happen, handed on one after the other to one reader. */
export class EventQueue<T> implements AsyncIterable<T> {
  readonly #waiting: T[] = [];
  readonly #replaces: (newer: T, older: T) => boolean;
  #ended: { readonly thrown?: unknown } | undefined;
  #wake: () => void = () => {};

  /** @param replaces whether an event makes the one before it, not read yet, superfluous */
  constructor(replaces: (newer: T, older: T) => boolean) {
    this.#replaces = replaces;
  }

  push(event: T): void {
    const last = this.#waiting.at(-1);
    if (last !== undefined && this.#replaces(event, last)) this.#waiting.pop();
    this.#waiting.push(event);
    this.#wake();
  }

  end(): void {
    this.#ended ??= {};
    this.#wake();
  }

  fail(thrown: unknown): void {
    this.#ended ??= { thrown };
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    for (;;) {
      const event = this.#waiting.shift();
      if (event !== undefined) {
        yield event;
      } else if (this.#ended) {
        if ('thrown' in this.#ended) throw this.#ended.thrown;
        return;
      } else {
        await new Promise<void>((resolve) => (this.#wake = resolve));
      }
    }
  }
}
