import type { LeadEnvelope } from './lead-envelope.ts';
import { SlidingQuantile } from './sliding-quantile.ts';

/** Beats are at most this many hops apart, mostly: the largest envelope in ± 3 hops is that of a QRS complex. */
const BEAT_REACH = 3;
/** Half of the window over which a lead's QRS level is the median of such maxima: ± 6 s. */
export const LEVEL_REACH = 24;
/** Half of the window for the noise between beats: ± 3 s. */
const NOISE_REACH = 12;
/** Half of the window in which a lead is compared with itself to see that it dropped out or shows artefacts: ± 1 s. */
const LOCAL_REACH = 4;
/** Hops that must be complete beyond the one that is judged. */
export const QUALITY_LOOK_AHEAD = LEVEL_REACH + BEAT_REACH;

/** Below so many steps of the converter a lead is taken as dead: what moves there is the last bit. */
const DEAD_STEPS = 0.7;
const NOISE_QUANTILE = 0.35;
/** Noise share of a lead that halves its weight. */
const NOISE_OFFSET = 0.03;

/**
 * What one lead is worth at each hop. The level is the typical envelope of its QRS complexes, the noise the envelope
 * between them; a lead weighs the more, the smaller noise is against level.
 */
export class LeadQuality {
  readonly level: Float32Array;
  /** Noise-based weight before the leads are compared with each other. */
  readonly weight: Float32Array;
  /** Largest envelope within a second, as a multiple of the level. */
  readonly local: Float32Array;
  private readonly lead: LeadEnvelope;
  private readonly smallest: number;
  private readonly beatMaximum: Float32Array;
  private readonly levels = new SlidingQuantile(2 * LEVEL_REACH + 2);
  private readonly noises = new SlidingQuantile(2 * NOISE_REACH + 2);
  private levelHops = 0;
  private noiseHops = 0;

  constructor(lead: LeadEnvelope, gain: number) {
    this.lead = lead;
    this.smallest = gain > 0 ? DEAD_STEPS / gain : 0;
    const length = lead.hopMask + 1;
    this.level = new Float32Array(length);
    this.weight = new Float32Array(length);
    this.local = new Float32Array(length);
    this.beatMaximum = new Float32Array(length);
  }

  /** Judges one hop; hops must be asked for in order, `hops` being how many are complete. */
  judge(hop: number, hops: number): void {
    const { lead, levels, noises } = this;
    const mask = lead.hopMask;
    for (const end = Math.min(hops, hop + LEVEL_REACH + 1); this.levelHops < end; this.levelHops++) {
      const maximum = this.largestAround(this.levelHops, BEAT_REACH, hops);
      this.beatMaximum[this.levelHops & mask] = maximum;
      if (maximum > 0) levels.add(this.beatMaximum[this.levelHops & mask]!);
    }
    const oldLevel = hop - LEVEL_REACH - 1;
    if (oldLevel >= 0 && this.beatMaximum[oldLevel & mask]! > 0) levels.remove(this.beatMaximum[oldLevel & mask]!);
    for (const end = Math.min(hops, hop + NOISE_REACH + 1); this.noiseHops < end; this.noiseHops++) {
      if (lead.hopPresent[this.noiseHops & mask]! > 0) noises.add(lead.hopMean[this.noiseHops & mask]!);
    }
    const oldNoise = hop - NOISE_REACH - 1;
    if (oldNoise >= 0 && lead.hopPresent[oldNoise & mask]! > 0) noises.remove(lead.hopMean[oldNoise & mask]!);

    const level = levels.quantile(0.5);
    const at = hop & mask;
    if (level <= this.smallest || lead.hopMaximum[at]! <= this.smallest) {
      this.level[at] = 0;
      this.weight[at] = 0;
      this.local[at] = 0;
      return;
    }
    this.level[at] = level;
    this.weight[at] = NOISE_OFFSET / (NOISE_OFFSET + noises.quantile(NOISE_QUANTILE) / level);
    this.local[at] = this.largestAround(hop, LOCAL_REACH, hops) / level;
  }

  private largestAround(hop: number, reach: number, hops: number): number {
    let largest = 0;
    for (let h = Math.max(0, hop - reach), end = Math.min(hops - 1, hop + reach); h <= end; h++) {
      const value = this.lead.hopMaximum[h & this.lead.hopMask]!;
      if (value > largest) largest = value;
    }
    return largest;
  }
}
