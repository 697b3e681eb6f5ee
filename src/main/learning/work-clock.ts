/** How much the last steps count against those before, in the speed that is shown. */
const MEMORY_STEPS = 20;

/** Time spent working: pauses do not count, earlier sittings do. */
export class WorkClock {
  readonly #now: () => number;
  #before: number;
  #since: number;
  #running = true;
  #mark: number;
  #stepAt: number;
  #secondsPerStep: number | undefined;

  /** @param now milliseconds of a steady clock; @param before seconds of earlier sittings */
  constructor(now: () => number, before: number) {
    this.#now = now;
    this.#before = before;
    this.#since = now();
    this.#mark = before;
    this.#stepAt = before;
  }

  get seconds(): number {
    return this.#before + (this.#running ? (this.#now() - this.#since) / 1000 : 0);
  }

  stop(): void {
    this.#before = this.seconds;
    this.#running = false;
  }

  go(): void {
    this.#since = this.#now();
    this.#running = true;
  }

  /** A step was done. */
  step(): void {
    const took = this.seconds - this.#stepAt;
    const old = this.#secondsPerStep ?? took;
    this.#secondsPerStep = old + (took - old) / MEMORY_STEPS;
    this.#stepAt = this.seconds;
  }

  get stepsPerSecond(): number {
    return 1 / Math.max(1e-9, this.#secondsPerStep ?? Infinity);
  }

  mark(): void {
    this.#mark = this.seconds;
  }

  /** Seconds of work since the mark. */
  get sinceMark(): number {
    return this.seconds - this.#mark;
  }
}
