import { MISSING_SAMPLE } from '../../../shared/recording.ts';
import { QRS_BAND, qrsWavelet, waveletModulus, type QrsWavelet } from './qrs-wavelet.ts';
import { HISTORY_SECONDS, HOP_SECONDS, powerOfTwoAtLeast, type Timing } from './timing.ts';

/** How the integers of one lead are to be understood. */
export interface LeadScale {
  /** Integer steps per millivolt (or per whatever unit: the detector knows no absolute amplitude). */
  readonly gain: number;
  readonly baseline: number;
  /** Samples per second of this lead; that of the recording when absent. */
  readonly rate?: number | undefined;
}

/** So near to its beginning or end the signal is not judged, in seconds. */
const EDGE_SECONDS = 0.025;

const NOTHING = new Int32Array(256).fill(MISSING_SAMPLE);

/**
 * One lead from raw integers to its QRS envelope at the working rate, with the largest and the mean envelope of every
 * hop. Memory is allocated once; all of it are rings over the last half minute.
 *
 * Missing samples are bridged by the last value, and whatever the signal jumped by meanwhile is taken out for good, so
 * neither a gap nor a late start makes a step the wavelet would answer. Bridged stretches have envelope 0.
 */
export class LeadEnvelope {
  /** Samples per second of this lead. */
  readonly rate: number;
  /** The recording's own samples, by index modulo the ring's length. */
  readonly raw: Int32Array;
  readonly rawMask: number;
  /** How many raw samples arrived. */
  received = 0;

  /** Averaged samples in physical units without the jumps of gaps, by working index modulo the ring's length. */
  readonly signal: Float32Array;
  readonly envelope: Float32Array;
  readonly mask: number;
  /** Working samples whose envelope is known. */
  ready = 0;

  readonly hopMask: number;
  readonly hopMaximum: Float32Array;
  readonly hopMean: Float32Array;
  /** Share of the hop that was not missing. */
  readonly hopPresent: Float32Array;
  /** Hops complete. */
  hops = 0;

  private readonly timing: Timing;
  private readonly wavelet: QrsWavelet;
  private readonly reach: number;
  private readonly edge: number;
  private readonly scale: number;
  /** Lead samples per working sample: whole where the lead has the recording's rate. */
  private readonly span: number;
  private readonly present: Uint8Array;
  private working = 0;
  private held = 0;
  private offset = 0;
  private inGap = true;
  private sum = 0;
  private missing = 0;
  private hopLargest = 0;
  private hopSum = 0;
  private hopCount = 0;

  constructor(lead: LeadScale, timing: Timing) {
    this.timing = timing;
    this.wavelet = qrsWavelet(timing.workingRate, QRS_BAND);
    this.reach = this.wavelet.even.length - 1;
    this.edge = Math.round(EDGE_SECONDS * timing.workingRate);
    this.scale = lead.gain > 0 ? 1 / lead.gain : 1;
    this.rate = lead.rate ?? timing.rate;
    this.span = (timing.decimation * this.rate) / timing.rate;

    const rawLength = powerOfTwoAtLeast(HISTORY_SECONDS * this.rate);
    this.raw = new Int32Array(rawLength);
    this.rawMask = rawLength - 1;
    const length = powerOfTwoAtLeast(HISTORY_SECONDS * timing.workingRate);
    this.signal = new Float32Array(length);
    this.envelope = new Float32Array(length);
    this.present = new Uint8Array(length);
    this.mask = length - 1;
    const hopLength = powerOfTwoAtLeast(HISTORY_SECONDS / HOP_SECONDS);
    this.hopMaximum = new Float32Array(hopLength);
    this.hopMean = new Float32Array(hopLength);
    this.hopPresent = new Float32Array(hopLength);
    this.hopMask = hopLength - 1;
  }

  push(samples: Int32Array, from: number, to: number): void {
    const { raw, rawMask, span } = this;
    let { held, offset, inGap, sum, missing, received } = this;
    for (let i = from; i < to; i++) {
      const sample = samples[i]!;
      raw[received & rawMask] = sample;
      let lost = 0;
      if (sample === MISSING_SAMPLE) {
        inGap = true;
        lost = 1;
      } else {
        if (inGap) {
          offset += sample - held;
          inGap = false;
        }
        held = sample;
      }
      // The mean over [working, working + 1) · span: samples on its borders count with the part that lies inside.
      let start = received;
      received++;
      let end = (this.working + 1) * span;
      while (end <= received) {
        sum += (held - offset) * (end - start);
        missing += lost * (end - start);
        this.append((sum / span) * this.scale, missing * 2 < span ? 1 : 0);
        sum = 0;
        missing = 0;
        start = end;
        end = (this.working + 1) * span;
      }
      sum += (held - offset) * (received - start);
      missing += lost * (received - start);
    }
    this.held = held;
    this.offset = offset;
    this.inGap = inGap;
    this.sum = sum;
    this.missing = missing;
    this.received = received;
  }

  /** Working samples received so far. */
  get length(): number {
    return this.working;
  }

  /** Takes as missing what did not come of the first `length` working samples. */
  skipTo(length: number): void {
    for (const end = Math.ceil(length * this.span); this.received < end;) {
      this.push(NOTHING, 0, Math.min(NOTHING.length, end - this.received));
    }
  }

  /**
   * Ends the signal at `length` working samples, as if the rest of a shorter lead were missing. The last value is held so
   * that the envelope reaches the last sample, and the last hop is closed.
   */
  finish(length: number): void {
    const last = this.working > 0 ? this.signal[(this.working - 1) & this.mask]! : 0;
    while (this.ready < length) this.append(last, 0);
    const rest = length % this.timing.hop;
    if (rest > 0) this.closeHop(rest);
  }

  private append(value: number, present: number): void {
    const { signal, mask, reach, wavelet, working } = this;
    signal[working & mask] = value;
    this.present[working & mask] = present;
    this.working = working + 1;
    const centre = working - reach;
    if (centre < 0) return;
    let amplitude = 0;
    if (this.isInside(centre)) {
      amplitude = waveletModulus(wavelet, signal, mask, centre);
      this.hopCount++;
      this.hopSum += amplitude;
      if (amplitude > this.hopLargest) this.hopLargest = amplitude;
    }
    this.envelope[centre & mask] = amplitude;
    this.ready = centre + 1;
    if (this.ready % this.timing.hop === 0) this.closeHop(this.timing.hop);
  }

  /** Whether the signal is there, and not only since or until a moment: half a QRS complex cannot be told from a jump. */
  private isInside(centre: number): boolean {
    const { present, mask, edge, reach } = this;
    if (present[centre & mask] === 0) return false;
    // Gaps shorter than the distance between the two places are bridged.
    const begins = present[(centre - edge) & mask] === 0 && present[(centre - reach) & mask] === 0;
    const ends = present[(centre + edge) & mask] === 0 && present[(centre + reach) & mask] === 0;
    return !begins && !ends;
  }

  private closeHop(length: number): void {
    const at = this.hops & this.hopMask;
    this.hopMaximum[at] = this.hopLargest;
    this.hopMean[at] = this.hopCount > 0 ? this.hopSum / this.hopCount : 0;
    this.hopPresent[at] = this.hopCount / length;
    this.hopLargest = 0;
    this.hopSum = 0;
    this.hopCount = 0;
    this.hops++;
  }
}
