import type { LeadInfo } from '../../../shared/contract/library.ts';
import { DerivedLead, isMissing } from './derived-lead.ts';
import { millivoltsPer, type TraceLead } from './lead-sources.ts';
import type { SignalSource, TileRuns } from './tile-runs.ts';
import { strings } from '../language/strings.ts';

/** A trace with everything the painter needs to know of it, resolved once per layout. */
export class DrawnLead {
  readonly trace: TraceLead;
  /** Leads of the recording this trace is drawn from. */
  readonly sources: readonly number[];
  /** Base-rate samples to one sample of this lead. */
  readonly baseSamplesPerSample: number;
  /** −1 for a lead that is drawn upside down. */
  readonly sign: 1 | -1;
  /** True where the gain in mm/mV applies. */
  readonly isVoltage: boolean;
  readonly #lead: LeadInfo | undefined;
  readonly #derived: DerivedLead | undefined;
  /** Integer steps to a millivolt; to 10 mm of paper for units that are no voltage, once there is something to fit. */
  #steps: number | undefined;
  #note = '';

  constructor(trace: TraceLead, leads: readonly LeadInfo[], baseRate: number) {
    this.trace = trace;
    this.sign = trace.kind !== 'absent' && trace.inverted === true ? -1 : 1;
    switch (trace.kind) {
      case 'recorded': {
        const lead = leads[trace.lead]!;
        const millivolts = millivoltsPer(lead.unit);
        this.sources = [trace.lead];
        this.baseSamplesPerSample = baseRate / lead.rate;
        this.isVoltage = millivolts !== undefined;
        this.#lead = lead;
        if (millivolts !== undefined) this.#steps = lead.gain / millivolts;
        if (lead.uncalibrated === true) this.#note = strings.drawn.uncalibrated;
        break;
      }
      case 'derived':
        this.sources = [trace.leadI, trace.leadII];
        this.baseSamplesPerSample = baseRate / leads[trace.leadI]!.rate;
        this.isVoltage = true;
        this.#derived = new DerivedLead(trace.leadI, trace.leadII, trace.weights, leads);
        this.#steps = this.#derived.gain;
        this.#note = strings.drawn.derived;
        break;
      case 'absent':
        this.sources = [];
        this.baseSamplesPerSample = 1;
        this.isVoltage = false;
        this.#note = strings.drawn.notRecorded;
        break;
    }
  }

  /** Integer steps to a millivolt, or undefined where the trace is no voltage. */
  get stepsPerMillivolt(): number | undefined {
    return this.isVoltage ? this.#steps : undefined;
  }

  /** The integer that is zero volts. */
  get zero(): number {
    return this.#lead?.baseline ?? 0;
  }

  /** What stands beside the lead's name: `derived`, `not recorded`, a scale of its own; empty for an ordinary lead. */
  get note(): string {
    return this.#note;
  }

  collect(source: SignalSource, from: number, to: number, samplesPerPixel: number, runs: TileRuns): void {
    if (this.trace.kind === 'recorded') source.collect(this.trace.lead, from, to, samplesPerPixel, runs);
    else if (this.#derived) this.#derived.collect(source, from, to, samplesPerPixel, runs);
    else runs.clear();
  }

  /** Millimetres per integer step at a gain in mm/mV; 0 while nothing is known to scale by. */
  millimetresPerStep(gain: number, runs: TileRuns, rowMillimetres: number): number {
    if (this.#lead && !this.isVoltage) this.#steps ??= this.#fit(this.#lead, runs, rowMillimetres);
    if (this.#steps === undefined) return 0;
    return (this.isVoltage ? gain : 10) / this.#steps;
  }

  /** Pressures, breaths and the like have no mm/mV: a round scale that fits the row, said beside the name. */
  #fit({ gain, unit }: LeadInfo, runs: TileRuns, rowMillimetres: number): number | undefined {
    let low = Infinity;
    let high = -Infinity;
    for (let run = 0; run < runs.count; run++) {
      for (const value of runs.windows[run]?.values ?? []) {
        if (isMissing(value)) continue;
        if (value < low) low = value;
        if (value > high) high = value;
      }
    }
    if (low > high) return undefined;
    const least = (10 * Math.max(high - low, 1)) / gain / Math.max(1, rowMillimetres);
    const power = 10 ** Math.floor(Math.log10(least));
    const factor = [1, 2, 5].find((step) => step * power >= least) ?? 10;
    const round = factor * power;
    this.#note = `10 mm = ${String(Number(round.toPrecision(2)))} ${unit}`;
    return round * gain;
  }
}
