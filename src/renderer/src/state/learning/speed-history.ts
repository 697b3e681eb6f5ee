/** How many windows a second a training managed over its steps: of a long one every second report, then every fourth. */
export class SpeedHistory {
  /** Of these the first `count` are in use. */
  readonly step: Int32Array;
  readonly windowsPerSecond: Float32Array;
  count = 0;
  #stride = 1;
  #skipped = 0;

  constructor(most = 256) {
    this.step = new Int32Array(most);
    this.windowsPerSecond = new Float32Array(most);
  }

  add(step: number, windowsPerSecond: number): void {
    if (!(windowsPerSecond > 0) || (this.count > 0 && step <= (this.step[this.count - 1] ?? 0))) return;
    if (++this.#skipped < this.#stride) return;
    this.#skipped = 0;
    if (this.count === this.step.length) this.#halve();
    this.step[this.count] = step;
    this.windowsPerSecond[this.count] = windowsPerSecond;
    this.count++;
  }

  clear(): void {
    this.count = 0;
    this.#stride = 1;
    this.#skipped = 0;
  }

  #halve(): void {
    const half = Math.floor(this.count / 2);
    for (let i = 0; i < half; i++) {
      this.step[i] = this.step[2 * i + 1] ?? 0;
      this.windowsPerSecond[i] = this.windowsPerSecond[2 * i + 1] ?? 0;
    }
    this.count = half;
    this.#stride *= 2;
  }
}
