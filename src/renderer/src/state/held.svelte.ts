/**
 * A value that is taken over as it changes, but not while somebody works with what they see: nothing moves under the
 * pointer. What came meanwhile is shown when they let go.
 */
export class Held<T> {
  #shown: T = $state.raw() as T;
  #latest: T = $state.raw() as T;
  #holding = false;
  #subject = '';
  readonly waiting = $derived(this.#shown !== this.#latest);

  constructor(first: T) {
    this.#shown = first;
    this.#latest = first;
  }

  get shown(): T {
    return this.#shown;
  }

  /** @param subject what the value is about: of something else it is no update, and is shown at once */
  offer(subject: string, value: T): void {
    this.#latest = value;
    if (!this.#holding || subject !== this.#subject) this.#shown = value;
    this.#subject = subject;
  }

  hold(): void {
    this.#holding = true;
  }

  release(): void {
    this.#holding = false;
    this.#shown = this.#latest;
  }
}
