import * as z from 'zod';
import { call } from '../rpc/contract.ts';
import { Count, Float32, Id, SampleIndex } from './columns.ts';

const Milliseconds = z.number();
const Millivolts = z.number();
const Degrees = z.number();

/** Where the waves begin and end, in milliseconds from the fiducial mark of the representative beat. */
export const WaveBounds = z.object({
  pOnset: Milliseconds.optional(),
  pOffset: Milliseconds.optional(),
  qrsOnset: Milliseconds.optional(),
  qrsOffset: Milliseconds.optional(),
  tOnset: Milliseconds.optional(),
  tOffset: Milliseconds.optional(),
});
export type WaveBounds = z.infer<typeof WaveBounds>;

/** Amplitudes of one lead, from the level just before the QRS complex. */
export const MeasuredLead = z.object({
  name: z.string(),
  /** Computed from leads I and II. */
  derived: z.boolean(),
  /** Heights of the R wave and depth of the S wave, both ≥ 0. */
  r: Millivolts.optional(),
  s: Millivolts.optional(),
  /** Level at the end of the QRS complex and 60 and 80 ms after it. */
  j: Millivolts.optional(),
  st60: Millivolts.optional(),
  st80: Millivolts.optional(),
});
export type MeasuredLead = z.infer<typeof MeasuredLead>;

/** The representative beat: the median of the beats of the dominant kind. */
export const MedianBeat = z.object({
  /** Columns a second, columns of a lead, and how many of them lie before the fiducial mark. */
  rate: z.number().positive(),
  columns: Count,
  before: Count,
  /** Leads (in the order of `leads`) × columns, row-major, in millivolts; NaN where the signal is missing. */
  values: Float32,
});
export type MedianBeat = z.infer<typeof MedianBeat>;

/** QT corrected for the heart rate, by four formulae. */
export const CorrectedQt = z.object({
  bazett: Milliseconds,
  fridericia: Milliseconds,
  framingham: Milliseconds,
  hodges: Milliseconds,
});
export type CorrectedQt = z.infer<typeof CorrectedQt>;

/**
 * What is measured on a stretch of a recording. Whatever cannot be told is absent, never zero. All of it is automatic and
 * unconfirmed; of the diagnostic band, whatever filter the screen shows.
 */
export const Measurements = z.object({
  /** The model that marked the waves; absent where there is none, and with it every interval but RR. */
  markedBy: z.string().optional(),
  /** The stretch measured, in samples of the recording. */
  from: SampleIndex,
  to: SampleIndex,
  /** Beats in the stretch, and those of the dominant kind that the representative beat is made of. */
  beats: Count,
  usedBeats: Count,
  /** Beats a minute, by the mean RR interval of all beats. */
  ventricularRate: z.number().optional(),
  rr: Milliseconds.optional(),
  p: Milliseconds.optional(),
  pr: Milliseconds.optional(),
  qrs: Milliseconds.optional(),
  qt: Milliseconds.optional(),
  qtc: CorrectedQt.optional(),
  axes: z.object({ p: Degrees.optional(), qrs: Degrees.optional(), t: Degrees.optional() }),
  /** S of V1 and the larger R of V5 and V6. */
  sokolowLyon: Millivolts.optional(),
  /** In the order of the standard leads, others after them. */
  leads: z.array(MeasuredLead),
  median: MedianBeat.optional(),
  bounds: WaveBounds,
});
export type Measurements = z.infer<typeof Measurements>;

export const measurementsContract = {
  /**
   * Measures a recording of up to a minute as a whole, of a longer one the ten seconds around a sample, by the beats of a
   * set as they stand: what a reader has corrected counts.
   * @throws `not-found` | `unsupported` where no lead shows an ECG
   */
  'measurements.of': call(
    z.object({ recordingId: Id, setId: Id, /** Of a long recording. */ around: SampleIndex.optional() }),
    Measurements,
  ),
} as const;
