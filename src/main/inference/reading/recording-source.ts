import type { Lead } from '../../../shared/recording.ts';

/** A recording as a reading sees it, wherever it is kept. */
export interface RecordingSource {
  /** Samples per second: the time base of all positions. */
  readonly rate: number;
  /** Length in samples at `rate`. */
  readonly samples: number;
  readonly leads: readonly Lead[];
  /** Samples [from, to) of a lead at its own rate, clipped to the lead. The array is the caller's. */
  readSamples(lead: number, from: number, to: number): Int32Array<ArrayBuffer>;
  /** How much of what was read last can be read again, in seconds; absent where everything can. */
  readonly keptSeconds?: number | undefined;
}

/** A lead that may show the heart's beats, and its index in the recording. */
export interface EcgLead {
  readonly index: number;
  readonly lead: Lead;
}

/** Below it a QRS of 80 ms falls between fewer than four samples: what is found there are not beats. */
const MIN_ECG_RATE = 50;

/** Millivolts per unit of voltage, by its prefix. */
const MILLIVOLTS: Readonly<Record<string, number>> = { '': 1e3, m: 1, u: 1e-3, µ: 1e-3, μ: 1e-3, n: 1e-6 };
const ECG_UNIT = /^(n|u|µ|μ|m)?v$/i;

/**
 * The leads that are voltages, hold samples and are sampled fast enough: pressures and respiration have beats of another
 * kind, and a trend of voltages has none.
 */
export const ecgLeads = ({ leads }: Pick<RecordingSource, 'leads'>): EcgLead[] =>
  leads.flatMap((lead, index) => {
    const isEcg = ECG_UNIT.test(lead.unit.trim()) && lead.samples > 0 && lead.rate >= MIN_ECG_RATE;
    return isEcg ? [{ index, lead }] : [];
  });

/** Millivolts that one unit of a lead of `ecgLeads` stands for. */
export const millivoltsOf = ({ unit }: Pick<Lead, 'unit'>): number =>
  MILLIVOLTS[(ECG_UNIT.exec(unit.trim())?.[1] ?? '').toLowerCase()] ?? 1;
