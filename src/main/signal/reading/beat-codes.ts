import { codeOfMnemonic } from '../../../shared/annotation-codes.ts';
import { type BeatFamilies, beatFamilies } from './beat-families.ts';
import { beatMeasures } from './beat-measures.ts';
import { fibrillatingBeats } from './irregular-rhythm.ts';
import { type RrContext, rrContext } from './rr-context.ts';
import type { ShapeColumns } from './shape-columns.ts';
import { ShapeComparison } from './shape-comparison.ts';
import {
  ABRUPT,
  CONDUCTED_CORRELATION,
  FEWEST_BEATS,
  PREMATURE,
  VENTRICULAR_SCORE,
  VENTRICULAR_SCORE_WHEN_FEW,
} from './thresholds.ts';
import { ventricularScores } from './ventricular-score.ts';

const NORMAL = codeOfMnemonic('N')?.code ?? 1;
const VENTRICULAR = codeOfMnemonic('V')?.code ?? 5;
const ATRIAL = codeOfMnemonic('A')?.code ?? 8;

/** The kind of every beat, and what the rhythm is told from. */
export interface BeatCodes {
  readonly code: Uint8Array;
  /** How sure the kind is, 0 … 1. */
  readonly confidence: Float32Array;
  /** 1 for ventricular beats. */
  readonly ventricular: Uint8Array;
  /** 1 for beats in atrial fibrillation. */
  readonly fibrillating: Uint8Array;
  readonly rr: RrContext;
}

/** Says of every beat whether it is ventricular (V), atrial premature (A) or neither (N). */
export function beatCodes(columns: ShapeColumns, rate: number): BeatCodes {
  const { count } = columns;
  const sample = columns.sample.subarray(0, count);
  const comparison = new ShapeComparison(columns);
  const families: BeatFamilies = beatFamilies(comparison, count, columns.leads);
  const allIntervals = rrContext(sample, rate);
  const measures = beatMeasures(columns, comparison, families, allIntervals);
  const scores = ventricularScores(families, measures, allIntervals);

  const least = count < FEWEST_BEATS ? VENTRICULAR_SCORE_WHEN_FEW : VENTRICULAR_SCORE;
  const ventricular = Uint8Array.from(scores, (score) => (score > least ? 1 : 0));
  const fibrillating = fibrillatingBeats(sample, rate, allIntervals, ventricular);
  const rr = rrContext(
    sample,
    rate,
    ventricular.map((mark) => 1 - mark),
  );

  const code = new Uint8Array(count).fill(NORMAL);
  const confidence = new Float32Array(count);
  for (let row = 0; row < count; row++) {
    const detected = columns.confidence[row]!;
    const notVentricular = 1 / (1 + Math.exp(scores[row]! - least));
    if (ventricular[row] === 1) {
      code[row] = VENTRICULAR;
      confidence[row] = detected * (1 - notVentricular);
      continue;
    }
    const early = fibrillating[row] === 1 ? 0 : earliness(row, rr, ventricular, code);
    const conducted = !(measures.correlation[row]! < CONDUCTED_CORRELATION);
    if (early > 0 && conducted && count >= FEWEST_BEATS) {
      code[row] = ATRIAL;
      confidence[row] = detected * notVentricular * early;
    } else confidence[row] = detected * notVentricular;
  }
  return { code, confidence, ventricular, fibrillating, rr };
}

/** How surely a beat comes early and abruptly, 0.5 … 1; 0 when it does not. */
function earliness(row: number, { before, usual }: RrContext, ventricular: Uint8Array, code: Uint8Array): number {
  const share = before[row]! / usual[row]!;
  // The beat after a ventricular one stands in its shadow: interpolated beats make both intervals short.
  if (!(share <= PREMATURE) || ventricular[row - 1] === 1) return 0;
  const follows = code[row - 1] === ATRIAL;
  if (!follows && row > 1 && before[row]! > ABRUPT * before[row - 1]!) return 0;
  return 0.5 + 0.5 * Math.min(1, (PREMATURE - share) / 0.2);
}
