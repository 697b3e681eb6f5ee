import type { Autonomic } from './autonomic.ts';
import type { Beats, HeartEvents } from './events.ts';
import type { FibrillationWaves } from './fibrillation.ts';
import { addKernels, type DipoleBlock, type Placement } from './kernels.ts';
import type { Vector } from './lead-field.ts';
import { ATRIAL_WAVES, BEAT_MORPHOLOGIES } from './morphology.ts';

/** How one person's heart lies: turn of its axis in the frontal plane (radians) and the size of its voltages. */
export interface Anatomy {
  readonly turn: number;
  readonly gain: number;
}

/** Nothing of a beat reaches further than this from its reference moment, in seconds. */
const REACH_BEFORE = 0.25;
const REACH_AFTER = 1.2;

/** Draws the heart's dipole block after block, from what the heart does. */
export class DipolePainter {
  readonly #events: HeartEvents;
  readonly #autonomic: Autonomic;
  readonly #waves: FibrillationWaves;
  readonly #anatomy: Anatomy;
  readonly #placement: Placement = { time: 0, stretchFrom: 0, stretch: 1, gain: 1, turn: 0 };
  #firstBeat = 0;
  #firstWave = 0;

  constructor(events: HeartEvents, autonomic: Autonomic, waves: FibrillationWaves, anatomy: Anatomy) {
    this.#events = events;
    this.#autonomic = autonomic;
    this.#waves = waves;
    this.#anatomy = anatomy;
  }

  /** Fills the block's `count` samples from `start`. Blocks must be asked for in order. */
  paint(block: DipoleBlock): void {
    block.x.fill(0, 0, block.count);
    block.y.fill(0, 0, block.count);
    block.z.fill(0, 0, block.count);
    const from = block.start / block.rate;
    const to = (block.start + block.count) / block.rate;
    const { beats, atrialWaves, fibrillations } = this.#events;

    while (this.#firstBeat < beats.count && beats.time[this.#firstBeat]! < from - REACH_AFTER) this.#firstBeat++;
    for (let beat = this.#firstBeat; beat < beats.count && beats.time[beat]! < to + REACH_BEFORE; beat++)
      this.#paintBeat(block, beats, beat);

    while (this.#firstWave < atrialWaves.count && atrialWaves.time[this.#firstWave]! < from - REACH_AFTER)
      this.#firstWave++;
    for (let wave = this.#firstWave; wave < atrialWaves.count; wave++) {
      const time = atrialWaves.time[wave]!;
      if (time >= to + REACH_BEFORE) break;
      this.#place(time, atrialWaves.gain[wave]!);
      this.#placement.stretch = 1;
      addKernels(block, ATRIAL_WAVES[atrialWaves.shape[wave]!]!, this.#placement);
    }

    for (const period of fibrillations) if (period.from < to && period.to > from) this.#waves.add(block, period);
  }

  #paintBeat(block: DipoleBlock, beats: Beats, beat: number): void {
    const morphology = BEAT_MORPHOLOGIES[beats.shape[beat]!]!;
    this.#place(beats.time[beat]!, beats.gain[beat]!);
    // ST and T are drawn out or pressed together to end where the QT interval ends; the QRS is not.
    const qrs = morphology.end - morphology.onset;
    this.#placement.stretchFrom = morphology.end;
    this.#placement.stretch = Math.max(0.35, (beats.qt[beat]! - qrs) / (morphology.referenceQt - qrs));
    addKernels(block, morphology.kernels, this.#placement);
  }

  #place(time: number, gain: number): void {
    this.#placement.time = time;
    this.#placement.gain = gain * this.#anatomy.gain * this.#autonomic.amplitudeFactor(time);
    this.#placement.turn = this.#anatomy.turn + this.#autonomic.axisTurn(time);
  }
}

/**
 * Where in seconds from its reference moment a beat has its largest deflection in the lead of this field, by morphology number: the
 * point that is annotated.
 */
export function mainDeflections(field: Vector, turn: number): readonly number[] {
  const rate = 10_000;
  const before = 0.15;
  const count = Math.ceil(0.3 * rate);
  return BEAT_MORPHOLOGIES.map((morphology) => {
    const block: DipoleBlock = {
      rate,
      start: 0,
      count,
      x: new Float64Array(count),
      y: new Float64Array(count),
      z: new Float64Array(count),
    };
    const qrs = morphology.kernels.filter((bump) => bump.at <= morphology.end);
    addKernels(block, qrs, { time: before, stretchFrom: morphology.end, stretch: 1, gain: 1, turn });
    let largest = 0;
    let at = 0;
    for (let n = 0; n < count; n++) {
      const height = Math.abs(field.x * block.x[n]! + field.y * block.y[n]! + field.z * block.z[n]!);
      if (height > largest) {
        largest = height;
        at = n;
      }
    }
    return at / rate - before;
  });
}
