/** Where the reader looks: what lies there is read first. */
export class ReadingFocus {
  /** Samples [from, to) of the recording, as it was told last. */
  stretch: { readonly from: number; readonly to: number } | undefined;
  #changed = Promise.withResolvers<undefined>();

  look(from: number, to: number): void {
    if (this.stretch?.from === from && this.stretch.to === to) return;
    this.stretch = { from, to };
    this.#changed.resolve(undefined);
    this.#changed = Promise.withResolvers<undefined>();
  }

  /** Resolves when the reader looks elsewhere. */
  get changed(): Promise<undefined> {
    return this.#changed.promise;
  }
}
