import { describe, expect, it } from 'vitest';
import type { AnswerWeek } from '../../../src/main/library/learning-loop/answer-weeks.ts';
import { agreementOf, wilsonInterval } from '../../../src/main/services/learning/agreement-weeks.ts';
import { latestDifferences } from '../../../src/main/services/learning/latest-answers.ts';
import { generator } from '../../page/fake-recording.ts';
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

  it('tells a fall when answers lie below what was usual by more than chance, and not before', () => {
    const first = [...answers('2026-10-05', 57, 60), ...answers('2026-10-12', 18, 20)];
    expect(agreementOf(first).falls).toEqual([]);
    const { weeks, falls } = agreementOf([...first, ...answers('2026-10-19', 24, 40)]);
    const ventricular = weeks.filter(({ aamiClass }) => aamiClass === 'V');
    expect(ventricular.map(({ alert }) => alert)).toEqual([false, false, true]);
    expect(ventricular[2]?.before).toBeCloseTo(75 / 80);
    expect(falls).toEqual([
      {
        ...{ since: '2026-10-19', aamiClass: 'all', blind: true, adapted: false, asked: 40, agreed: 24 },
        ...{ before: 75 / 80, classes: ['V'] },
      },
    ]);
  });

  it('takes no single answer for a fall, however good it was before', () => {
    const { falls } = agreementOf([...answers('2026-10-05', 38, 40), ...answers('2026-10-12', 0, 1)]);
    expect(falls).toEqual([]);
  });

  it('tells one fall once, however many classes and kinds of answers show it', () => {
    const low = (given: number): AnswerWeek[] =>
      [...answers('2026-11-09', 10, 40), ...answers('2026-11-09', 10, 40, false)].flatMap((one) => [
        one,
        { ...one, sourceCode: given, givenCode: one.sourceCode === one.givenCode ? given : code('N') },
      ]);
    const before = ['2026-10-19', '2026-10-26', '2026-11-02'].flatMap((week) =>
      [true, false].flatMap((blind) => [
        ...answers(week, 38, 40, blind),
        ...answers(week, 38, 40, blind).map((one) => ({
          ...{ ...one, sourceCode: code('S') },
          ...(one.sourceCode === one.givenCode ? { givenCode: code('S') } : {}),
        })),
      ]),
    );
    const { weeks, falls } = agreementOf([...before, ...low(code('S'))]);
    expect(weeks.filter(({ alert }) => alert)).toHaveLength(6);
    expect(falls.map(({ aamiClass, blind, classes }) => [aamiClass, blind, classes])).toEqual([
      ['all', true, ['S', 'V']],
    ]);
  });

  it('raises no more than 5 % of false alarms in half a year, and tells a fall from 95 to 80 % within some weeks', () => {
    const random = generator(7);
    const page = (rateOf: (week: number) => number, weeks: number): AnswerWeek[] =>
      Array.from({ length: weeks }, (_, week) => week).flatMap((week) =>
        [true, false].flatMap((blind) =>
          (['N', 'N', 'N', 'S', 'V', 'V'] as const).flatMap((mnemonic) => {
            const agreed = Array.from({ length: 5 }, () => random() < rateOf(week)).filter(Boolean).length;
            const source = { week: dayOf(week), madeBy: 'm', sourceCode: code(mnemonic), blind };
            return [
              { ...source, givenCode: code(mnemonic), count: agreed },
              { ...source, givenCode: code('F'), count: 5 - agreed },
            ];
          }),
        ),
      );
    const dayOf = (week: number): string => new Date(Date.UTC(2026, 0, 5 + 7 * week)).toISOString().slice(0, 10);
    const constant = Array.from({ length: 60 }, () => agreementOf(page(() => 0.95, 26)));
    expect(constant.filter(({ weeks }) => weeks.some(({ alert }) => alert)).length).toBeLessThanOrEqual(3);
    const fallen = Array.from({ length: 20 }, () => agreementOf(page((week) => (week < 13 ? 0.95 : 0.8), 17)));
    expect(fallen.filter(({ falls }) => falls.length > 0).length).toBeGreaterThanOrEqual(18);
  });

  it('calls a fall over when as many answers as told it are near to what was usual', () => {
    const low = [...answers('2026-10-05', 95, 100), ...answers('2026-10-12', 20, 40)];
    expect(agreementOf([...low, ...answers('2026-10-19', 38, 39)]).falls).toHaveLength(1);
    const { weeks, falls } = agreementOf([...low, ...answers('2026-10-19', 38, 40)]);
    expect(falls).toEqual([]);
    expect(weeks.filter(({ aamiClass }) => aamiClass === 'V').map(({ alert }) => alert)).toEqual([false, true, false]);
  });

  it('keeps blind answers apart from those given with the label in sight', () => {
    const { weeks } = agreementOf([...answers('2026-10-05', 5, 10), ...answers('2026-10-05', 10, 10, false)]);
    expect(weeks.find(({ blind, aamiClass }) => blind && aamiClass === 'V')?.rate).toBe(0.5);
    expect(weeks.find(({ blind, aamiClass }) => !blind && aamiClass === 'all')?.rate).toBe(1);
  });

  it('tells answers to an adapted model apart from those to the model itself, whatever that was computed on', () => {
    const adapted = (all: AnswerWeek[]): AnswerWeek[] => all.map((one) => ({ ...one, madeBy: 'm, adapted by job-1' }));
    const weeks = agreementOf([
      ...answers('2026-10-05', 50, 50),
      ...answers('2026-10-05', 10, 10).map((one) => ({ ...one, madeBy: 'm on cpu' })),
      ...adapted(answers('2026-10-12', 10, 40)),
      ...answers('2026-10-12', 30, 30),
    ]).weeks.filter(({ aamiClass }) => aamiClass === 'V');
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

  it('leads to the latest answers that differ, with the beats they are about, newest first', async () => {
    const library = temporaryLibrary();
    const { setId: sourceId, recordingId, studyId } = addPatient(library, 'Ada');
    const { sample } = library.annotations.read(sourceId);
    const answer = { sourceId, author: 'Dr Reader', sourceCode: code('N'), blind: true };
    library.reviews.addAnswer({ ...answer, rowId: 3, givenCode: code('V'), at: '2026-11-20T09:00:00Z' });
    library.reviews.addAnswer({ ...answer, rowId: 4, givenCode: code('N'), at: '2026-11-20T09:00:01Z' });
    // Another word for the same class.
    library.reviews.addAnswer({ ...answer, rowId: 5, givenCode: code('L'), at: '2026-11-20T09:00:02Z' });
    library.reviews.addAnswer({ ...answer, rowId: 6, givenCode: code('S'), at: '2026-11-20T09:00:03Z' });
    const found = await latestDifferences(library);
    expect(found.map(({ place, givenCode }) => [place, givenCode])).toEqual([
      [{ studyId, recordingId, sample: sample[6] }, code('S')],
      [{ studyId, recordingId, sample: sample[3] }, code('V')],
    ]);
  });
});
