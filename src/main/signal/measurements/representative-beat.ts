import type { DiagnosticLead } from './diagnostic-lead.ts';
import { medianOf } from './median.ts';

/** Every beat is levelled here before the median is taken, in seconds from the mark: between P and QRS of most beats. */
const LEVEL_FROM_SECONDS = -0.11;
const LEVEL_TO_SECONDS = -0.06;
/** What is shown before and after the mark: so much of an RR interval, and no more than so many seconds. */
const BEFORE = { share: 0.4, most: 0.4 };
const AFTER = { share: 0.65, most: 0.7 };
/** The next beat's QRS complex begins no later than so long before its mark: it is no part of this one. */
const NEXT_BEAT_SECONDS = 0.1;

/** One beat for many, in millivolts, lead by lead. */
export interface RepresentativeBeat {
  readonly rate: number;
  readonly columns: number;
  /** Columns before the fiducial mark. */
  readonly before: number;
  /** Per lead `columns` values; NaN where no beat has signal. */
  readonly leads: readonly Float32Array[];
}

/**
 * The median of beats at every sample from their fiducial marks: unlike the mean it is moved neither by a disturbed beat nor
 * by one with another T wave. What is missing in a beat does not count. A beat counts up to the next one.
 * @param fiducial of the beats it is made of; @param all marks of every beat, ascending
 * @param interval usual RR interval in seconds
 */
export function representativeBeat(
  leads: readonly DiagnosticLead[],
  fiducial: Int32Array,
  all: Int32Array,
  interval: number,
  rate: number,
): RepresentativeBeat {
  const before = Math.round(Math.min(BEFORE.most, BEFORE.share * interval) * rate);
  const columns = before + Math.round(Math.min(AFTER.most, AFTER.share * interval) * rate) + 1;
  const ends = Array.from(fiducial, (at) => nextAfter(all, at + NEXT_BEAT_SECONDS * rate) - NEXT_BEAT_SECONDS * rate);
  const column = new Float64Array(fiducial.length);
  const shapes = leads.map(({ values }) => {
    const levels = Array.from(fiducial, (at) => levelOf(values, at, rate));
    return Float32Array.from({ length: columns }, (_, index) => {
      let known = 0;
      for (let beat = 0; beat < fiducial.length; beat++) {
        const at = fiducial[beat]! - before + index;
        const value = at < ends[beat]! ? (values[at] ?? Number.NaN) - levels[beat]! : Number.NaN;
        if (!Number.isNaN(value)) column[known++] = value;
      }
      return medianOf(column.subarray(0, known));
    });
  });
  return { rate, columns, before, leads: shapes };
}

/** Mean of what is known of the usual PR segment; where nothing is, of the whole beat before the mark. */
function levelOf(values: Float32Array, at: number, rate: number): number {
  const between = (from: number, to: number): number => meanOf(values, at + from * rate, at + to * rate);
  const level = between(LEVEL_FROM_SECONDS, LEVEL_TO_SECONDS);
  return Number.isNaN(level) ? between(-BEFORE.most, 0) : level;
}

/** Mean of the known values of samples [from, to), rounded; NaN where none is. */
export function meanOf(values: Float32Array, from: number, to: number): number {
  let sum = 0;
  let known = 0;
  const end = Math.min(values.length, Math.round(to));
  for (let at = Math.max(0, Math.round(from)); at < end; at++) {
    if (Number.isNaN(values[at]!)) continue;
    sum += values[at]!;
    known++;
  }
  return known > 0 ? sum / known : Number.NaN;
}

function nextAfter(ascending: Int32Array, at: number): number {
  for (const each of ascending) if (each > at) return each;
  return Infinity;
}
