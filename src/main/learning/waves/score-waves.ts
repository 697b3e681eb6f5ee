import { MODEL_RATE } from '../../nat/inputs/model-band.ts';
import { type WaveMarks, WAVES } from '../../nat/outputs/wave-marks.ts';
import { annotatedSpan } from './wave-targets.ts';

/** Agreement on one kind of point, say QRS onsets, over all leads and records. */
export interface PointScore {
  readonly wave: string;
  readonly point: 'onset' | 'offset';
  readonly reference: number;
  readonly truePositives: number;
  readonly falsePositives: number;
  /** In percent. */
  readonly sensitivity: number;
  readonly predictivity: number;
  /** Found minus reference over the matched pairs, in milliseconds. */
  readonly meanError: number;
  readonly deviation: number;
}

/** Tolerances in milliseconds: the literature's, and one tight enough to tell good from fair. */
export const TOLERANCES = [150, 40] as const;

export interface LeadComparison {
  readonly reference: WaveMarks;
  readonly found: WaveMarks;
  /** First and last sample that were looked at; the reference outside is not scored. */
  readonly from: number;
  readonly to: number;
}

/**
 * Onsets and offsets of each wave, each point paired with at most one of the other side, nearest pairs first, within a
 * tolerance. Only the annotated span of a lead is scored: what is found outside it may be right and is no error.
 */
export function scoreWaves(leads: readonly LeadComparison[], toleranceMilliseconds: number): PointScore[] {
  return WAVES.slice(1).flatMap((wave, index) =>
    (['onset', 'offset'] as const).map((point) => scorePoints(leads, index + 1, point, wave, toleranceMilliseconds)),
  );
}

function scorePoints(
  leads: readonly LeadComparison[],
  wave: number,
  point: 'onset' | 'offset',
  name: string,
  toleranceMilliseconds: number,
): PointScore {
  const tolerance = (toleranceMilliseconds * MODEL_RATE) / 1000;
  const errors: number[] = [];
  let reference = 0;
  let falsePositives = 0;
  for (const lead of leads) {
    const span = annotatedSpan(lead.reference);
    if (!span) continue;
    const inside = (sample: number): boolean => sample >= lead.from && sample <= lead.to;
    const marks = pointsOf(lead.reference, wave, point).filter(inside);
    const found = pointsOf(lead.found, wave, point);
    const pairs = matchPoints(marks, found, tolerance);
    const matched = new Set(pairs.map(([, index]) => index));
    reference += marks.length;
    for (const [mark, index] of pairs) errors.push(((found[index]! - marks[mark]!) * 1000) / MODEL_RATE);
    falsePositives += found.filter((at, i) => !matched.has(i) && at >= span.from && at <= span.to).length;
  }
  const truePositives = errors.length;
  const meanError = errors.reduce((sum, error) => sum + error, 0) / truePositives;
  const squares = errors.reduce((sum, error) => sum + (error - meanError) ** 2, 0);
  return {
    wave: name,
    point,
    reference,
    truePositives,
    falsePositives,
    sensitivity: (100 * truePositives) / reference,
    predictivity: (100 * truePositives) / (truePositives + falsePositives),
    meanError,
    deviation: Math.sqrt(squares / Math.max(1, truePositives - 1)),
  };
}

const pointsOf = (marks: WaveMarks, wave: number, point: 'onset' | 'offset'): number[] =>
  Array.from(marks[point]).filter((_, index) => marks.wave[index] === wave);

/** Pairs of indices, nearest first, each index once, no farther apart than `tolerance`. */
export function matchPoints(
  reference: readonly number[],
  found: readonly number[],
  tolerance: number,
): (readonly [number, number])[] {
  const candidates = reference
    .flatMap((at, i) => found.map((other, j) => ({ i, j, distance: Math.abs(at - other) })))
    .filter(({ distance }) => distance <= tolerance)
    .sort((a, b) => a.distance - b.distance || a.i - b.i || a.j - b.j);
  const usedReference = new Set<number>();
  const usedFound = new Set<number>();
  const pairs: (readonly [number, number])[] = [];
  for (const { i, j } of candidates) {
    if (usedReference.has(i) || usedFound.has(j)) continue;
    usedReference.add(i);
    usedFound.add(j);
    pairs.push([i, j]);
  }
  return pairs;
}
