/**
 * A value that is taken over as it changes, but not while somebody works with what they see: nothing moves under the
 * pointer. What came meanwhile is shown when they let go.
 */
export class Held<T> {
  #shown: T = $state.raw() as T;
  #latest: T = $state.raw() as T;
  #holding = $state(false);
  readonly waiting = $derived(this.#shown !== this.#latest);

  constructor(first: T) {
    this.#shown = first;
    this.#latest = first;
  }

  get shown(): T {
    return this.#shown;
  }

  offer(value: T): void {
    this.#latest = value;
    if (!this.#holding) this.#shown = value;
  }

  /** What was offered last, now: another recording, or a reader who asks for it. */
  update(): void {
    this.#shown = this.#latest;
  }

  hold(): void {
    this.#holding = true;
  }

  release(): void {
    this.#holding = false;
    this.update();
  }
}
