import type { LeadEnvelope } from './lead-envelope.ts';
import type { LeadQuality } from './lead-quality.ts';
import { SlidingQuantile } from './sliding-quantile.ts';
import type { Timing } from './timing.ts';

/** Half of the window over which the noise between beats is followed, in hops: ± 3 s. */
const NOISE_REACH = 12;

/** Below this share of the best lead's activity a lead is on its way to being ignored … */
const DROPOUT_FROM = 0.5;
/** … and below this one it is. */
const DROPOUT_TO = 0.1;
/** A lead that dropped out keeps so much of its weight, for the case that no other lead is left. */
const DROPOUT_REST = 0.02;
/** Envelopes larger than this multiple of the QRS level are artefact rather than beat, and cost the lead weight. */
const ARTEFACT_LEVEL = 2;

/**
 * One envelope from all leads: 1 is a typical QRS complex. Each lead's envelope, in units of its own QRS level, is softly
 * limited, so that an artefact in one lead cannot outweigh the silence of the others, and the leads are averaged under
 * the square root, which favours what they agree on. Weights follow noise, dropout and artefacts of each lead hop by hop.
 */
export class CombinedEnvelope {
  readonly values: Float32Array;
  readonly mask: number;
  /** Working samples known. */
  ready = 0;
  /** Weight of each lead at each hop, summing to 1 over the leads: `weights[hop modulo hops · leads + lead]`. */
  readonly weights: Float32Array;
  /** Median of the combined envelope over a hop. */
  private readonly hopMedian: Float32Array;
  private readonly hopMask: number;
  private readonly leads: readonly LeadEnvelope[];
  private readonly qualities: readonly LeadQuality[];
  private readonly timing: Timing;
  private readonly sorted = new SlidingQuantile(2 * NOISE_REACH + 2);
  private readonly inHop: SlidingQuantile;
  private noiseHops = 0;

  constructor(leads: readonly LeadEnvelope[], qualities: readonly LeadQuality[], timing: Timing) {
    this.leads = leads;
    this.qualities = qualities;
    this.timing = timing;
    this.mask = leads[0]?.mask ?? 0;
    this.hopMask = leads[0]?.hopMask ?? 0;
    this.values = new Float32Array(this.mask + 1);
    this.weights = new Float32Array((this.hopMask + 1) * leads.length);
    this.hopMedian = new Float32Array(this.hopMask + 1);
    this.inHop = new SlidingQuantile(timing.hop);
  }

  /** Weighs the leads at a hop all of them were judged for. */
  weigh(hop: number): void {
    const { qualities, weights, hopMask } = this;
    const at = hop & hopMask;
    const base = at * qualities.length;
    let best = 0;
    for (const quality of qualities) best = Math.max(best, Math.min(1, quality.local[at]!));
    let total = 0;
    for (let l = 0; l < qualities.length; l++) {
      const { weight, local } = qualities[l]!;
      let w = weight[at]!;
      if (w > 0) {
        const activity = (local[at]! / best - DROPOUT_TO) / (DROPOUT_FROM - DROPOUT_TO);
        const awake = Math.min(1, Math.max(DROPOUT_REST, activity));
        const excess = Math.max(1, local[at]! / ARTEFACT_LEVEL);
        w *= (awake * awake) / (excess * excess);
      }
      weights[base + l] = w;
      total += w;
    }
    if (total > 0) for (let l = 0; l < qualities.length; l++) weights[base + l]! /= total;
  }

  /** Combines one hop; it, the one before and the one after must have been weighed, as far as they exist. */
  combine(hop: number, hops: number, end: number): void {
    const { leads, qualities, values, weights, mask, hopMask, timing, inHop } = this;
    const count = leads.length;
    const from = hop * timing.hop;
    const to = Math.min(end, from + timing.hop);
    const before = Math.max(0, hop - 1) & hopMask;
    const here = hop & hopMask;
    const after = Math.min(hops - 1, hop + 1) & hopMask;
    inHop.clear();
    for (let k = from; k < to; k++) {
      // Linear between the centres of the hops.
      const position = (k - from + 0.5) / timing.hop - 0.5;
      const other = position < 0 ? before : after;
      const share = Math.abs(position);
      let sum = 0;
      let total = 0;
      for (let l = 0; l < count; l++) {
        const weight = weights[here * count + l]! * (1 - share) + weights[other * count + l]! * share;
        if (weight <= 0) continue;
        const level = qualities[l]!.level;
        const levelHere = level[here]!;
        const levelOther = level[other]!;
        let unit = levelHere * (1 - share) + levelOther * share;
        if (levelHere === 0) unit = levelOther;
        else if (levelOther === 0) unit = levelHere;
        const ratio = leads[l]!.envelope[k & mask]! / unit;
        sum += weight * Math.sqrt(ratio <= 1 ? ratio : 2 - 1 / ratio);
        total += weight;
      }
      const root = total > 0 ? sum / total : 0;
      values[k & mask] = root * root;
      inHop.add(values[k & mask]!);
    }
    this.hopMedian[here] = inHop.quantile(0.5);
    this.ready = to;
  }

  /** The envelope between beats around a hop, as a share of a typical QRS; hops must be asked for in order. */
  noiseAt(hop: number, hops: number): number {
    const { sorted, hopMedian, hopMask } = this;
    for (const end = Math.min(hops, hop + NOISE_REACH + 1); this.noiseHops < end; this.noiseHops++) {
      sorted.add(hopMedian[this.noiseHops & hopMask]!);
    }
    const old = hop - NOISE_REACH - 1;
    if (old >= 0) sorted.remove(hopMedian[old & hopMask]!);
    return sorted.quantile(0.5);
  }
}

/** Hops that must be combined beyond the one whose noise is asked for. */
export const NOISE_LOOK_AHEAD = NOISE_REACH;
