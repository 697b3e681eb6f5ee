import { annotationCode } from '../../../shared/annotation-codes.ts';
import { BeatComparison } from './beat-likeness.ts';
import type { DiagnosticLead } from './diagnostic-lead.ts';
import { medianOf } from './median.ts';

/** Beats of a stretch, in the order of time. */
export interface MeasuredBeats {
  /** At the rate of the measurement, from the beginning of the stretch. */
  readonly sample: Int32Array;
  /** WFDB codes. */
  readonly code: Uint8Array;
}

/** Beats less alike than this are of another kind, or disturbed; the middle of what is used to group beats by shape. */
const LEAST_CORRELATION = 0.9;
/** Beats that are tried as the pattern of all others. */
const MOST_PATTERNS = 16;

/**
 * The beats that a representative beat is made of: of the class most beats have (AAMI), those whose QRS complex is like
 * most others', with their marks moved so that the complexes lie over each other. A beat that is cut by an end of the
 * stretch is left out.
 * @returns rows of `beats`, and for each the sample of its fiducial mark
 */
export function dominantBeats(
  leads: readonly DiagnosticLead[],
  { sample, code }: MeasuredBeats,
  rate: number,
): { readonly row: Int32Array; readonly fiducial: Int32Array } {
  const comparison = new BeatComparison(leads, rate);
  const whole = Array.from(sample.keys()).filter((row) => comparison.holds(sample[row]!));
  const rows = mostFrequent(whole, (row) => annotationCode(code[row]!)?.aami ?? 'Q');
  let best: Group = { row: [], fiducial: [], likeness: -2 };
  for (const pattern of spread(rows, MOST_PATTERNS)) {
    const group = alike(comparison, sample, rows, pattern);
    if (group.row.length > best.row.length || (isEqual(group, best) && group.likeness > best.likeness)) best = group;
  }
  return { row: Int32Array.from(best.row), fiducial: Int32Array.from(best.fiducial) };
}

interface Group {
  readonly row: number[];
  readonly fiducial: number[];
  /** Median correlation of the pattern with its group. */
  readonly likeness: number;
}

const isEqual = (one: Group, other: Group): boolean => one.row.length === other.row.length;

function alike(comparison: BeatComparison, sample: Int32Array, rows: readonly number[], pattern: number): Group {
  const row: number[] = [];
  const fiducial: number[] = [];
  const likeness: number[] = [];
  for (const each of rows) {
    const { correlation, shift } = comparison.compare(sample[pattern]!, sample[each]!);
    if (correlation < LEAST_CORRELATION) continue;
    row.push(each);
    fiducial.push(sample[each]! + shift);
    likeness.push(correlation);
  }
  return { row, fiducial, likeness: medianOf(likeness) };
}

/** The rows of the most frequent kind; of kinds equally frequent the one that comes first. */
function mostFrequent(rows: readonly number[], kind: (row: number) => string): number[] {
  const byKind = Map.groupBy(rows, kind);
  let most: number[] = [];
  for (const some of byKind.values()) if (some.length > most.length) most = some;
  return most;
}

/** At most so many of some rows, at equal distances. */
function spread(rows: readonly number[], most: number): readonly number[] {
  if (rows.length <= most) return rows;
  return Array.from({ length: most }, (_, index) => rows[Math.floor(((index + 0.5) * rows.length) / most)]!);
}
