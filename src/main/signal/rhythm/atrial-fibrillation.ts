import type { RhythmThresholds } from '../../../shared/rhythm-thresholds.ts';
import type { RhythmColumns } from './beat-sequence.ts';
import { irregularity } from './irregularity.ts';

/** Beats in atrial fibrillation: 1 in `mark`, and how sure that is, 0.5 … 1. */
export interface Fibrillation {
  readonly mark: Uint8Array;
  readonly confidence: Float32Array;
}

/** Fewer intervals than this tell no irregularity. */
const FEWEST_INTERVALS = 8;
/** Irregularity beyond the threshold at which the odds are e to one. */
const CONFIDENCE_SCALE = 0.03;
/** A recording shorter than an episode has to last is judged if it fibrillates for this share of it. */
const MOSTLY = 0.7;

/**
 * Atrial fibrillation from the irregularity of the intervals alone, with hysteresis: it begins where they are clearly
 * irregular and ends where they are clearly not. Flutter with changing conduction, multifocal atrial tachycardia and very
 * frequent atrial ectopy may look the same.
 * @param probability Of atrial fibrillation anywhere in the recording, by a model that looked at all of it
 */
export function fibrillation(columns: RhythmColumns, thresholds: RhythmThresholds, probability?: number): Fibrillation {
  const mark = new Uint8Array(columns.count);
  const confidence = new Float32Array(columns.count);
  const { row, index } = irregularity(columns);
  if (row.length < FEWEST_INTERVALS) return { mark, confidence };
  let inside = false;
  for (let at = 0; at < row.length; at++) {
    const beat = row[at]!;
    const previous = at > 0 ? row[at - 1]! : beat - 1;
    const joined = inside && isConnected(columns, previous, beat);
    inside = index[at]! >= leastIndex(inside, thresholds, probability);
    if (!inside) continue;
    mark.fill(1, joined ? previous : beat - 1, beat + 1);
    const sure = 1 / (1 + Math.exp((thresholds.fibrillationContinues - index[at]!) / CONFIDENCE_SCALE));
    confidence.fill(sure, joined ? previous + 1 : beat - 1, beat + 1);
  }
  dropShort(columns, mark, thresholds.fibrillationSeconds);
  return { mark, confidence };
}

/**
 * Probabilities at which a model is sure of fibrillation, and that there is none. On the 434 recordings of PTB-XL at hand
 * (folds 1–9, most of them trained on) 6 of 11 in fibrillation are told with them and 2 others; by the intervals alone 5 and 3.
 */
const SURE = 0.6;
const SURELY_NOT = 0.05;

/** A model that is sure makes it easier or harder for the intervals to convince. */
function leastIndex(inside: boolean, thresholds: RhythmThresholds, probability = Number.NaN): number {
  if (probability < SURELY_NOT) return Infinity;
  return inside || probability >= SURE ? thresholds.fibrillationContinues : thresholds.fibrillationIrregularity;
}

/** Whether no unreadable stretch lies between two beats. */
function isConnected({ interval }: RhythmColumns, from: number, to: number): boolean {
  for (let i = from + 1; i <= to; i++) if (Number.isNaN(interval[i]!)) return false;
  return true;
}

function dropShort({ sample, rate, count }: RhythmColumns, mark: Uint8Array, seconds: number): void {
  const whole = (sample[count - 1]! - sample[0]!) / rate;
  for (let from = 0; from < count; from++) {
    if (mark[from] === 0) continue;
    let to = from;
    while (to < count && mark[to] === 1) to++;
    if ((sample[to - 1]! - sample[from]!) / rate < Math.min(seconds, MOSTLY * whole)) mark.fill(0, from, to);
    from = to;
  }
}
