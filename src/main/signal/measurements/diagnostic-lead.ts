import { displayFilter } from '../filters/display-filter.ts';

/** A lead as it is measured: millivolts at the rate of the measurement, missing samples as NaN. */
export interface DiagnosticLead {
  readonly name: string;
  readonly values: Float32Array;
}

/** The integers of a lead, with all that they mean. */
export interface StoredLead {
  readonly samples: Int32Array;
  /** Samples a second of this lead. */
  readonly rate: number;
  /** Integer steps per unit, and the integer that stands for zero. */
  readonly gain: number;
  readonly baseline: number;
  /** Millivolts per unit. */
  readonly millivolts: number;
}

/**
 * Upper corner of the diagnostic band of adults: 150 Hz (Kligfield et al. 2007, AHA/ACC/HRS part I, doi
 * 10.1161/CIRCULATIONAHA.106.180200). The lower one, 0.05 Hz, is what the recorder did: every beat is levelled for
 * itself, and a further high-pass would only bend the ends of ten seconds.
 */
const DIAGNOSTIC_BAND = { highpass: 0, lowpass: 150, notch: 0 } as const;

/**
 * A stretch of a lead in millivolts in the diagnostic band, at `rate`: between samples of a slower lead lies a straight
 * line.
 */
export function diagnosticValues(lead: StoredLead, rate: number): Float32Array {
  const gain = lead.millivolts / (lead.gain === 0 ? 1 : lead.gain);
  const own = displayFilter(lead.samples, lead.rate, DIAGNOSTIC_BAND);
  for (let i = 0; i < own.length; i++) own[i] = (own[i]! - lead.baseline) * gain;
  if (lead.rate === rate) return own;
  const out = new Float32Array(Math.floor((own.length * rate) / lead.rate));
  for (let i = 0; i < out.length; i++) {
    const at = (i * lead.rate) / rate;
    const before = Math.min(own.length - 1, Math.floor(at));
    const after = Math.min(own.length - 1, before + 1);
    out[i] = own[before]! + (own[after]! - own[before]!) * (at - before);
  }
  return out;
}
