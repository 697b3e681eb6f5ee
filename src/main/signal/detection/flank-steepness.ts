import type { CombinedEnvelope } from './combined-envelope.ts';
import type { LeadEnvelope } from './lead-envelope.ts';
import type { LeadQuality } from './lead-quality.ts';
import { FLANK_BAND, qrsWavelet, waveletModulus, type QrsWavelet } from './qrs-wavelet.ts';
import type { Timing } from './timing.ts';

/** Half of the window around the QRS peak in which the flanks are looked for, in seconds. */
const FLANK_REACH_SECONDS = 0.02;
/** The typical steepness follows this many of the latest beats. */
const MEMORY_BEATS = 32;
const SMALLEST = 1e-6;

/**
 * How steep a candidate is compared with the record's beats: P and T waves reach the height of a small QRS complex but
 * not its slope. Slope as the second criterion beside height: Hamilton & Tompkins 1986 (doi 10.1109/TBME.1986.325695).
 */
export class FlankSteepness {
  private readonly leads: readonly LeadEnvelope[];
  private readonly qualities: readonly LeadQuality[];
  private readonly envelope: CombinedEnvelope;
  private readonly timing: Timing;
  private readonly wavelet: QrsWavelet;
  private readonly reach: number;
  private typical = 0;
  private beats = 0;

  constructor(
    leads: readonly LeadEnvelope[],
    qualities: readonly LeadQuality[],
    envelope: CombinedEnvelope,
    timing: Timing,
  ) {
    this.leads = leads;
    this.qualities = qualities;
    this.envelope = envelope;
    this.timing = timing;
    this.wavelet = qrsWavelet(timing.workingRate, FLANK_BAND);
    this.reach = Math.round(FLANK_REACH_SECONDS * timing.workingRate);
  }

  /** Logarithm of flank energy over QRS energy, over all leads by their weight. */
  at(working: number): number {
    const { leads, qualities, envelope } = this;
    const hop = Math.floor(working / this.timing.hop);
    let flank = 0;
    let qrs = 0;
    for (let l = 0; l < leads.length; l++) {
      const lead = leads[l]!;
      const level = qualities[l]!.level[hop & lead.hopMask]!;
      const weight = envelope.weights[(hop & lead.hopMask) * leads.length + l]!;
      if (level <= 0 || weight <= 0) continue;
      let largest = 0;
      for (let k = working - this.reach; k <= working + this.reach; k++) {
        largest = Math.max(largest, waveletModulus(this.wavelet, lead.signal, lead.mask, k));
      }
      flank += (weight / level) * largest;
      qrs += (weight / level) * lead.envelope[working & lead.mask]!;
    }
    return Math.log((flank + SMALLEST) / (qrs + SMALLEST));
  }

  /** The steepness against that of the beats learnt so far; 0 as long as there are none. */
  relative(steepness: number): number {
    return this.beats > 0 ? steepness - this.typical : 0;
  }

  learn(steepness: number): void {
    this.beats = Math.min(MEMORY_BEATS, this.beats + 1);
    this.typical += (steepness - this.typical) / this.beats;
  }
}
