/** Draws at most once a frame, and only when asked. */
export class FrameLoop {
  readonly #draw: () => void;
  #handle = 0;

  constructor(draw: () => void) {
    this.#draw = draw;
  }

  /** However often it is called, the next frame draws once. */
  request(): void {
    if (this.#handle !== 0) return;
    this.#handle = requestAnimationFrame(() => {
      this.#handle = 0;
      // Measured on demand only: `<html data-measure-frames>` makes every frame a performance entry.
      const measured = document.documentElement.dataset['measureFrames'] !== undefined;
      const start = measured ? performance.now() : 0;
      this.#draw();
      if (measured) performance.measure('ecg-frame', { start, end: performance.now() });
    });
  }

  stop(): void {
    cancelAnimationFrame(this.#handle);
    this.#handle = 0;
  }
}
