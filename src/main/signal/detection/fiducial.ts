import { MISSING_SAMPLE } from '../../../shared/recording.ts';
import type { CombinedEnvelope } from './combined-envelope.ts';
import type { LeadEnvelope } from './lead-envelope.ts';
import { recordingSample, type Timing } from './timing.ts';

/**
 * The main deflection is looked for so far before and after the centre of the QRS energy, in seconds: in a wide complex
 * the centre lies on the steep end, so there is more to look for before it; after it the T wave is near.
 */
export const SEARCH_BEFORE_SECONDS = 0.12;
const SEARCH_AFTER_SECONDS = 0.08;
/** The level from which deflections are measured is the median so far around, in seconds. */
const BASELINE_SECONDS = 0.2;
/** A moving mean of this width keeps a single noisy sample from being the peak, in seconds. */
const SMOOTHING_SECONDS = 0.008;
/** The other polarity must be larger by this factor to be taken in a lead whose beats mostly point one way. */
const POLARITY_BIAS = 1.4;
/**
 * A lead points down when its polarity falls below the first, up again when it rises above the second: where R and S are
 * alike the R wave is preferred, which the peak is named after, and beats do not flip between the two.
 */
const TURNS_DOWN = -0.3;
const TURNS_UP = 0;
/** Another lead must be better by this factor to become the one in which peaks are placed. */
const LEAD_BIAS = 1.5;
/** … and by this one to be used for a beat in which the usual lead is off or disturbed. */
const DISTURBED_BIAS = 1.5;
/** Share of the newest beat in the running lead scores and polarities. */
const MEMORY = 0.05;
/** The median is taken over at most so many samples. */
const MEDIAN_SAMPLES = 64;

/**
 * Places a beat on the main deflection of its QRS complex, to the sample, in the lead that serves best. Lead and polarity
 * change only for a good reason, so that the intervals of one rhythm are measured between like points.
 */
export class Fiducial {
  /** The result of the last `place`: sample at the recording's rate, and index of the lead it was read from. */
  sample = 0;
  lead = 0;
  private readonly leads: readonly LeadEnvelope[];
  private readonly envelope: CombinedEnvelope;
  private readonly timing: Timing;
  private readonly score: Float64Array;
  /** −1 … 1: how clearly the lead's beats point down or up. */
  private readonly polarity: Float64Array;
  private readonly pointsDown: Uint8Array;
  private readonly sorted = new Int32Array(MEDIAN_SAMPLES + 1);
  private usual = 0;

  constructor(leads: readonly LeadEnvelope[], envelope: CombinedEnvelope, timing: Timing) {
    this.leads = leads;
    this.envelope = envelope;
    this.timing = timing;
    this.score = new Float64Array(leads.length);
    this.polarity = new Float64Array(leads.length);
    this.pointsDown = new Uint8Array(leads.length);
  }

  /** @param learns whether it counts for the choice of lead and polarity of the beats to come */
  place(working: number, learns = true): void {
    this.lead = this.chooseLead(working, learns);
    const lead = this.leads[this.lead]!;
    const { timing } = this;
    const ratio = lead.rate / timing.rate;
    const centre = Math.round((recordingSample(timing, working) + 0.5) * ratio - 0.5);
    const baseline = this.baselineAround(lead, centre);
    const half = Math.max(0, Math.round((SMOOTHING_SECONDS * lead.rate - 1) / 2));

    const first = Math.max(0, centre - Math.round(SEARCH_BEFORE_SECONDS * lead.rate));
    const last = Math.min(lead.received - 1, centre + Math.round(SEARCH_AFTER_SECONDS * lead.rate));
    let highest = 0;
    let lowest = 0;
    let highestAt = centre;
    let lowestAt = centre;
    for (let k = first; k <= last; k++) {
      let sum = 0;
      for (let i = k - half; i <= k + half; i++) {
        const value = i < 0 || i >= lead.received ? MISSING_SAMPLE : lead.raw[i & lead.rawMask]!;
        sum += (value === MISSING_SAMPLE ? baseline : value) - baseline;
      }
      if (sum > highest) {
        highest = sum;
        highestAt = k;
      } else if (sum < lowest) {
        lowest = sum;
        lowestAt = k;
      }
    }
    const upward = this.chooseDirection(highest, -lowest, learns);
    const at = upward ? highestAt : lowestAt;
    this.sample = Math.max(0, Math.round((at + 0.5) / ratio - 0.5));
  }

  /** Whether the deflection upwards (of height `up`) is the main one, rather than that downwards. */
  private chooseDirection(up: number, down: number, learns: boolean): boolean {
    const { polarity, pointsDown, lead } = this;
    if (learns && up + down > 0) polarity[lead]! += MEMORY * ((up - down) / (up + down) - polarity[lead]!);
    if (polarity[lead]! < TURNS_DOWN) pointsDown[lead] = 1;
    else if (polarity[lead]! > TURNS_UP) pointsDown[lead] = 0;
    return pointsDown[lead] === 1 ? up > down * POLARITY_BIAS : up * POLARITY_BIAS >= down;
  }

  private chooseLead(working: number, learns: boolean): number {
    const { score, leads, envelope, timing } = this;
    const count = leads.length;
    const base = (Math.floor(working / timing.hop) & leads[0]!.hopMask) * count;
    let best = this.usual;
    let bestNow = 0;
    for (let l = 0; l < count; l++) {
      const weight = envelope.weights[base + l]!;
      if (learns) score[l]! += MEMORY * (weight - score[l]!);
      if (weight > envelope.weights[base + bestNow]!) bestNow = l;
      if (score[l]! > score[best]!) best = l;
    }
    if (learns && score[best]! > score[this.usual]! * LEAD_BIAS) this.usual = best;
    const stays = envelope.weights[base + this.usual]! * DISTURBED_BIAS >= envelope.weights[base + bestNow]!;
    return stays ? this.usual : bestNow;
  }

  private baselineAround(lead: LeadEnvelope, centre: number): number {
    const { sorted } = this;
    const reach = Math.round(BASELINE_SECONDS * lead.rate);
    const step = Math.max(1, Math.ceil((2 * reach + 1) / MEDIAN_SAMPLES));
    let count = 0;
    for (let k = Math.max(0, centre - reach), end = Math.min(lead.received - 1, centre + reach); k <= end; k += step) {
      const value = lead.raw[k & lead.rawMask]!;
      if (value === MISSING_SAMPLE) continue;
      let at = count++;
      while (at > 0 && sorted[at - 1]! > value) {
        sorted[at] = sorted[at - 1]!;
        at--;
      }
      sorted[at] = value;
    }
    return count > 0 ? sorted[count >> 1]! : 0;
  }
}
