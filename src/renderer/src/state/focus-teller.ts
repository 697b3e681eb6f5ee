import type { Workstation } from '../../../shared/contract.ts';

/** The view must rest so long before it is told (milliseconds): a reader who scrolls by is not reading yet. */
export const FOCUS_DELAY = 150;

/** Tells the reading where the reader looks, so that this stretch is read first. */
export class FocusTeller {
  readonly #api: Workstation;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(api: Workstation) {
    this.#api = api;
  }

  /** Samples [from, to) are on the screen. */
  look(recordingId: string, from: number, to: number): void {
    this.stop();
    this.#timer = setTimeout(() => {
      const stretch = { recordingId, from: Math.max(0, Math.floor(from)), to: Math.max(0, Math.ceil(to)) };
      // Where it cannot be told the reading goes on in its own order: nothing is lost.
      this.#api['analysis.focus'](stretch).catch(() => undefined);
    }, FOCUS_DELAY);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
