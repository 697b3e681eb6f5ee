import { AAMI_CLASSES, annotationCode, isSameClass } from '../../../shared/annotation-codes.ts';
import type { AgreementFall, AgreementWeek } from '../../../shared/contract/learning.ts';
import { adaptationOf, modelOf } from '../../../shared/makers.ts';
import type { AnswerWeek } from '../../library/learning-loop/answer-weeks.ts';
import { type CountedWeek, type Fall, fallsOf } from './agreement-falls.ts';

/** 97.5th percentile of the normal distribution. */
const Z = 1.96;
/** Fewer answers before a week are not told as what is usual. */
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

/** Answers of one class and kind, whatever model was asked about: that a new one is agreed with less is what this is for. */
interface Series {
  readonly aamiClass: AgreementWeek['aamiClass'];
  readonly blind: boolean;
  readonly adapted: boolean;
  readonly weeks: CountedWeek[];
}

/**
 * Agreement by week, model and class, blind answers apart from those given with the label in sight: seeing a label is
 * half agreeing with it. What a model said that was adapted to the recording is counted apart from what it says by itself.
 * Weeks of a fall beyond chance are marked, and each fall that lasts is told once, however many classes and kinds of
 * answers show it.
 * @param answers oldest week first
 */
export function agreementOf(answers: readonly AnswerWeek[]): { weeks: AgreementWeek[]; falls: AgreementFall[] } {
  const tallies = talliesOf(answers);
  const series = seriesOf(tallies);
  const falls = new Map([...series].map(([key, one]) => [key, fallsOf(one.weeks, series.size)]));
  const earlier = new Map([...series].map(([key, one]) => [key, earlierAnswers(one.weeks)]));
  const weeks = tallies.map((tally): AgreementWeek => {
    const { asked, agreed, week } = tally;
    const key = keyOf(tally);
    const before = earlier.get(key)?.get(week);
    const isFallen = falls.get(key)?.some(({ from, to }) => before && from <= before.place && before.place <= to);
    return {
      ...tally,
      rate: agreed / asked,
      ...wilsonInterval(agreed, asked),
      ...(before && before.asked >= FEWEST_BEFORE ? { before: before.agreed / before.asked } : {}),
      alert: isFallen ?? false,
    };
  });
  const found = [...series].flatMap(([key, one]) => (falls.get(key) ?? []).map((fall) => ({ ...one, fall })));
  return { weeks, falls: lastingFalls(found) };
}

function talliesOf(answers: readonly AnswerWeek[]): Tally[] {
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
  return [...tallies.values()];
}

const keyOf = ({ aamiClass, blind, adapted }: Pick<Series, 'aamiClass' | 'blind' | 'adapted'>): string =>
  `${aamiClass} ${blind} ${adapted}`;

function seriesOf(tallies: readonly Tally[]): ReadonlyMap<string, Series> {
  const series = new Map<string, Series>();
  for (const { week, asked, agreed, ...kind } of tallies) {
    const key = keyOf(kind);
    const one = series.get(key) ?? { ...kind, weeks: [] };
    series.set(key, one);
    const latest = one.weeks.at(-1);
    if (latest?.week !== week) one.weeks.push({ week, asked, agreed });
    else one.weeks[one.weeks.length - 1] = { week, asked: latest.asked + asked, agreed: latest.agreed + agreed };
  }
  return series;
}

/** One for each fall, told by the widest view of it: all classes before one, blind before open, the model before adapted ones. */
function lastingFalls(found: readonly (Series & { readonly fall: Fall })[]): AgreementFall[] {
  const rank = ({ aamiClass, blind, adapted, fall }: (typeof found)[number]): number[] => [
    ...[Number(adapted), Number(aamiClass !== 'all'), Number(!blind), fall.chance],
  ];
  const lasting = found.filter(({ fall }) => fall.lasts).toSorted((a, b) => compare(rank(a), rank(b)));
  const told: (AgreementFall & { classes: AgreementFall['classes'] })[] = [];
  for (const { aamiClass, blind, adapted, weeks, fall } of lasting) {
    // What the model said by itself and what it said adapted fall apart; all else that is low now is one fall.
    const known = told.find(
      (one) => one.adapted === adapted && (one.aamiClass === 'all' || one.aamiClass === aamiClass),
    );
    if (known) {
      if (aamiClass !== 'all' && !known.classes.includes(aamiClass)) known.classes.push(aamiClass);
      continue;
    }
    const { since, before } = fall;
    told.push({
      ...{ since: weeks[fall.from]?.week ?? '', aamiClass, blind, adapted, asked: since.asked, agreed: since.agreed },
      ...{ before: before.agreed / before.asked, classes: aamiClass === 'all' ? [] : [aamiClass] },
    });
  }
  return told.map((one) => ({ ...one, classes: AAMI_CLASSES.filter((name) => one.classes.includes(name)) }));
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [i, value] of a.entries()) if (value !== b[i]) return value - (b[i] ?? 0);
  return 0;
}

/** Of each week its place and the answers of all weeks before it. */
function earlierAnswers(
  weeks: readonly CountedWeek[],
): ReadonlyMap<string, Omit<CountedWeek, 'week'> & { place: number }> {
  const found = new Map<string, Omit<CountedWeek, 'week'> & { place: number }>();
  let [asked, agreed] = [0, 0];
  for (const [place, one] of weeks.entries()) {
    found.set(one.week, { place, asked, agreed });
    asked += one.asked;
    agreed += one.agreed;
  }
  return found;
}
