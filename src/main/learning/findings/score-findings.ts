/** How well one finding is told: over the records of which it is known. */
export interface FindingScore {
  readonly finding: string;
  readonly records: number;
  readonly positives: number;
  /** Area under the receiver operating characteristic; NaN where all records are alike. */
  readonly auroc: number;
  /** At a probability of one half, as shares. */
  readonly sensitivity: number;
  readonly predictivity: number;
  readonly f1: number;
  /** Share of the commoner answer: what a constant one would reach. */
  readonly majorityShare: number;
}

export interface FindingsReport {
  readonly perFinding: readonly FindingScore[];
  /** Mean of the areas of the named group that exist. */
  readonly macroAuroc: number;
}

/**
 * Probability that a positive is ranked above a negative, ties counting half (Mann and Whitney 1947; Hanley and McNeil
 * 1982). NaN without both.
 * @param truth 1 or 0; anything else leaves the record out
 */
export function auroc(truth: ArrayLike<number>, score: ArrayLike<number>): number {
  const order = Array.from({ length: truth.length }, (_, i) => i).filter((i) => truth[i] === 0 || truth[i] === 1);
  order.sort((a, b) => score[a]! - score[b]!);
  let positives = 0;
  let rankSum = 0;
  for (let first = 0; first < order.length;) {
    let last = first;
    while (last + 1 < order.length && score[order[last + 1]!] === score[order[first]!]) last++;
    const rank = (first + last) / 2 + 1;
    for (let at = first; at <= last; at++) {
      if (truth[order[at]!] !== 1) continue;
      positives++;
      rankSum += rank;
    }
    first = last + 1;
  }
  const negatives = order.length - positives;
  if (positives === 0 || negatives === 0) return NaN;
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}

/**
 * @param targets per record, 1, 0 or NaN for each finding
 * @param probabilities per record, for each finding
 * @param macro the findings whose areas are averaged
 */
export function scoreFindings(
  findings: readonly string[],
  targets: readonly Float32Array[],
  probabilities: readonly Float32Array[],
  macro: readonly string[],
): FindingsReport {
  const perFinding = findings.map((finding, index) => {
    const truth = targets.map((row) => row[index]!);
    const score = probabilities.map((row) => row[index]!);
    return scoreFinding(finding, truth, score);
  });
  const areas = perFinding.flatMap(({ finding, auroc: area }) =>
    macro.includes(finding) && !Number.isNaN(area) ? [area] : [],
  );
  return { perFinding, macroAuroc: areas.reduce((sum, area) => sum + area, 0) / areas.length };
}

function scoreFinding(finding: string, truth: readonly number[], score: readonly number[]): FindingScore {
  let records = 0;
  let positives = 0;
  let called = 0;
  let hits = 0;
  for (const [index, value] of truth.entries()) {
    if (Number.isNaN(value)) continue;
    records++;
    const isCalled = score[index]! >= 0.5;
    if (value === 1) positives++;
    if (isCalled) called++;
    if (isCalled && value === 1) hits++;
  }
  return {
    finding,
    records,
    positives,
    auroc: auroc(truth, score),
    sensitivity: hits / positives,
    predictivity: hits / called,
    f1: (2 * hits) / (positives + called),
    majorityShare: Math.max(positives, records - positives) / records,
  };
}
