import type { LeadInfo } from '../../../shared/contract/library.ts';
import type { LeadWindow } from '../../../shared/contract/signal.ts';
import type { LimbWeights } from '../../../shared/leads.ts';
import { MISSING_SAMPLE } from '../../../shared/recording.ts';
import { millivoltsPer } from './lead-sources.ts';
import { type SignalSource, TileRuns } from './tile-runs.ts';

/**
 * A limb lead computed sample by sample from I and II. It is kept in half steps of lead I (`gain` is twice that of I,
 * baseline 0), so that Goldberger's halves stay integers where both leads have the same gain.
 */
export class DerivedLead {
  /** Integer steps per millivolt; zero is 0. */
  readonly gain: number;
  readonly #leadI: number;
  readonly #leadII: number;
  readonly #weightI: number;
  readonly #weightII: number;
  readonly #zeroI: number;
  readonly #zeroII: number;
  readonly #ratio: number;
  readonly #runsI = new TileRuns();
  readonly #runsII = new TileRuns();
  /** What was derived from each window of I, with the window of II it was derived from. */
  readonly #derived = new WeakMap<LeadWindow, { readonly from: LeadWindow; readonly window: LeadWindow }>();

  constructor(leadI: number, leadII: number, weights: LimbWeights, leads: readonly LeadInfo[]) {
    const I = leads[leadI]!;
    const II = leads[leadII]!;
    const stepsI = I.gain / (millivoltsPer(I.unit) ?? 1);
    const stepsII = II.gain / (millivoltsPer(II.unit) ?? 1);
    this.gain = 2 * stepsI;
    this.#leadI = leadI;
    this.#leadII = leadII;
    this.#weightI = 2 * weights.I;
    this.#weightII = 2 * weights.II;
    this.#zeroI = I.baseline;
    this.#zeroII = II.baseline;
    this.#ratio = stepsI / stepsII;
  }

  /** As `SignalSource.collect`; stretches where either lead is on its way, or only known as an envelope, are undefined. */
  collect(source: SignalSource, from: number, to: number, samplesPerPixel: number, runs: TileRuns): void {
    source.collect(this.#leadI, from, to, samplesPerPixel, this.#runsI);
    source.collect(this.#leadII, from, to, samplesPerPixel, this.#runsII);
    runs.clear();
    const one = this.#runsI;
    const other = this.#runsII;
    for (let i = 0, j = 0; i < one.count && j < other.count;) {
      const start = Math.max(one.from[i]!, other.from[j]!);
      const stop = Math.min(one.to[i]!, other.to[j]!);
      if (start < stop) runs.add(this.#windowOf(one.windows[i], other.windows[j]), start, stop);
      if (one.to[i]! <= stop) i++;
      if (other.to[j]! <= stop) j++;
    }
  }

  #windowOf(I: LeadWindow | undefined, II: LeadWindow | undefined): LeadWindow | undefined {
    if (I?.kind !== 'samples' || II?.kind !== 'samples') return undefined;
    const known = this.#derived.get(I);
    if (known?.from === II) return known.window;
    const window = this.#derive(I, II);
    this.#derived.set(I, { from: II, window });
    return window;
  }

  #derive(I: LeadWindow, II: LeadWindow): LeadWindow {
    const start = Math.max(I.start, II.start);
    const length = Math.max(0, Math.min(I.start + I.values.length, II.start + II.values.length) - start);
    const filtered = I.filtered || II.filtered;
    const values = filtered ? new Float32Array(length) : new Int32Array(length);
    for (let index = 0; index < length; index++) {
      const a = I.values[start - I.start + index]!;
      const b = II.values[start - II.start + index]!;
      if (isMissing(a) || isMissing(b)) {
        values[index] = filtered ? NaN : MISSING_SAMPLE;
      } else {
        const sum = this.#weightI * (a - this.#zeroI) + this.#weightII * (b - this.#zeroII) * this.#ratio;
        values[index] = filtered ? sum : Math.round(sum);
      }
    }
    return { lead: I.lead, kind: 'samples', start, step: 1, values, filtered };
  }
}

/** Missing as stored, or once filtered. */
export const isMissing = (value: number): boolean => value === MISSING_SAMPLE || Number.isNaN(value);
