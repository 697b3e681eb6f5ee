import type { CombinedEnvelope } from './combined-envelope.ts';
import { powerOfTwoAtLeast, HISTORY_SECONDS, type Timing } from './timing.ts';

/** A candidate is the largest value of the combined envelope within this time on both sides, in seconds. */
const PEAK_REACH_SECONDS = 0.06;
/** Peaks below this share of a typical QRS are not looked at. */
const FLOOR = 0.05;
/** No two beats are nearer than this, in seconds: 300 beats a minute (refractory time of Pan & Tompkins 1985). */
export const REFRACTORY_SECONDS = 0.2;

const UNDECIDED = 0;
const LEADING = 1;
const SUBORDINATE = 2;

/** The peaks of the combined envelope, in order of time, as columns of a ring that holds the last half minute. */
export class Candidates {
  /** Absolute working sample. */
  readonly at: Int32Array;
  readonly height: Float32Array;
  /** Log-odds that the candidate is a beat: from itself, then with the rhythm around it. */
  readonly evidence: Float32Array;
  readonly mask: number;
  /** Candidates found so far; those before `count − mask` are forgotten. */
  count = 0;
  private readonly status: Uint8Array;
  private readonly envelope: CombinedEnvelope;
  private readonly reach: number;
  private readonly refractory: number;
  private scanned = 0;

  constructor(envelope: CombinedEnvelope, timing: Timing) {
    this.envelope = envelope;
    this.reach = Math.max(1, Math.round(PEAK_REACH_SECONDS * timing.workingRate));
    this.refractory = REFRACTORY_SECONDS * timing.workingRate;
    const capacity = powerOfTwoAtLeast(HISTORY_SECONDS / PEAK_REACH_SECONDS);
    this.at = new Int32Array(capacity);
    this.height = new Float32Array(capacity);
    this.evidence = new Float32Array(capacity);
    this.status = new Uint8Array(capacity);
    this.mask = capacity - 1;
  }

  /** Finds the peaks in what has been combined since the last call; `end` is where the signal ends, if it has. */
  scan(end?: number): void {
    const { envelope, reach, mask } = this;
    const { values, mask: valueMask } = envelope;
    const last = end ?? envelope.ready;
    const stop = end ?? envelope.ready - reach;
    for (let k = this.scanned; k < stop; k++) {
      const value = values[k & valueMask]!;
      // Beside a stretch without signal the envelope is cut off: what looks like a peak there is none.
      if (value < FLOOR || values[(k - 1) & valueMask] === 0 || values[(k + 1) & valueMask] === 0) continue;
      let highest = true;
      for (let i = Math.max(0, k - reach); highest && i < k; i++) highest = values[i & valueMask]! < value;
      for (let i = Math.min(last - 1, k + reach); highest && i > k; i--) highest = values[i & valueMask]! <= value;
      if (!highest) continue;
      const slot = this.count++ & mask;
      this.at[slot] = k;
      this.height[slot] = value;
      this.status[slot] = UNDECIDED;
    }
    this.scanned = Math.max(this.scanned, stop);
  }

  /**
   * Whether a candidate leads its neighbourhood: no higher leading candidate within the refractory time. A candidate next
   * to a higher one that itself yields to a still higher one does lead (as in `gqrs`, G. Moody).
   */
  leads(index: number): boolean {
    const slot = index & this.mask;
    if (this.status[slot] === UNDECIDED) this.status[slot] = this.yields(index) ? SUBORDINATE : LEADING;
    return this.status[slot] === LEADING;
  }

  private yields(index: number): boolean {
    const { at, height, mask, refractory } = this;
    const time = at[index & mask]!;
    const own = height[index & mask]!;
    const oldest = Math.max(0, this.count - mask);
    for (let i = index - 1; i >= oldest && time - at[i & mask]! < refractory; i--) {
      if (height[i & mask]! >= own && this.leads(i)) return true;
    }
    for (let i = index + 1; i < this.count && at[i & mask]! - time < refractory; i++) {
      if (height[i & mask]! > own && this.leads(i)) return true;
    }
    return false;
  }
}
