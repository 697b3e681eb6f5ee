import type { Autonomic } from './autonomic.ts';
import { ElectrodeNoise } from './electrode-noise.ts';
import type { MeasuredLead } from './lead-field.ts';
import { Mains } from './mains.ts';
import { Random } from './random.ts';
import type { Scenario } from './scenario.ts';

/** Breathing is slower than 0.3 Hz: at this distance straight lines stay within 0.1 % of it. */
const BREATH_GRID_SECONDS = 0.05;

const LIMB_ELECTRODES = ['RA', 'LA', 'LL'] as const;

/**
 * Noise in the measured leads. It arises at the electrodes and is led off as the heart's signal is: I = LA − RA,
 * II = LL − RA, and each chest electrode against Wilson's terminal, the mean of the three limbs.
 */
export class LeadNoise {
  readonly #sources = new Map<string, { readonly noise: ElectrodeNoise; readonly samples: Float64Array }>();
  readonly #leads = new Map<MeasuredLead, Float64Array>();
  readonly #autonomic: Autonomic;
  readonly #mains: Mains | undefined;
  readonly #rate: number;
  readonly #breath: Float64Array;
  readonly #hum: Float64Array;

  constructor(scenario: Scenario, leads: readonly MeasuredLead[], autonomic: Autonomic, length: number) {
    const { noise, rate, seed } = scenario;
    this.#autonomic = autonomic;
    this.#rate = rate;
    this.#breath = new Float64Array(length);
    this.#hum = new Float64Array(length);
    this.#mains = noise.mains ? new Mains(new Random(seed, 'mains'), noise.mainsHertz ?? 50, rate) : undefined;
    const electrodes = [...LIMB_ELECTRODES, ...leads.filter((lead) => lead !== 'I' && lead !== 'II')];
    for (const name of electrodes) {
      const source = new ElectrodeNoise(name, seed, rate, noise, 1 / electrodes.length, length);
      this.#sources.set(name, { noise: source, samples: new Float64Array(length) });
    }
    for (const lead of leads) this.#leads.set(lead, new Float64Array(length));
  }

  /** Makes the noise of the next `count` samples, which follow on those before. */
  advance(start: number, count: number): void {
    this.#fillBreath(start, count);
    this.#mains?.fill(this.#hum, start, count);
    for (const { noise, samples } of this.#sources.values()) noise.fill(samples, this.#breath, this.#hum, count);
    const right = this.#at('RA');
    const left = this.#at('LA');
    const foot = this.#at('LL');
    for (const [lead, out] of this.#leads) {
      if (lead === 'I') for (let n = 0; n < count; n++) out[n] = left[n]! - right[n]!;
      else if (lead === 'II') for (let n = 0; n < count; n++) out[n] = foot[n]! - right[n]!;
      else {
        const chest = this.#at(lead);
        for (let n = 0; n < count; n++) out[n] = chest[n]! - (left[n]! + right[n]! + foot[n]!) / 3;
      }
    }
  }

  #fillBreath(start: number, count: number): void {
    const step = Math.ceil(BREATH_GRID_SECONDS * this.#rate);
    let next = start;
    let value = 0;
    let slope = 0;
    for (let n = 0; n < count; n++) {
      const sample = start + n;
      if (sample === next) {
        const grid = Math.floor(sample / step) * step;
        const left = this.#autonomic.breath(grid / this.#rate);
        slope = (this.#autonomic.breath((grid + step) / this.#rate) - left) / step;
        value = left - slope * grid;
        next = grid + step;
      }
      this.#breath[n] = value + slope * sample;
    }
  }

  /** The lead's noise in mV; valid until the next `advance`. */
  of(lead: MeasuredLead): Float64Array {
    return this.#leads.get(lead) ?? NO_SAMPLES;
  }

  #at(electrode: string): Float64Array {
    return this.#sources.get(electrode)?.samples ?? NO_SAMPLES;
  }
}

const NO_SAMPLES = new Float64Array(0);
