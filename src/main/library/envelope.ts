import { MISSING_SAMPLE } from '../../shared/recording.ts';
import { decodeSamples, encodeSamples } from './sample-codec.ts';

/**
 * The min–max pyramid of a lead. A bin of level 0 is the minimum and maximum of 16 samples, a bin of each further level
 * of 4 bins below. Missing samples do not count; a bin of nothing else is MISSING_SAMPLE twice. The last bin of a level
 * may cover fewer samples: what is left of the lead.
 */
export const BASE_BIN_SAMPLES = 16;
export const LEVEL_FACTOR = 4;
/** Bins to a stored block. */
export const BLOCK_BINS = 8_192;
/** The top level has at most this many bins: what a whole recording costs to draw at any width. */
const TOP_BINS = 1_024;
/** The start value of a minimum, so that anything is smaller or equal. */
const HIGHEST = 0x7fff_ffff;

export const binSamples = (level: number): number => BASE_BIN_SAMPLES * LEVEL_FACTOR ** level;

/** How many levels a lead of so many samples has. */
export function levelCount(samples: number): number {
  let levels = samples > 0 ? 1 : 0;
  while (levels > 0 && samples / binSamples(levels - 1) > TOP_BINS) levels++;
  return levels;
}

/** Bins as they are handed over: `minimum[i]` and `maximum[i]` belong to bin `block · BLOCK_BINS + i`. */
export interface EnvelopeBlock {
  readonly level: number;
  readonly block: number;
  readonly minimum: Int32Array;
  readonly maximum: Int32Array;
}

interface Level {
  readonly minimum: Int32Array;
  readonly maximum: Int32Array;
  filled: number;
  block: number;
  /** The bin being collected, and from how many samples (level 0) or bins below. */
  low: number;
  high: number;
  collected: number;
}

/** Builds the pyramid of one lead in one pass over its samples; memory does not depend on its length. */
export class EnvelopeBuilder {
  private readonly levels: Level[];
  private readonly emit: (block: EnvelopeBlock) => void;

  /** `emit` gets each block when it is full; its arrays are only valid until it returns. */
  constructor(samples: number, emit: (block: EnvelopeBlock) => void) {
    this.emit = emit;
    this.levels = Array.from({ length: levelCount(samples) }, (_, level) => {
      const bins = Math.min(BLOCK_BINS, Math.ceil(samples / binSamples(level)));
      return {
        minimum: new Int32Array(bins),
        maximum: new Int32Array(bins),
        filled: 0,
        block: 0,
        low: HIGHEST,
        high: MISSING_SAMPLE,
        collected: 0,
      };
    });
  }

  push(samples: Int32Array): void {
    const base = this.levels[0];
    if (!base) return;
    let i = 0;
    while (i < samples.length) {
      const end = Math.min(samples.length, i + BASE_BIN_SAMPLES - base.collected);
      let { low, high } = base;
      base.collected += end - i;
      for (; i < end; i++) {
        const value = samples[i]!;
        if (value > high) high = value;
        if (value < low && value !== MISSING_SAMPLE) low = value;
      }
      base.low = low;
      base.high = high;
      if (base.collected === BASE_BIN_SAMPLES) this.closeBin(0);
    }
  }

  /** Hands over what is left; nothing may be pushed afterwards. */
  finish(): void {
    for (const [number, level] of this.levels.entries()) {
      if (level.collected > 0) this.closeBin(number);
      if (level.filled > 0) this.handOver(number, level);
    }
  }

  private closeBin(number: number): void {
    const level = this.levels[number]!;
    const { high } = level;
    const low = high === MISSING_SAMPLE ? MISSING_SAMPLE : level.low;
    level.minimum[level.filled] = low;
    level.maximum[level.filled] = high;
    level.filled++;
    level.low = HIGHEST;
    level.high = MISSING_SAMPLE;
    level.collected = 0;
    const above = this.levels[number + 1];
    if (above) {
      if (high !== MISSING_SAMPLE) {
        if (low < above.low) above.low = low;
        if (high > above.high) above.high = high;
      }
      above.collected++;
      if (above.collected === LEVEL_FACTOR) this.closeBin(number + 1);
    }
    if (level.filled === BLOCK_BINS) this.handOver(number, level);
  }

  private handOver(number: number, level: Level): void {
    this.emit({
      level: number,
      block: level.block,
      minimum: level.minimum.subarray(0, level.filled),
      maximum: level.maximum.subarray(0, level.filled),
    });
    level.block++;
    level.filled = 0;
  }
}

/** Layout: u32 length of the minima, minima, maxima; both as `encodeSamples` writes them. */
export function encodeEnvelope({ minimum, maximum }: EnvelopeBlock): Uint8Array {
  const low = encodeSamples(minimum);
  const high = encodeSamples(maximum);
  const out = new Uint8Array(4 + low.length + high.length);
  new DataView(out.buffer).setUint32(0, low.length, true);
  out.set(low, 4);
  out.set(high, 4 + low.length);
  return out;
}

/** Minimum and maximum of each bin in turn. */
export function decodeEnvelope(bytes: Uint8Array): Int32Array {
  const split = 4 + new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0, true);
  const low = decodeSamples(bytes.subarray(4, split));
  const high = decodeSamples(bytes.subarray(split));
  const bins = new Int32Array(2 * low.length);
  for (let i = 0; i < low.length; i++) {
    bins[2 * i] = low[i]!;
    bins[2 * i + 1] = high[i]!;
  }
  return bins;
}

/** Minimum and maximum of each run of `step` samples, the last run as long as what is left. */
export function envelopeOfSamples(samples: Int32Array, step: number): Int32Array<ArrayBuffer> {
  const bins = new Int32Array(2 * Math.ceil(samples.length / step));
  for (let bin = 0, i = 0; i < samples.length; bin++) {
    const end = Math.min(samples.length, i + step);
    let low = HIGHEST;
    let high = MISSING_SAMPLE;
    for (; i < end; i++) {
      const value = samples[i]!;
      if (value > high) high = value;
      if (value < low && value !== MISSING_SAMPLE) low = value;
    }
    bins[2 * bin] = high === MISSING_SAMPLE ? MISSING_SAMPLE : low;
    bins[2 * bin + 1] = high;
  }
  return bins;
}

/** The same from bins: each run of `count` of them becomes one. */
export function mergeBins(bins: Int32Array<ArrayBuffer>, count: number): Int32Array<ArrayBuffer> {
  if (count === 1) return bins;
  const total = bins.length / 2;
  const merged = new Int32Array(2 * Math.ceil(total / count));
  for (let bin = 0, i = 0; i < total; bin++) {
    const end = Math.min(total, i + count);
    let low = HIGHEST;
    let high = MISSING_SAMPLE;
    for (; i < end; i++) {
      const top = bins[2 * i + 1]!;
      if (top === MISSING_SAMPLE) continue;
      if (top > high) high = top;
      if (bins[2 * i]! < low) low = bins[2 * i]!;
    }
    merged[2 * bin] = high === MISSING_SAMPLE ? MISSING_SAMPLE : low;
    merged[2 * bin + 1] = high;
  }
  return merged;
}
