/** Work shorter than this shows no progress. */
const QUIET_MS = 1000;
const TTY_INTERVAL_MS = 100;
const LOG_INTERVAL_MS = 5000;

interface Screen {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** One progress line on standard error: redrawn in place on a terminal, a line every few seconds elsewhere. */
export class ProgressLine {
  readonly #screen: Screen;
  readonly #began = performance.now();
  #shownAt = 0;
  #onScreen = false;

  constructor(screen: Screen) {
    this.#screen = screen;
  }

  /** @param secondsLeft reckoned from the fraction and the time since the start unless given */
  show(label: string, fraction: number, secondsLeft?: number): void {
    const now = performance.now();
    const interval = this.#screen.isTTY === true ? TTY_INTERVAL_MS : LOG_INTERVAL_MS;
    if (now - this.#began < QUIET_MS || now - this.#shownAt < interval) return;
    this.#shownAt = now;
    const percent = Math.round(Math.min(1, Math.max(0, fraction)) * 100);
    const reckoned = fraction > 0.02 ? ((now - this.#began) / 1000) * (1 / fraction - 1) : undefined;
    const seconds = secondsLeft ?? reckoned;
    const left = seconds === undefined ? '' : `, ${duration(seconds)} left`;
    const line = `${label}: ${percent} %${left}`;
    this.#screen.write(this.#screen.isTTY === true ? `\r\u001b[2K${line}` : `${line}\n`);
    this.#onScreen = this.#screen.isTTY === true;
  }

  /** Clears the line so that other output starts on a clean one. */
  clear(): void {
    if (this.#onScreen) this.#screen.write('\r\u001b[2K');
    this.#onScreen = false;
  }
}

function duration(seconds: number): string {
  if (seconds < 90) return `${Math.round(seconds)} s`;
  const minutes = seconds / 60;
  return minutes < 90 ? `${Math.round(minutes)} min` : `${(minutes / 60).toFixed(1)} h`;
}
