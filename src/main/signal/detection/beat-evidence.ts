import type { Candidates } from './candidates.ts';
import type { FlankSteepness } from './flank-steepness.ts';
import type { Timing } from './timing.ts';

/** A higher candidate so long before may be the QRS complex whose T wave this one is, in seconds. */
const T_WAVE_SECONDS = 0.42;
/** Before a higher candidate so soon after, the first look takes this one for a P wave or the complex's own start. */
const ONSET_SECONDS = 0.3;
/** How many RR intervals on each side make the expected RR interval. */
const RR_REACH = 8;

/*
 * The log-odds that a candidate is a beat are a sum of five terms. Weights of height, noise, T wave and prematurity are
 * those of a logistic regression over all candidates of 26 records of the MIT-BIH Arrhythmia Database and 52 of the
 * Supraventricular one, rounded; either database alone gives weights that do as well on the other. The steepness term was
 * set as high as it could be without costing beats there: neither database holds a complete AV block, where free P waves
 * are what a detector by height and noise fails on.
 */
const BIAS = 0.4;
/** Height above what P waves reach, as the logarithm of units of a typical QRS. */
const HEIGHT_WEIGHT = 3.5;
const HEIGHT_OFFSET = 0.1;
const HEIGHT_LEAST = 0.002;
/** Logarithm of the envelope between beats: the threshold rises with noise (Pan & Tompkins 1985). */
const NOISE_WEIGHT = -4.6;
const NOISE_OFFSET = 0.04;
/** Logarithm of how much higher something stood shortly before: a T wave. */
const AFTER_HIGHER_WEIGHT = -1.6;
/** Logarithm of how much less steep it is than the record's beats, beyond what these differ by: a P or T wave. */
const FLAT_WEIGHT = 4;
const FLAT_FROM = -0.25;
const FLAT_LEAST = -2.5;
/** It counts in full up to the first height and not at all from the second: wide ventricular beats are tall and not steep. */
const FLAT_FULL_HEIGHT = 0.35;
const FLAT_NO_HEIGHT = 0.7;
/** Octaves by which the nearer neighbour is nearer than an RR interval: what falls between two regular beats. */
const PREMATURE_WEIGHT = 4.9;
/** Above this height coming early counts less: ventricular runs are faster than the rhythm they interrupt. */
const PREMATURE_HEIGHT = 0.3;

/** The first look must be surer, since its beats tell the rhythm the second look goes by. */
const FIRST_LOOK_BIAS = -4.5;
const BEFORE_HIGHER_WEIGHT = -10;
/** From so clear and so tall a candidate on steepness is learnt. */
const CLEAR = 3;
const TALL = 0.6;

/** Judges candidates in two looks: each by itself and its surroundings, then in the rhythm of those that passed. */
export class BeatEvidence {
  private readonly candidates: Candidates;
  private readonly steepness: FlankSteepness;
  private readonly tWave: number;
  private readonly onset: number;
  /** Working samples of what passed the first look, in order. */
  private readonly beats: Int32Array;
  private beatCount = 0;
  private readonly sorted = new Float64Array(2 * RR_REACH);

  constructor(candidates: Candidates, steepness: FlankSteepness, timing: Timing) {
    this.candidates = candidates;
    this.steepness = steepness;
    this.beats = new Int32Array(candidates.mask + 1);
    this.tWave = T_WAVE_SECONDS * timing.workingRate;
    this.onset = ONSET_SECONDS * timing.workingRate;
  }

  /** The first look at a leading candidate: its height, the noise around it, what stands higher nearby, its flanks. */
  look(index: number, noise: number): void {
    const { candidates } = this;
    const { at, height, mask } = candidates;
    const slot = index & mask;
    const time = at[slot]!;
    const own = height[slot]!;
    let before = own;
    const oldest = Math.max(0, candidates.count - mask);
    for (let i = index - 1; i >= oldest && time - at[i & mask]! < this.tWave; i--) {
      if (height[i & mask]! > before && candidates.leads(i)) before = height[i & mask]!;
    }
    let after = own;
    for (let i = index + 1; i < candidates.count && at[i & mask]! - time < this.onset; i++) {
      if (height[i & mask]! > after && candidates.leads(i)) after = height[i & mask]!;
    }
    const steepness = this.steepness.at(time);
    const flat = Math.max(FLAT_LEAST, Math.min(0, this.steepness.relative(steepness) - FLAT_FROM));
    const small = Math.min(1, Math.max(0, (FLAT_NO_HEIGHT - own) / (FLAT_NO_HEIGHT - FLAT_FULL_HEIGHT)));
    const evidence =
      BIAS +
      HEIGHT_WEIGHT * Math.log(Math.max(HEIGHT_LEAST, own - HEIGHT_OFFSET)) +
      NOISE_WEIGHT * Math.log(noise + NOISE_OFFSET) +
      AFTER_HIGHER_WEIGHT * Math.log(before / own) +
      FLAT_WEIGHT * small * flat;
    candidates.evidence[slot] = evidence;
    if (evidence > CLEAR && own > TALL) this.steepness.learn(steepness);
    const sure = evidence + FIRST_LOOK_BIAS + BEFORE_HIGHER_WEIGHT * Math.log(after / own) > 0;
    if (sure) this.beats[this.beatCount++ & mask] = time;
  }

  /** The second look, at the rhythm: whether the candidate would come too soon after one beat or before another. */
  lookAtRhythm(index: number): number {
    const { candidates, beats, beatCount } = this;
    const { at, mask } = candidates;
    const slot = index & mask;
    const time = at[slot]!;
    const oldest = Math.max(0, beatCount - mask);
    let here = beatCount;
    while (here > oldest && beats[(here - 1) & mask]! >= time) here--;
    const expected = this.expectedInterval(here, oldest);
    const next = here < beatCount && beats[here & mask] === time ? here + 1 : here;
    const before = here > oldest ? time - beats[(here - 1) & mask]! : 0;
    const after = next < beatCount ? beats[next & mask]! - time : 0;
    const nearest = Math.min(before > 0 ? before : expected, after > 0 ? after : expected);
    if (nearest < expected) {
      const weight = PREMATURE_WEIGHT / (1 + Math.max(0, candidates.height[slot]! - PREMATURE_HEIGHT));
      candidates.evidence[slot]! += weight * Math.log2(nearest / expected);
    }
    return candidates.evidence[slot]!;
  }

  /** Median of the intervals between the beats around; 0 where there are none. */
  private expectedInterval(here: number, oldest: number): number {
    const { beats, beatCount, sorted } = this;
    const mask = this.candidates.mask;
    let count = 0;
    const to = Math.min(beatCount - 1, here + RR_REACH);
    for (let i = Math.max(oldest, here - RR_REACH); i < to; i++) {
      const interval = beats[(i + 1) & mask]! - beats[i & mask]!;
      let slot = count++;
      while (slot > 0 && sorted[slot - 1]! > interval) {
        sorted[slot] = sorted[slot - 1]!;
        slot--;
      }
      sorted[slot] = interval;
    }
    if (count === 0) return 0;
    return (sorted[(count - 1) >> 1]! + sorted[count >> 1]!) / 2;
  }
}
