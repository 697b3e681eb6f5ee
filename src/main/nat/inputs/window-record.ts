import { standardLead } from '../../../shared/leads.ts';
import type { RecordingHeader } from '../../../shared/recording.ts';
import { LEAD_NAMES, WINDOW_SAMPLES } from '../model-config.ts';
import { quantileScale, SMALLEST_SCALE } from './window-scale.ts';

/** A short recording at the model's band: every lead 250 Hz, in its own unit, 0.67–40 Hz. */
export interface WindowRecord {
  readonly id: string;
  readonly leads: readonly Float32Array[];
  /** Index of each lead in LEAD_NAMES. */
  readonly leadName: Uint8Array;
}

/** LEAD_NAMES index of every lead; any name that is not a standard one counts as `other`. */
export const leadNameIndices = ({
  leads,
}: {
  readonly leads: readonly Pick<RecordingHeader['leads'][number], 'name'>[];
}): Uint8Array => Uint8Array.from(leads, ({ name }) => LEAD_NAMES.indexOf(standardLead(name) ?? 'other'));

/**
 * One scale for all leads of a window, so that their relative sizes stay: the largest of the leads' own.
 * @returns the factor to multiply with; 0 for a window without signal
 */
export function windowScale(leads: readonly Float32Array[], from: number): number {
  const largest = Math.max(
    0,
    ...leads.map((lead) => quantileScale(lead.subarray(Math.max(0, from), from + WINDOW_SAMPLES))),
  );
  return largest > SMALLEST_SCALE ? 1 / largest : 0;
}
