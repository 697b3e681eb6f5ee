import type { Fibrillation } from './events.ts';
import type { DipoleBlock } from './kernels.ts';
import type { Vector } from './lead-field.ts';
import type { Random } from './random.ts';
import { lookUp, SINE, waveTable } from './wave-table.ts';

/**
 * Fibrillation waves: a sawtooth-like sum of harmonics whose frequency and amplitude are modulated slowly. Source: Stridh
 * & Sörnmo, "Spatiotemporal QRST cancellation techniques for analysis of atrial fibrillation", IEEE Trans Biomed Eng 48
 * (2001) 105–111, doi 10.1109/10.900266. Two such sources, right and left atrial, with directions of their own: largest
 * in V1 and II as is usual.
 */
interface Source extends Vector {
  readonly hertz: number;
  /** Modulation of frequency (swing in turns, hertz, phase) and of amplitude (share, hertz, phase). */
  readonly frequency: readonly (readonly [number, number, number])[];
  readonly amplitude: readonly [number, number, number];
}

const HARMONICS = [1, 0.5, 0.25];
const RAMP_SECONDS = 0.25;

const SAWTOOTH = waveTable((radians) =>
  HARMONICS.reduce((sum, height, harmonic) => sum - height * Math.sin((harmonic + 1) * radians), 0),
);

export class FibrillationWaves {
  readonly #sources: readonly Source[];

  constructor(random: Random) {
    const source = (hertz: number, x: number, y: number, z: number): Source => ({
      hertz,
      x,
      y,
      z,
      frequency: [
        [random.between(0.3, 0.5), random.between(0.15, 0.3), random.uniform()],
        [random.between(0.05, 0.1), random.between(0.8, 1.3), random.uniform()],
      ],
      amplitude: [random.between(0.35, 0.55), random.between(0.25, 0.6), random.uniform()],
    });
    this.#sources = [
      source(random.between(5.6, 6.6), -0.036, 0.026, -0.026),
      source(random.between(6.2, 7.4), 0.014, 0.03, 0.01),
    ];
  }

  /** Adds the waves of one period of fibrillation to the dipole, with a short ramp at its ends. */
  add(block: DipoleBlock, period: Fibrillation): void {
    const { rate, start, count, x, y, z } = block;
    const from = Math.max(0, Math.ceil(period.from * rate) - start);
    const to = Math.min(count, Math.ceil(period.to * rate) - start);
    for (const source of this.#sources) {
      const [first, second] = source.frequency;
      const [share, shareHertz, sharePhase] = source.amplitude;
      for (let n = from; n < to; n++) {
        const time = (start + n) / rate;
        const turns =
          source.hertz * time +
          first![0] * lookUp(SINE, first![1] * time + first![2]) +
          second![0] * lookUp(SINE, second![1] * time + second![2]);
        const edge = Math.min(1, (time - period.from) / RAMP_SECONDS, (period.to - time) / RAMP_SECONDS);
        const value = edge * (1 + share * lookUp(SINE, shareHertz * time + sharePhase)) * lookUp(SAWTOOTH, turns);
        x[n]! += source.x * value;
        y[n]! += source.y * value;
        z[n]! += source.z * value;
      }
    }
  }
}
