import { coarsestTokens, type ModelConfig, WINDOW_SAMPLES } from '../../nat/model-config.ts';
import { type RandomStream, randomStream } from '../../nat/random.ts';
import type { Batch } from '../../nat/runtime/training-session.ts';
import { shuffle } from '../label-fraction.ts';
import {
  CHANNELS,
  clearSlot,
  type LeadBatch,
  leadBatch,
  leadFeeds,
  nameSlot,
  slotStart,
} from '../../nat/inputs/lead-batch.ts';
import { quantileScale } from '../../nat/inputs/window-scale.ts';
import { hideBlocks, shortestBlock } from './block-mask.ts';
import { readStored, type StoredRecord } from './stored-record.ts';

/** Probability that a lead is left out of a window, one always staying. */
const LEAD_DROPOUT = 0.2;
/** Share of windows with a residual: with and without one, so that the trunk serves heads of both kinds. */
const WITH_RESIDUAL = 0.5;
/** Share of windows whose leads keep their relative sizes. */
const COMMON_SCALE = 0.5;

/** Draws masked windows from recordings without labels; the batch of a step depends on seed and step alone. */
export class PretrainingSampler {
  readonly #records: readonly StoredRecord[];
  /** Running sum of the records' weights. */
  readonly #weights: Float64Array;
  readonly #batch: LeadBatch;
  readonly #blanked: Float32Array;
  readonly #patches: number;
  readonly #shortest: number;
  readonly #seed: number;

  constructor(
    records: readonly StoredRecord[],
    model: ModelConfig,
    shape: { readonly windows: number; readonly leads: number; readonly seed: number },
  ) {
    this.#records = records;
    this.#weights = runningWeights(records);
    this.#batch = leadBatch(shape.windows, shape.leads);
    this.#patches = coarsestTokens(model);
    this.#shortest = shortestBlock(model.windowSamples / this.#patches);
    this.#blanked = new Float32Array(shape.windows * this.#patches);
    this.#seed = shape.seed;
  }

  /** The batch after `step` steps; its arrays are used again for the next. */
  batch(step: number): Batch {
    const random = randomStream(this.#seed, `pretraining ${step}`);
    for (let window = 0; window < this.#batch.windows; window++) {
      const record = this.#records[pickIndex(this.#weights, random)]!;
      this.#place(window, record, random);
      const own = this.#blanked.subarray(window * this.#patches, (window + 1) * this.#patches);
      hideBlocks(own, this.#shortest, random);
    }
    return { ...leadFeeds(this.#batch), blanked: this.#blanked };
  }

  #place(window: number, record: StoredRecord, random: RandomStream): void {
    const { signal, leads: slots } = this.#batch;
    const from = Math.floor(random.uniform() * Math.max(1, record.length - WINDOW_SAMPLES + 1));
    const order = record.leads.map((_, lead) => lead);
    shuffle(order, random);
    const withResidual = random.uniform() < WITH_RESIDUAL;
    const common = random.uniform() < COMMON_SCALE;
    const scales = new Float32Array(slots);
    for (let slot = 0; slot < slots; slot++) {
      const lead = order[slot];
      const dropped = slot > 0 && random.uniform() < LEAD_DROPOUT;
      clearSlot(this.#batch, window, slot);
      if (lead === undefined || dropped) continue;
      nameSlot(this.#batch, window, slot, record.leadName[lead]!);
      const at = slotStart(this.#batch, window, slot);
      const own = signal.subarray(at, at + WINDOW_SAMPLES);
      const rest = signal.subarray(at + WINDOW_SAMPLES, at + CHANNELS * WINDOW_SAMPLES);
      readStored(record, record.leads[lead]!, from, own, withResidual ? rest : undefined);
      scales[slot] = quantileScale(own);
    }
    const largest = Math.max(...scales);
    for (const [slot, own] of scales.entries()) {
      const scale = common ? largest : own;
      const at = slotStart(this.#batch, window, slot);
      const factor = scale > 1e-6 ? 1 / scale : 0;
      for (let i = at; i < at + CHANNELS * WINDOW_SAMPLES; i++) signal[i]! *= factor;
    }
  }
}

/**
 * A set's share grows with the square root of what it holds: half-hour recordings would otherwise leave nothing to the
 * ten-second ones with their twelve leads. Within a set every record counts alike.
 */
function runningWeights(records: readonly StoredRecord[]): Float64Array {
  const sets = Map.groupBy(records, ({ set }) => set);
  const shares = new Map(
    [...sets].map(([set, own]) => [set, Math.sqrt(own.reduce((sum, { length }) => sum + length, 0)) / own.length]),
  );
  let sum = 0;
  return Float64Array.from(records, ({ set }) => (sum += shares.get(set)!));
}

function pickIndex(runningSum: Float64Array, random: RandomStream): number {
  const point = random.uniform() * runningSum[runningSum.length - 1]!;
  let low = 0;
  let high = runningSum.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (runningSum[middle]! <= point) low = middle + 1;
    else high = middle;
  }
  return low;
}
