import type { Random } from './random.ts';
import { lookUp, SINE, waveTable } from './wave-table.ts';

/** Third and fifth harmonic relative to the fundamental. */
const HARMONICS = [
  [1, 1],
  [3, 0.2],
  [5, 0.08],
] as const;
/** The grid's frequency strays by some hundredths of a hertz within minutes. */
const STRAY_TURNS = 1.2;

/** Power-line hum of unit root mean square; what lies above the recorder's pass band is left out. */
export class Mains {
  readonly #hertz: number;
  readonly #rate: number;
  readonly #phase: number;
  readonly #strayHertz: number;
  readonly #wave: Float64Array;

  constructor(random: Random, hertz: number, rate: number) {
    this.#hertz = hertz;
    this.#rate = rate;
    this.#phase = random.uniform();
    this.#strayHertz = random.between(0.003, 0.006);
    const passed = HARMONICS.filter(([order]) => order * hertz < 0.45 * rate);
    this.#wave = waveTable((radians) =>
      passed.reduce((sum, [order, height]) => sum + Math.SQRT2 * height * Math.sin(order * radians), 0),
    );
  }

  fill(out: Float64Array, start: number, count: number): void {
    const rate = this.#rate;
    const hertz = this.#hertz;
    const phase = this.#phase;
    const strayHertz = this.#strayHertz;
    const wave = this.#wave;
    for (let n = 0; n < count; n++) {
      const time = (start + n) / rate;
      out[n] = lookUp(wave, hertz * time + phase + STRAY_TURNS * lookUp(SINE, strayHertz * time));
    }
  }
}
