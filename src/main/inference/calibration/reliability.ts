import type { Cases } from './fit-calibration.ts';

/** Cases whose probability lies in the same bin. */
export interface ReliabilityBin {
  readonly from: number;
  readonly to: number;
  readonly cases: number;
  /** Mean probability that was stated; NaN for an empty bin. */
  readonly stated: number;
  /** Share of what was stated that is true; NaN for an empty bin. */
  readonly observed: number;
}

/** How far stated probabilities can be taken as frequencies. */
export interface Reliability {
  readonly bins: readonly ReliabilityBin[];
  /** Mean distance of stated and observed over the bins, weighted by cases (Naeini et al. 2015). */
  readonly expectedError: number;
  /** Mean square of the distance to the truth (Brier 1950); of exclusive classes the sum over classes. */
  readonly brier: number;
  /** Mean negative logarithm of the probability of what is true. */
  readonly logLoss: number;
  readonly cases: number;
}

const BINS = 10;

/** Statements with a probability each, and whether they are true. */
interface Statements {
  readonly probability: readonly number[];
  readonly isTrue: readonly boolean[];
}

/** Of exclusive classes, what is shown to a reader: the probability of the class that is most probable. */
export function reliabilityOfShown(cases: Cases): Reliability {
  const { classes, probabilities, truth } = cases;
  const shown = { probability: [] as number[], isTrue: [] as boolean[] };
  for (let row = 0; row < truth.length; row += classes.length) {
    if (Number.isNaN(truth[row])) continue;
    let best = 0;
    for (let c = 1; c < classes.length; c++) if (probabilities[row + c]! > probabilities[row + best]!) best = c;
    shown.probability.push(probabilities[row + best]!);
    shown.isTrue.push(truth[row + best] === 1);
  }
  return reliability(shown, cases);
}

/** One class against all others, or one statement. @param index of the class */
export function reliabilityOfClass({ classes, probabilities, truth }: Cases, index: number): Reliability {
  const own = { probability: [] as number[], isTrue: [] as boolean[] };
  for (let at = index; at < truth.length; at += classes.length) {
    if (Number.isNaN(truth[at])) continue;
    own.probability.push(probabilities[at]!);
    own.isTrue.push(truth[at] === 1);
  }
  return reliability(own);
}

/** @param exclusive the rows to take Brier score and log loss of, where they are not those of the statements alone */
function reliability({ probability, isTrue }: Statements, exclusive?: Cases): Reliability {
  const sums = Array.from({ length: BINS }, () => ({ cases: 0, stated: 0, observed: 0 }));
  let brier = 0;
  let logLoss = 0;
  for (const [i, stated] of probability.entries()) {
    const bin = sums[Math.min(BINS - 1, Math.floor(stated * BINS))]!;
    const observed = isTrue[i] ? 1 : 0;
    bin.cases++;
    bin.stated += stated;
    bin.observed += observed;
    brier += (stated - observed) ** 2;
    logLoss -= Math.log(Math.max(1e-12, isTrue[i] ? stated : 1 - stated));
  }
  const cases = probability.length;
  if (exclusive) [brier, logLoss] = exclusiveLosses(exclusive);
  return {
    bins: sums.map(({ cases: count, stated, observed }, bin) => ({
      from: bin / BINS,
      to: (bin + 1) / BINS,
      cases: count,
      stated: stated / count,
      observed: observed / count,
    })),
    expectedError: sums.reduce((sum, { stated, observed }) => sum + Math.abs(stated - observed), 0) / cases,
    brier: brier / cases,
    logLoss: logLoss / cases,
    cases,
  };
}

function exclusiveLosses({ classes, probabilities, truth }: Cases): [brier: number, logLoss: number] {
  let brier = 0;
  let logLoss = 0;
  for (let row = 0; row < truth.length; row += classes.length) {
    if (Number.isNaN(truth[row])) continue;
    for (let c = 0; c < classes.length; c++) {
      brier += (probabilities[row + c]! - truth[row + c]!) ** 2;
      if (truth[row + c] === 1) logLoss -= Math.log(Math.max(1e-12, probabilities[row + c]!));
    }
  }
  return [brier, logLoss];
}
