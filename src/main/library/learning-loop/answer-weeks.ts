import type { Connection } from '../connection.ts';

/** Answers of one week to labels of one model, counted. */
export interface AnswerWeek {
  /** The Monday, `2026-11-16`. */
  readonly week: string;
  /** What made the labels: a reading, or a model adapted to the recording. */
  readonly madeBy: string;
  readonly sourceCode: number;
  readonly givenCode: number;
  readonly blind: boolean;
  readonly count: number;
}

/** All answers to models' labels since a day (`2026-05-01`), oldest week first. */
export const answerWeeks = (connection: Connection, since: string): AnswerWeek[] =>
  connection.read(() =>
    connection.database
      .prepare<[string], Omit<AnswerWeek, 'blind'> & { blind: 0 | 1 }>(
        // Monday: six days back from the Sunday that ends the week.
        `SELECT date(q.at, 'weekday 0', '-6 days') AS week, coalesce(q.made_by, a.made_by) AS madeBy, q.source_code AS sourceCode,
           q.given_code AS givenCode, q.blind, count(*) AS count
         FROM queue_answers q JOIN annotation_sets a ON a.key = q.source_key
         WHERE (a.origin = 'model' OR q.made_by IS NOT NULL) AND q.at >= ? GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5`,
      )
      .all(since)
      .map(({ blind, ...row }) => ({ ...row, blind: blind === 1 })),
  );
