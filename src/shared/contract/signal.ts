import * as z from 'zod';
import { call } from '../rpc/contract.ts';
import { Count, Float32, Id, Int32, SampleIndex } from './columns.ts';

/** What is shown of the signal's band. Zero-phase; measurements never use it. */
export const DisplayFilter = z.object({
  /** High-pass corner in Hz. */
  highpass: z.union([z.literal(0), z.literal(0.05), z.literal(0.5), z.literal(0.67)]),
  /** Low-pass corner in Hz; 0 for none. */
  lowpass: z.union([z.literal(0), z.literal(150), z.literal(100), z.literal(40)]),
  /** Mains notch in Hz; 0 for none. */
  notch: z.union([z.literal(0), z.literal(50), z.literal(60)]),
});
export type DisplayFilter = z.infer<typeof DisplayFilter>;

/**
 * A stretch of one lead, in the integers of the file (`physical = (value − baseline) / gain`); filtered values are
 * fractions of the same integers. Missing samples are MISSING_SAMPLE, or NaN once filtered.
 * `samples`: `values[i]` is lead sample `start + i`.
 * `envelope`: `values[2i]` and `values[2i+1]` are minimum and maximum of lead samples `[start + i·step, start + (i+1)·step)`.
 */
export const LeadWindow = z.object({
  lead: Count,
  kind: z.enum(['samples', 'envelope']),
  start: SampleIndex,
  step: z.number().int().positive(),
  values: z.union([Int32, Float32]),
  filtered: z.boolean(),
});
export type LeadWindow = z.infer<typeof LeadWindow>;

export const signalContract = {
  /**
   * Samples of the given leads that cover base-rate samples [from, to), clipped to the recording; as an envelope where
   * there are more than 4 samples to each of `columns` pixels. The display filter applies up to 5 minutes of signal;
   * longer windows come unfiltered and say so.
   */
  'signal.window': call(
    z.object({
      recordingId: Id,
      leads: z.array(Count).max(64),
      from: SampleIndex,
      to: SampleIndex,
      columns: z.number().int().min(1).max(16_384),
      filter: DisplayFilter.optional(),
    }),
    z.object({ leads: z.array(LeadWindow) }),
  ),
} as const;
