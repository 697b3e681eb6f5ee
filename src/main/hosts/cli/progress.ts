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

  show(label: string, fraction: number): void {
    const now = performance.now();
    const interval = this.#screen.isTTY === true ? TTY_INTERVAL_MS : LOG_INTERVAL_MS;
    if (now - this.#began < QUIET_MS || now - this.#shownAt < interval) return;
    this.#shownAt = now;
    const percent = Math.round(Math.min(1, Math.max(0, fraction)) * 100);
    const left = fraction > 0.02 ? `, ${this.#left(now, fraction)} left` : '';
    const line = `${label}: ${percent} %${left}`;
    this.#screen.write(this.#screen.isTTY === true ? `\r\u001b[2K${line}` : `${line}\n`);
    this.#onScreen = this.#screen.isTTY === true;
  }

  /** Clears the line so that other output starts on a clean one. */
  clear(): void {
    if (this.#onScreen) this.#screen.write('\r\u001b[2K');
    this.#onScreen = false;
  }

  #left(now: number, fraction: number): string {
    const seconds = Math.round(((now - this.#began) / 1000) * (1 / fraction - 1));
    return seconds < 90 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
  }
}
