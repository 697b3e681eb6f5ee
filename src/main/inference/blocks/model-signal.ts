import { MISSING_SAMPLE, type Lead } from '../../../shared/recording.ts';
import { ModelBandRange, type SampleRange } from '../../nat/inputs/model-band.ts';
import { type EcgLead, millivoltsOf, type RecordingSource } from '../reading/recording-source.ts';

/** A stretch of one lead with all that bringing it into the model's band needs: as it may be sent to another thread. */
export interface RequestedLead {
  readonly lead: Pick<Lead, 'name' | 'rate' | 'samples' | 'gain' | 'baseline' | 'unit'>;
  /** The stretch at 250 Hz. */
  readonly range: SampleRange;
  /** The samples that this needs. */
  readonly raw: Int32Array<ArrayBuffer>;
}

export function requestLead(source: RecordingSource, { index, lead }: EcgLead, range: SampleRange): RequestedLead {
  const { needed } = new ModelBandRange(lead.samples, lead.rate, range);
  const { name, rate, samples, gain, baseline, unit } = lead;
  return {
    lead: { name, rate, samples, gain, baseline, unit },
    range,
    raw: source.readSamples(index, needed.from, needed.to),
  };
}

/** The stretch in millivolts in the model's band; zero where the lead has not begun or has ended. */
export function modelSignal({ lead, range, raw }: RequestedLead): Float32Array {
  const scale = millivoltsOf(lead) / (lead.gain === 0 ? 1 : lead.gain);
  const physical = new Float32Array(raw.length);
  for (let i = 0; i < raw.length; i++) {
    physical[i] = raw[i] === MISSING_SAMPLE ? NaN : (raw[i]! - lead.baseline) * scale;
  }
  const signal = new Float32Array(range.to - range.from);
  const known = new ModelBandRange(lead.samples, lead.rate, range).read(physical);
  if (known.length > 0) signal.set(known, Math.max(0, -range.from));
  return signal;
}
