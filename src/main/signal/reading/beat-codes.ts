import { codeOfMnemonic } from '../../../shared/annotation-codes.ts';
import { type BeatFamilies, beatFamilies, NO_FAMILY } from './beat-families.ts';
import { beatMeasures } from './beat-measures.ts';
import { fibrillatingBeats } from './irregular-rhythm.ts';
import { type RrContext, rrContext } from './rr-context.ts';
import type { ShapeColumns } from './shape-columns.ts';
import { ShapeComparison } from './shape-comparison.ts';
import {
  ABRUPT,
  ARTEFACT_BEATS,
  CONDUCTED_CORRELATION,
  DUE_BEFORE,
  DUE_BEHIND,
  FEWEST_BEATS,
  LEAST_DETECTION,
  PREMATURE,
  PREMATURE_SPREADS,
  VENTRICULAR_SCORE,
  VENTRICULAR_SCORE_WHEN_FEW,
} from './thresholds.ts';
import { ventricularScores } from './ventricular-score.ts';

const NORMAL = codeOfMnemonic('N')?.code ?? 1;
const VENTRICULAR = codeOfMnemonic('V')?.code ?? 5;
const ATRIAL = codeOfMnemonic('A')?.code ?? 8;

/** The kind of every beat. */
export interface BeatCodes {
  readonly code: Uint8Array;
  /** How sure the kind is, 0 … 1. */
  readonly confidence: Float32Array;
}

/** Says of every beat whether it is ventricular (V), atrial premature (A) or neither (N). */
export function beatCodes(columns: ShapeColumns, rate: number): BeatCodes {
  const { count } = columns;
  const sample = columns.sample.subarray(0, count);
  const comparison = new ShapeComparison(columns);
  const families = beatFamilies(comparison, count, columns.leads);
  const allIntervals = rrContext(sample, rate);
  const measures = beatMeasures(columns, comparison, families, allIntervals);
  const scores = ventricularScores(families, measures, allIntervals);

  const least = count < FEWEST_BEATS ? VENTRICULAR_SCORE_WHEN_FEW : VENTRICULAR_SCORE;
  const sizes = familySizes(families);
  const ventricular = Uint8Array.from(scores, (score, row) => {
    if (!(score > least)) return 0;
    const doubtful = columns.confidence[row]! < LEAST_DETECTION || isDue(row, allIntervals);
    return doubtful && sizes[families.family[row]!]! <= ARTEFACT_BEATS ? 0 : 1;
  });
  const fibrillating = fibrillatingBeats(sample, rate, allIntervals, ventricular);
  const canBeAtrial = Uint8Array.from(ventricular, (mark, row) =>
    count >= FEWEST_BEATS &&
    mark === 0 &&
    fibrillating[row] === 0 &&
    !(measures.correlation[row]! < CONDUCTED_CORRELATION)
      ? 1
      : 0,
  );
  // Atrial beats are told from the rhythm without ventricular ones, then again from that without either.
  let rr = rrContext(
    sample,
    rate,
    ventricular.map((mark) => 1 - mark),
  );
  let early = prematurity(rr, ventricular, canBeAtrial, 0);
  rr = rrContext(
    sample,
    rate,
    ventricular.map((mark, row) => (mark === 0 && early[row] === 0 ? 1 : 0)),
  );
  early = prematurity(rr, ventricular, canBeAtrial, PREMATURE_SPREADS);

  const code = new Uint8Array(count).fill(NORMAL);
  const confidence = new Float32Array(count);
  for (let row = 0; row < count; row++) {
    const notVentricular = 1 / (1 + Math.exp(scores[row]! - least));
    if (ventricular[row] === 1) code[row] = VENTRICULAR;
    else if (early[row]! > 0) code[row] = ATRIAL;
    // A beat that scored and was not called ventricular for another reason is as doubtful as can be.
    const other = Math.max(0.5, notVentricular) * (early[row]! || 1);
    const kind = code[row] === VENTRICULAR ? 1 - notVentricular : other;
    confidence[row] = columns.confidence[row]! * kind;
  }
  return { code, confidence };
}

function familySizes({ family, count }: BeatFamilies): Int32Array {
  const sizes = new Int32Array(count);
  for (const each of family) if (each !== NO_FAMILY) sizes[each]!++;
  return sizes;
}

/** Whether a beat comes no earlier than due and no pause follows; an interval that is not known says nothing against it. */
function isDue(row: number, { before, after, usual }: RrContext): boolean {
  const early = Math.log2(usual[row]! / before[row]!) > DUE_BEFORE;
  const pause = Math.log2(after[row]! / usual[row]!) > DUE_BEHIND;
  return !early && !pause;
}

/** How surely each beat comes early and abruptly, 0.5 … 1; 0 where it does not. */
function prematurity(
  { before, usual, spread }: RrContext,
  ventricular: Uint8Array,
  possible: Uint8Array,
  spreads: number,
): Float32Array {
  const early = new Float32Array(before.length);
  for (let row = 1; row < before.length; row++) {
    const share = before[row]! / usual[row]!;
    // The beat after a ventricular one stands in its shadow: around an interpolated beat both intervals are short.
    if (possible[row] === 0 || !(share <= PREMATURE) || ventricular[row - 1] === 1) continue;
    const inRun = early[row - 1]! > 0;
    if (usual[row]! - before[row]! < spreads * spread[row]!) continue;
    if (!inRun && row > 1 && before[row]! > ABRUPT * before[row - 1]!) continue;
    early[row] = 0.5 + 0.5 * Math.min(1, (PREMATURE - share) / 0.2);
  }
  return early;
}
