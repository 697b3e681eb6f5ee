/** How long a corrected beat is marked, in milliseconds: long enough to be met by an eye that is elsewhere. */
export const CORRECTION_TIME = 8000;

/**
 * Beats whose class a second pass has changed a short while ago, by the sample they stand at. They are marked for some
 * seconds and then not any more; nothing else about them is different.
 */
export class Corrections {
  readonly #now: () => number;
  readonly #beats = new Map<number, { readonly before: number; readonly at: number }>();
  #last = -Infinity;

  /** @param now milliseconds of a clock that never goes back */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** True while some correction is recent enough to be marked. */
  get some(): boolean {
    return this.#now() - this.#last < CORRECTION_TIME;
  }

  /** A beat at `sample` was told as code `before` until now. */
  note(sample: number, before: number): void {
    const now = this.#now();
    if (now - this.#last > CORRECTION_TIME) this.#beats.clear();
    this.#last = now;
    this.#beats.set(sample, { before, at: now });
  }

  /** The code the beat at `sample` had before it was corrected a short while ago; undefined for any other beat. */
  before(sample: number): number | undefined {
    const beat = this.#beats.get(sample);
    return beat !== undefined && this.#now() - beat.at < CORRECTION_TIME ? beat.before : undefined;
  }

  clear(): void {
    this.#beats.clear();
    this.#last = -Infinity;
  }
}
