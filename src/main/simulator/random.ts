/**
 * Seeded random numbers: the same seed gives the same recording on every machine. Generator: sfc32 (small fast counting)
 * of Chris Doty-Humphrey's PractRand, 128 bits of state, period at least 2^32.
 */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;
  #spare = Number.NaN;

  /** @param stream names an independent sequence of the same seed, so that one consumer cannot shift another. */
  constructor(seed: number, stream: string) {
    this.#a = Math.trunc(seed) | 0;
    this.#b = Math.trunc(seed / 0x1_0000_0000) | 0;
    this.#c = hash(stream);
    for (let round = 0; round < 15; round++) this.bits();
  }

  /** 32 random bits as a signed integer. */
  bits(): number {
    const out = (((this.#a + this.#b) | 0) + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + out) | 0;
    return out;
  }

  /** Uniform in [0, 1). */
  uniform(): number {
    return (this.bits() >>> 0) / 0x1_0000_0000;
  }

  between(low: number, high: number): number {
    return low + (high - low) * this.uniform();
  }

  /** Exponentially distributed waiting time of a Poisson process, in units of 1/rate; Infinity for rate 0. */
  waiting(rate: number): number {
    return rate > 0 ? -Math.log(1 - this.uniform()) / rate : Number.POSITIVE_INFINITY;
  }

  /** Standard normal, by Marsaglia's polar method. */
  gaussian(): number {
    if (!Number.isNaN(this.#spare)) {
      const spare = this.#spare;
      this.#spare = Number.NaN;
      return spare;
    }
    let u: number, v: number, square: number;
    do {
      u = this.between(-1, 1);
      v = this.between(-1, 1);
      square = u * u + v * v;
    } while (square >= 1 || square === 0);
    const scale = Math.sqrt((-2 * Math.log(square)) / square);
    this.#spare = v * scale;
    return u * scale;
  }

  /** Zero mean, unit variance, bell-shaped within ±3.5: the sum of four random bytes. For noise that is filtered anyway. */
  roughGaussian(): number {
    const bits = this.bits();
    return ((bits & 255) + ((bits >>> 8) & 255) + ((bits >>> 16) & 255) + (bits >>> 24) - 510) * FOUR_BYTES_SCALE;
  }
}

/** The variance of a uniform byte is (256² − 1)/12. */
const FOUR_BYTES_SCALE = 1 / Math.sqrt((4 * (256 * 256 - 1)) / 12);

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5 | 0;
  for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  return value;
}
