import type { BeatBatch } from '../../signal/detect-beats.ts';
import { firstAtOrAfter } from '../../nat/inputs/first-at-or-after.ts';

/** Stretches in which the leads' weights are kept apart. */
interface Stretch {
  readonly fromSample: number;
  readonly toSample: number;
}

/** The beats of a recording while they are being detected, as growing columns; whoever needs more of them can wait. */
export class FoundBeats {
  /** All beats before this sample are known. */
  reachedSample = 0;
  #count = 0;
  #sample = new Int32Array(4096);
  #lead = new Uint8Array(4096);
  readonly #stretches: readonly Stretch[];
  /** Sums of the leads' weights per stretch. */
  readonly #weights: readonly Float64Array[];
  #ended: { readonly thrown?: unknown } | undefined;
  readonly #waiting = new Set<() => void>();

  /** @param stretches ascending, without gaps */
  constructor(stretches: readonly Stretch[], leads: number) {
    this.#stretches = stretches;
    this.#weights = stretches.map(() => new Float64Array(leads));
  }

  /** Samples at which there are beats, so far; a view that more beats may leave behind. */
  get sample(): Int32Array {
    return this.#sample.subarray(0, this.#count);
  }
  /** The lead each was placed by. */
  get lead(): Uint8Array {
    return this.#lead.subarray(0, this.#count);
  }
  get ended(): boolean {
    return this.#ended !== undefined;
  }

  add({ to, sample, lead }: Pick<BeatBatch, 'to' | 'sample' | 'lead'>): void {
    if (this.#count + sample.length > this.#sample.length) {
      const size = 2 * (this.#count + sample.length);
      const [samples, leads] = [new Int32Array(size), new Uint8Array(size)];
      samples.set(this.sample);
      leads.set(this.lead);
      this.#sample = samples;
      this.#lead = leads;
    }
    this.#sample.set(sample, this.#count);
    this.#lead.set(lead, this.#count);
    this.#count += sample.length;
    this.reachedSample = to;
    this.#wake();
  }

  /** Takes what the leads weighed in finding some beats, before these are added. */
  weigh({ from, to, leadWeight }: Pick<BeatBatch, 'from' | 'to' | 'leadWeight'>): void {
    const middle = (from + to) / 2;
    const stretch = this.#stretches.findIndex(({ toSample }) => middle < toSample);
    leadWeight.forEach((weight, index) => (this.#weights.at(stretch)![index]! += weight * (to - from)));
  }

  /** All beats are known, or no more can be found. */
  end(outcome: { readonly thrown?: unknown } = {}): void {
    this.#ended ??= outcome;
    this.#wake();
  }

  /** Resolves when all beats before a sample are known. @throws what ended the detection before */
  async reached(sample: number): Promise<void> {
    while (this.reachedSample < sample && !this.#ended) {
      await new Promise<void>((resolve) => this.#waiting.add(resolve));
    }
    if (this.#ended && 'thrown' in this.#ended) throw this.#ended.thrown;
  }

  /** How much each lead weighed in finding the beats of a stretch; sums to anything. */
  weightsOf(stretch: number): Float64Array {
    return this.#weights[stretch]!;
  }

  /** Rows [first, last) of the beats in samples [from, to). */
  rows(from: number, to: number): { readonly first: number; readonly last: number } {
    return { first: firstAtOrAfter(this.sample, from), last: firstAtOrAfter(this.sample, to) };
  }

  #wake(): void {
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
  }
}
