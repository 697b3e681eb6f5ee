import type { Lead } from '../../shared/recording.ts';
import type { RecordingEntry } from '../library/recordings.ts';
import type { SignalStore } from '../library/signal-store.ts';

/** Signal that is read from the library at a time, in seconds. */
const BLOCK_SECONDS = 20;

/** A lead that may show the heart's beats, and its index in the recording. */
export interface EcgLead {
  readonly index: number;
  readonly lead: Lead;
}

/** Below it a QRS of 80 ms falls between fewer than four samples: what is found there are not beats. */
const MIN_ECG_RATE = 50;

const ECG_UNIT = /^(n|u|µ|μ|m)?v$/i;

/**
 * The leads that are voltages, hold samples and are sampled fast enough: pressures and respiration have beats of another
 * kind, and a trend of voltages has none.
 */
export const ecgLeads = ({ leads }: Pick<RecordingEntry, 'leads'>): EcgLead[] =>
  leads.flatMap((lead, index) => {
    const isEcg = ECG_UNIT.test(lead.unit.trim()) && lead.samples > 0 && lead.rate >= MIN_ECG_RATE;
    return isEcg ? [{ index, lead }] : [];
  });

/** The leads in blocks, each block over the same stretch of time in all of them. `between` is awaited before each. */
export async function* recordingBlocks(
  signals: SignalStore,
  recording: RecordingEntry,
  leads: readonly EcgLead[],
  between: () => Promise<void>,
): AsyncGenerator<readonly Int32Array[], void, undefined> {
  const seconds = recording.samples / recording.rate;
  for (let from = 0; from < seconds; from += BLOCK_SECONDS) {
    await between();
    const to = from + BLOCK_SECONDS;
    yield leads.map(({ index, lead }) => {
      const end = to >= seconds ? lead.samples : Math.round(to * lead.rate);
      return signals.readSamples(recording.id, index, Math.round(from * lead.rate), end);
    });
  }
}
