import { WINDOW_SAMPLES } from '../../nat/model-config.ts';
import { randomStream, type RandomStream } from '../../nat/random.ts';
import type { Batch } from '../../nat/runtime/training-session.ts';
import {
  type AugmentationStrength,
  disturb,
  stretchedPosition,
  stretchTime,
  USUAL_AUGMENTATION,
} from '../beats/augmentation.ts';
import { shuffle } from '../label-fraction.ts';
import { CHANNELS, type LeadBatch, leadBatch, leadFeeds, placeWindow, slotStart } from '../../nat/inputs/lead-batch.ts';
import { WAVES } from '../../nat/outputs/wave-marks.ts';
import type { WaveRecord } from './wave-sets.ts';
import { placeWaveTargets, WAVE_POSITIONS } from './wave-targets.ts';

/** A stretch that goes silent would keep its labels: no time-out. */
export const WAVE_AUGMENTATION: AugmentationStrength = { ...USUAL_AUGMENTATION, timeOut: 0, recordedNoise: 0 };

/** Draws windows of marked leads; the batch of a step depends on seed and step alone. */
export class WaveSampler {
  readonly #records: readonly WaveRecord[];
  readonly #augmentation: AugmentationStrength;
  readonly #seed: number;
  readonly #batch: LeadBatch;
  readonly #targets: Float32Array;

  constructor(
    records: readonly WaveRecord[],
    augmentation: AugmentationStrength,
    shape: { readonly windows: number; readonly leads: number; readonly seed: number },
  ) {
    this.#records = records;
    this.#augmentation = augmentation;
    this.#seed = shape.seed;
    this.#batch = leadBatch(shape.windows, shape.leads);
    this.#targets = new Float32Array(shape.windows * shape.leads * WAVE_POSITIONS * WAVES.length);
  }

  batch(step: number): Batch {
    const random = randomStream(this.#seed, `waves ${step}`);
    for (let window = 0; window < this.#batch.windows; window++) {
      this.#place(window, this.#records[Math.floor(random.uniform() * this.#records.length)]!, random);
    }
    return { ...leadFeeds(this.#batch), waveTargets: this.#targets };
  }

  #place(window: number, record: WaveRecord, random: RandomStream): void {
    const batch = this.#batch;
    const spare = (record.leads[0]?.length ?? 0) - WINDOW_SAMPLES;
    const from = spare > 0 ? Math.floor(random.uniform() * (spare + 1)) : 0;
    const order = record.leads.map((_, lead) => lead);
    shuffle(order, random);
    const speed = 1 + this.#augmentation.timeScale * (2 * random.uniform() - 1);
    placeWindow(batch, window, record, from, order, 'lead');
    for (let slot = 0; slot < batch.leads; slot++) {
      const row = window * batch.leads + slot;
      const size = WAVE_POSITIONS * WAVES.length;
      const targets = this.#targets.subarray(row * size, (row + 1) * size);
      const marks = record.marks[order[slot] ?? -1];
      if (!marks || batch.presence[row] === 0) {
        targets.fill(0);
        continue;
      }
      const at = slotStart(batch, window, slot);
      stretchTime(batch.signal, at, speed);
      disturb(batch.signal, at, random, this.#augmentation, []);
      // What was added to the residual, which is not known here, is taken back.
      batch.signal.fill(0, at + WINDOW_SAMPLES, at + CHANNELS * WINDOW_SAMPLES);
      placeWaveTargets(targets, marks, (sample) => stretchedPosition(sample - from, speed));
    }
  }
}
