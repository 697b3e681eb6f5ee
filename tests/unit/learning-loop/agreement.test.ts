import { describe, expect, it } from 'vitest';
import type { AnswerWeek } from '../../../src/main/library/learning-loop/answer-weeks.ts';
import { agreementWeeks, wilsonInterval } from '../../../src/main/services/learning/agreement-weeks.ts';
import { temporaryLibrary } from '../library/temporary-library.ts';
import { addPatient, code } from './made-clinic.ts';

const answers = (week: string, agreed: number, asked: number, blind = true): AnswerWeek[] => [
  { week, madeBy: 'm', sourceCode: code('V'), givenCode: code('V'), blind, count: agreed },
  { week, madeBy: 'm', sourceCode: code('V'), givenCode: code('N'), blind, count: asked - agreed },
];

describe('agreement by week', () => {
  it('has the interval of Wilson', () => {
    // 81 of 90: 0.9, 0.821 to 0.946 (Newcombe 1998, method 3, to three digits by hand).
    const { low, high } = wilsonInterval(81, 90);
    expect(low).toBeCloseTo(0.821, 2);
    expect(high).toBeCloseTo(0.946, 2);
    expect(wilsonInterval(0, 0)).toEqual({ low: 0, high: 1 });
  });

  it('alerts when a week lies below what was usual by more than chance, and not before', () => {
    const weeks = agreementWeeks([
      ...answers('2026-10-05', 57, 60),
      ...answers('2026-10-12', 18, 20),
      ...answers('2026-10-19', 28, 40),
    ]).filter(({ aamiClass }) => aamiClass === 'V');
    expect(weeks.map(({ alert }) => alert)).toEqual([false, false, true]);
    expect(weeks[2]?.before).toBeCloseTo(75 / 80);
  });

  it('keeps blind answers apart from those given with the label in sight', () => {
    const weeks = agreementWeeks([...answers('2026-10-05', 5, 10), ...answers('2026-10-05', 10, 10, false)]);
    expect(weeks.find(({ blind, aamiClass }) => blind && aamiClass === 'V')?.rate).toBe(0.5);
    expect(weeks.find(({ blind, aamiClass }) => !blind && aamiClass === 'all')?.rate).toBe(1);
  });

  it('tells answers to an adapted model apart from those to the model itself, whatever that was computed on', () => {
    const adapted = (all: AnswerWeek[]): AnswerWeek[] => all.map((one) => ({ ...one, madeBy: 'm, adapted by job-1' }));
    const weeks = agreementWeeks([
      ...answers('2026-10-05', 50, 50),
      ...answers('2026-10-05', 10, 10).map((one) => ({ ...one, madeBy: 'm on cpu' })),
      ...adapted(answers('2026-10-12', 10, 40)),
      ...answers('2026-10-12', 30, 30),
    ]).filter(({ aamiClass }) => aamiClass === 'V');
    expect(weeks.map(({ modelId, adapted, asked, agreed }) => [modelId, adapted, asked, agreed])).toEqual([
      ['m', false, 60, 60],
      ['m', true, 40, 10],
      ['m', false, 30, 30],
    ]);
    // What an adapted model gets wrong is no fall of the model's own, and is not measured by it.
    expect(weeks.map(({ alert }) => alert)).toEqual([false, false, false]);
    expect(weeks[1]?.before).toBeUndefined();
  });

  it('is counted from the first answers to models in the review queue, by the Monday of their week', () => {
    const library = temporaryLibrary();
    const { setId: sourceId } = addPatient(library, 'Ada');
    const answer = { sourceId, author: 'Dr Reader', sourceCode: code('N'), givenCode: code('V'), blind: true };
    library.reviews.addAnswer({ ...answer, rowId: 0, at: '2026-11-22T23:00:00Z' });
    library.reviews.addAnswer({ ...answer, rowId: 1, at: '2026-11-16T00:00:00Z' });
    library.reviews.addAnswer({ ...answer, rowId: 2, at: '2026-11-23T00:00:00Z' });
    expect(library.learning.answerWeeks('2026-01-01').map(({ week, count }) => [week, count])).toEqual([
      ['2026-11-16', 2],
      ['2026-11-23', 1],
    ]);
  });
});
