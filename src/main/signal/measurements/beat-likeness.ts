import type { DiagnosticLead } from './diagnostic-lead.ts';

/** What is compared of a beat: a wide QRS complex wherever in it the mark lies, in seconds before and after the mark. */
const BEFORE_SECONDS = 0.12;
const AFTER_SECONDS = 0.16;
/** Marks of beats of one kind lie no further apart than this: annotators and detectors differ. */
const REACH_SECONDS = 0.05;
/** Less known of a comparison than this is not worth one. */
const LEAST_KNOWN = 0.5;

export interface BeatLikeness {
  /** Over all leads, each about its own mean; −1 … 1, or −2 where too much is missing. */
  readonly correlation: number;
  /** Samples to move the mark of the second beat by so that it lies in the same place as that of the first. */
  readonly shift: number;
}

/** Compares the QRS complexes of two beats over all leads at the shift at which they are most alike. */
export class BeatComparison {
  readonly #leads: readonly Float32Array[];
  readonly #before: number;
  readonly #length: number;
  readonly #reach: number;

  constructor(leads: readonly DiagnosticLead[], rate: number) {
    this.#leads = leads.map(({ values }) => values);
    this.#before = Math.round(BEFORE_SECONDS * rate);
    this.#length = this.#before + Math.round(AFTER_SECONDS * rate);
    this.#reach = Math.round(REACH_SECONDS * rate);
  }

  /** Whether all that is compared of the beat at a sample lies within the signal. */
  holds(at: number): boolean {
    const length = this.#leads[0]?.length ?? 0;
    return at - this.#before >= 0 && at - this.#before + this.#length <= length;
  }

  compare(first: number, second: number): BeatLikeness {
    let best: BeatLikeness = { correlation: -2, shift: 0 };
    for (let step = 0; step <= 2 * this.#reach; step++) {
      // The smallest shift first: of several that are equally good it is taken.
      const shift = step % 2 === 1 ? (step + 1) >> 1 : -(step >> 1);
      if (!this.holds(second + shift)) continue;
      const correlation = this.#correlation(first, second + shift);
      if (correlation > best.correlation) best = { correlation, shift };
    }
    return best;
  }

  /** Sums of squares are those of all leads together: large complexes count more than small ones, as they should. */
  #correlation(first: number, second: number): number {
    let product = 0;
    let own = 0;
    let other = 0;
    let known = 0;
    for (const lead of this.#leads) {
      let n = 0;
      let x = 0;
      let y = 0;
      let xx = 0;
      let yy = 0;
      let xy = 0;
      for (let i = 0; i < this.#length; i++) {
        const a = lead[first - this.#before + i]!;
        const b = lead[second - this.#before + i]!;
        const ab = a * b;
        if (Number.isNaN(ab)) continue;
        n++;
        x += a;
        y += b;
        xx += a * a;
        yy += b * b;
        xy += ab;
      }
      if (n === 0) continue;
      known += n;
      product += xy - (x * y) / n;
      own += xx - (x * x) / n;
      other += yy - (y * y) / n;
    }
    if (known < LEAST_KNOWN * this.#length * this.#leads.length) return -2;
    return own > 0 && other > 0 ? product / Math.sqrt(own * other) : -2;
  }
}
