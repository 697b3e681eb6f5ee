import { leadBatch, leadFeeds, placeWindow, windowStarts } from '../../nat/inputs/lead-batch.ts';
import type { WindowRecord } from '../../nat/inputs/window-record.ts';
import { WINDOW_SAMPLES } from '../../nat/model-config.ts';

/** Leads beyond are not looked at: the model has learnt from twelve. */
export const MOST_LEADS = 12;
/** Longer recordings are seen in windows that share half of their length. */
const OVERLAP = WINDOW_SAMPLES >> 1;

/** Runs the findings model on windows of several leads; what `run` is fed is of this size, always. */
export interface FindingsSession {
  readonly windows: number;
  /** Slots; recordings of more leads show it their first ones. */
  readonly leads: number;
  /** @returns `probabilities` [windows, findings] */
  run(feeds: Readonly<Record<string, Float32Array>>): Promise<Readonly<Record<string, Float32Array>>>;
}

/** A recording in the model's band: leads at 250 Hz, of one length, with their LEAD_NAMES indices. */
export type FindingsRecording = Pick<WindowRecord, 'leads' | 'leadName'>;

/** A window of a recording, and the leads that show anything there. */
interface WindowJob {
  readonly recording: number;
  readonly from: number;
  readonly order: readonly number[];
}

/**
 * What the model says of whole recordings: the probability of each finding, averaged over a recording's windows. All
 * leads of a window share one scale, flat ones are left out, the residual is empty. Windows of several recordings share
 * a batch; no window changes what is said of another.
 * @returns per recording its probabilities, not calibrated; none where no lead shows anything
 */
export async function predictFindings(
  session: FindingsSession,
  recordings: readonly FindingsRecording[],
): Promise<(Float32Array | undefined)[]> {
  const jobs = recordings.flatMap((each, index) => windowJobs(each, index, session.leads));
  const batch = leadBatch(session.windows, session.leads);
  const sums: (Float32Array | undefined)[] = recordings.map(() => undefined);
  const windows = new Uint32Array(recordings.length);
  for (let at = 0; at < jobs.length; at += session.windows) {
    const some = jobs.slice(at, at + session.windows);
    for (let slot = 0; slot < session.windows; slot++) {
      const { recording, from, order } = some[slot] ?? some[0]!;
      placeWindow(batch, slot, recordings[recording]!, from, order, 'window');
    }
    const { probabilities } = await session.run(leadFeeds(batch));
    if (!probabilities) throw new Error('the findings model gave no probabilities');
    const findings = probabilities.length / session.windows;
    for (const [slot, { recording }] of some.entries()) {
      const sum = (sums[recording] ??= new Float32Array(findings));
      for (let i = 0; i < findings; i++) sum[i]! += probabilities[slot * findings + i]!;
      windows[recording]!++;
    }
  }
  return sums.map((sum, recording) => sum?.map((value) => value / windows[recording]!));
}

function windowJobs({ leads }: FindingsRecording, recording: number, slots: number): WindowJob[] {
  const starts = windowStarts(leads[0]?.length ?? 0, OVERLAP);
  return starts.flatMap((from) => {
    const shown = leads.flatMap((lead, index) => (isFlat(lead, from) ? [] : [index]));
    const order = shown.slice(0, Math.min(slots, MOST_LEADS));
    return order.length > 0 ? [{ recording, from, order }] : [];
  });
}

const isFlat = (lead: Float32Array, from: number): boolean =>
  lead.subarray(Math.max(0, from), from + WINDOW_SAMPLES).every((value) => Math.abs(value) < FLAT);

/** In the lead's unit (mV): below what any recorder's last bit is worth, filtering a constant leaves less. */
const FLAT = 1e-5;
