import { AAMI_CLASSES, annotationCode, isSameClass } from '../../../shared/annotation-codes.ts';
import type { AgreementWeek } from '../../../shared/contract/learning.ts';
import { adaptationOf, modelOf } from '../../../shared/makers.ts';
import type { AnswerWeek } from '../../library/learning-loop/answer-weeks.ts';

/** 97.5th percentile of the normal distribution. */
const Z = 1.96;
/** Fewer answers before a week say nothing of what is usual. */
const FEWEST_BEFORE = 30;

/** The 95 % interval of a share (Wilson, "Probable inference, the law of succession, and statistical inference", 1927). */
export function wilsonInterval(hits: number, of: number): { readonly low: number; readonly high: number } {
  if (of === 0) return { low: 0, high: 1 };
  const share = hits / of;
  const square = Z * Z;
  const middle = (share + square / (2 * of)) / (1 + square / of);
  const half = (Z * Math.sqrt((share * (1 - share)) / of + square / (4 * of * of))) / (1 + square / of);
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}

interface Tally {
  readonly week: string;
  readonly modelId: string;
  readonly aamiClass: AgreementWeek['aamiClass'];
  readonly blind: boolean;
  readonly adapted: boolean;
  asked: number;
  agreed: number;
}

/**
 * Agreement by week, model and class, blind answers apart from those given with the label in sight: seeing a label is
 * half agreeing with it. What a model said that was adapted to the recording is counted apart from what it says by itself.
 * A week is an alert where its whole interval lies below what was usual before.
 * @param answers oldest week first
 */
export function agreementWeeks(answers: readonly AnswerWeek[]): AgreementWeek[] {
  const tallies = new Map<string, Tally>();
  for (const { week, madeBy, sourceCode, givenCode, blind, count } of answers) {
    const adaptation = adaptationOf(madeBy);
    const adapted = adaptation !== undefined;
    const modelId = adaptation?.model ?? modelOf(madeBy);
    const own = AAMI_CLASSES.find((name) => name === annotationCode(sourceCode)?.aami);
    for (const aamiClass of own === undefined ? (['all'] as const) : (['all', own] as const)) {
      const key = [week, modelId, adapted, aamiClass, blind].join('\n');
      const tally = tallies.get(key) ?? { week, modelId, adapted, aamiClass, blind, asked: 0, agreed: 0 };
      tally.asked += count;
      if (isSameClass(sourceCode, givenCode)) tally.agreed += count;
      tallies.set(key, tally);
    }
  }
  const before = new Map<string, { asked: number; agreed: number }>();
  return [...tallies.values()].map((tally) => {
    const { week, aamiClass, blind, adapted, asked, agreed } = tally;
    // Whatever model it was: that a new one is agreed with less is what this is for.
    const key = `${aamiClass} ${blind} ${adapted}`;
    const earlier = before.get(`${key} ${week}`) ?? earlierThan(tallies.values(), tally);
    before.set(`${key} ${week}`, earlier);
    const usual = earlier.asked >= FEWEST_BEFORE ? earlier.agreed / earlier.asked : undefined;
    const interval = wilsonInterval(agreed, asked);
    return {
      ...tally,
      rate: agreed / asked,
      ...interval,
      ...(usual === undefined ? {} : { before: usual }),
      alert: usual !== undefined && interval.high < usual,
    };
  });
}

function earlierThan(
  tallies: Iterable<Tally>,
  { week, aamiClass, blind, adapted }: Tally,
): { asked: number; agreed: number } {
  const sum = { asked: 0, agreed: 0 };
  for (const one of tallies) {
    if (one.week >= week || one.aamiClass !== aamiClass) continue;
    if (one.blind !== blind || one.adapted !== adapted) continue;
    sum.asked += one.asked;
    sum.agreed += one.agreed;
  }
  return sum;
}
