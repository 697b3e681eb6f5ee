import type { Random } from './random.ts';

/**
 * Smooth noise of unit variance: a first-order autoregressive process at evenly spaced knots, joined by a uniform cubic
 * B-spline. One sample after the other, so that it does not matter how the recording is cut into blocks.
 */
export class SlowNoise {
  readonly #random: Random;
  readonly #memory: number;
  readonly #innovation: number;
  readonly #gain: number;
  readonly #weights: Float64Array;
  readonly #samplesPerKnot: number;
  #sample = 0;
  #k0 = 0;
  #k1 = 0;
  #k2 = 0;
  #k3 = 0;

  /** @param knotSeconds distance of the knots; @param memory correlation of neighbouring knots, 0 to just below 1. */
  constructor(random: Random, rate: number, knotSeconds: number, memory: number) {
    this.#random = random;
    this.#memory = memory;
    this.#innovation = Math.sqrt(1 - memory * memory);
    this.#samplesPerKnot = Math.max(1, Math.round(knotSeconds * rate));
    this.#weights = new Float64Array(4 * this.#samplesPerKnot);
    let power = 0;
    for (let sample = 0; sample < this.#samplesPerKnot; sample++) {
      const u = sample / this.#samplesPerKnot;
      const weights = [(1 - u) ** 3, 3 * u ** 3 - 6 * u ** 2 + 4, -3 * u ** 3 + 3 * u ** 2 + 3 * u + 1, u ** 3];
      weights.forEach((weight, knot) => (this.#weights[4 * sample + knot] = weight / 6));
      for (const [a, left] of weights.entries())
        for (const [b, right] of weights.entries()) power += (left * right * memory ** Math.abs(a - b)) / 36;
    }
    this.#gain = Math.sqrt(this.#samplesPerKnot / power);
    this.#k0 = random.gaussian();
    this.#k1 = this.#nextKnot(this.#k0);
    this.#k2 = this.#nextKnot(this.#k1);
    this.#k3 = this.#nextKnot(this.#k2);
  }

  /** Adds the next `count` values, times `gain`, to `out`. */
  addTo(out: Float64Array, gain: number, count: number): void {
    for (let n = 0; n < count;) {
      if (this.#sample === this.#samplesPerKnot) this.#advance();
      const run = Math.min(count - n, this.#samplesPerKnot - this.#sample);
      const weights = this.#weights;
      const k0 = gain * this.#gain * this.#k0;
      const k1 = gain * this.#gain * this.#k1;
      const k2 = gain * this.#gain * this.#k2;
      const k3 = gain * this.#gain * this.#k3;
      let at = 4 * this.#sample;
      for (const end = n + run; n < end; n++, at += 4)
        out[n]! += weights[at]! * k0 + weights[at + 1]! * k1 + weights[at + 2]! * k2 + weights[at + 3]! * k3;
      this.#sample += run;
    }
  }

  #advance(): void {
    this.#sample = 0;
    this.#k0 = this.#k1;
    this.#k1 = this.#k2;
    this.#k2 = this.#k3;
    this.#k3 = this.#nextKnot(this.#k2);
  }

  #nextKnot(knot: number): number {
    return this.#memory * knot + this.#innovation * this.#random.gaussian();
  }
}
