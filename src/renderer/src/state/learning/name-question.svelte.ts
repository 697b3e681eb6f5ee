/** Decisions bear a name: asked for once, where there is none yet. */
export class NameQuestion {
  open = $state(false);
  readonly #known: () => string | undefined;
  readonly #save: (name: string) => Promise<void>;
  #answer: ((given: boolean) => void) | undefined;

  /** @param save keeps a name for good; may reject */
  constructor(known: () => string | undefined, save: (name: string) => Promise<void>) {
    this.#known = known;
    this.#save = save;
  }

  /** Resolves with whether there is a name now. */
  ask(): Promise<boolean> {
    if (this.#known() !== undefined) return Promise.resolve(true);
    this.#settle(false);
    this.open = true;
    return new Promise((answer) => (this.#answer = answer));
  }

  async give(name: string): Promise<void> {
    const given = name.trim();
    if (given === '') return;
    await this.#save(given);
    this.#settle(true);
  }

  cancel(): void {
    this.#settle(false);
  }

  #settle(given: boolean): void {
    this.open = false;
    this.#answer?.(given);
    this.#answer = undefined;
  }
}
