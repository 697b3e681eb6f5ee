import * as z from 'zod';
import {
  isCounted,
  RHYTHM_THRESHOLD_NAMES,
  RHYTHM_THRESHOLDS,
  type RhythmThresholdName,
} from '../rhythm-thresholds.ts';

type Each<T> = Record<RhythmThresholdName, T>;

/** Thresholds that differ from their defaults, each within its bounds. */
export const RhythmThresholdChanges = z.object(
  Object.fromEntries(
    RHYTHM_THRESHOLD_NAMES.map((name) => {
      const { least, most } = RHYTHM_THRESHOLDS[name];
      const number = isCounted(name) ? z.int() : z.number();
      return [name, number.min(least).max(most).optional()];
    }),
  ) as Each<z.ZodOptional<z.ZodNumber>>,
);

/** Thresholds that were used; those of an earlier version may lack some, or lie outside of today's bounds. */
export const UsedThresholds = z.object(
  Object.fromEntries(RHYTHM_THRESHOLD_NAMES.map((name) => [name, z.number().optional()])) as Each<
    z.ZodOptional<z.ZodNumber>
  >,
);
