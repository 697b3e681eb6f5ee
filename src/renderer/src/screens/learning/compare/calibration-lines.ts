import type { CalibrationCurve } from '../../../../../shared/contract/learning.ts';
import type { ChartLine } from '../charts/line-chart.ts';

/** Fewer cases than this say nothing of a share. */
const FEWEST_CASES = 5;

/** Two curves over the probabilities either of them has, with the diagonal on which stated and observed are the same. */
export function calibrationLines(
  candidate: CalibrationCurve,
  incumbent: CalibrationCurve,
  names: { readonly candidate: string; readonly incumbent: string },
): { readonly x: Float64Array; readonly lines: ChartLine[] } {
  const own = pointsOf(candidate);
  const other = pointsOf(incumbent);
  const x = Float64Array.from(new Set([0, 1, ...own.keys(), ...other.keys()])).sort();
  const column = (points: ReadonlyMap<number, number>): Float64Array =>
    x.map((stated) => points.get(stated) ?? Number.NaN);
  return {
    x,
    lines: [
      { name: names.candidate, colour: 'accent', points: 'filled', values: column(own) },
      { name: names.incumbent, colour: 'text', dash: [6, 3], points: 'hollow', values: column(other) },
      { name: '1 : 1', colour: 'quiet', dash: [2, 3], values: x },
    ],
  };
}

function pointsOf({ stated, observed, cases }: CalibrationCurve): Map<number, number> {
  const points = new Map<number, number>();
  for (const [bin, probability] of stated.entries()) {
    const share = observed[bin] ?? Number.NaN;
    if (Number.isFinite(probability) && Number.isFinite(share) && (cases[bin] ?? 0) >= FEWEST_CASES) {
      points.set(probability, share);
    }
  }
  return points;
}
