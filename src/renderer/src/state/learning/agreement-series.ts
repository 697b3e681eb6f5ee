import type { AgreementWeek } from '../../../../shared/contract/learning.ts';

/** Agreement of one kind of answers, week by week, as columns of equal length; NaN for a week without answers. */
export interface AgreementSeries {
  /** Weeks since that of Monday, 5 January 1970. */
  readonly week: Float64Array;
  /** Shares, 0–1. */
  readonly rate: Float64Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
}

const DAY = 24 * 3600 * 1000;
const FIRST_MONDAY = 4 * DAY;

/** @param monday `2026-11-16` */
export const weekNumber = (monday: string): number =>
  Math.round((Date.parse(`${monday}T00:00:00Z`) - FIRST_MONDAY) / (7 * DAY));

/** The Monday of a week. */
export const mondayOf = (week: number): string =>
  new Date(FIRST_MONDAY + 7 * DAY * Math.round(week)).toISOString().slice(0, 10);

/**
 * Columns of one kind of answers over all weeks there are rows of. Weeks without an answer are gaps, for a line over them
 * would tell of what nobody saw. What an adapted model said is not the model's own agreement, and is left out.
 */
export function agreementSeries(rows: readonly AgreementWeek[], blind: boolean): AgreementSeries {
  const answered = new Map(
    rows
      .filter((row) => row.blind === blind && !row.adapted && row.asked > 0)
      .map((row) => [weekNumber(row.week), row]),
  );
  const all = rows.map((row) => weekNumber(row.week));
  const first = Math.min(...all);
  const count = all.length === 0 ? 0 : Math.max(...all) - first + 1;
  const week = Float64Array.from({ length: count }, (_, i) => first + i);
  const column = (of: (row: AgreementWeek) => number): Float64Array =>
    week.map((number) => {
      const row = answered.get(number);
      return row ? of(row) : Number.NaN;
    });
  return { week, rate: column(({ rate }) => rate), low: column(({ low }) => low), high: column(({ high }) => high) };
}
