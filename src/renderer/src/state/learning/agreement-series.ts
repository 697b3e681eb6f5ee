import type { AgreementWeek } from '../../../../shared/contract/learning.ts';

/** Agreement of one kind of answers, week by week, as columns of equal length; NaN for a week without answers. */
export interface AgreementSeries {
  /** Seconds since 1970, of the Mondays. */
  readonly week: Float64Array;
  /** Shares, 0–1. */
  readonly rate: Float64Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
}

const WEEK = 7 * 24 * 3600;

export const secondsOfWeek = (week: string): number => Date.parse(`${week}T00:00:00Z`) / 1000;

/**
 * Columns of one kind of answers over all weeks there are rows of. Weeks without an answer are gaps, for a line over them
 * would tell of what nobody saw.
 */
export function agreementSeries(rows: readonly AgreementWeek[], blind: boolean): AgreementSeries {
  const answered = new Map(
    rows.filter((row) => row.blind === blind && row.asked > 0).map((row) => [secondsOfWeek(row.week), row]),
  );
  const all = rows.map((row) => secondsOfWeek(row.week));
  const first = Math.min(...all);
  const count = all.length === 0 ? 0 : Math.round((Math.max(...all) - first) / WEEK) + 1;
  const week = Float64Array.from({ length: count }, (_, i) => first + i * WEEK);
  const column = (of: (row: AgreementWeek) => number): Float64Array =>
    week.map((seconds) => {
      const row = answered.get(seconds);
      return row ? of(row) : Number.NaN;
    });
  return { week, rate: column(({ rate }) => rate), low: column(({ low }) => low), high: column(({ high }) => high) };
}
