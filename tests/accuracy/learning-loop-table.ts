import { mean, meanAndSpread } from './spread.ts';
import { added, type Counts, f1 } from './simulated-reader.ts';

/** One training: what was asked, and what the model says afterwards of beats that nobody was asked of. */
export interface LoopRow {
  readonly key: string;
  readonly fold: number;
  readonly strategy: string;
  readonly budget: number;
  readonly seed: number;
  readonly record: string;
  readonly looked: number;
  readonly corrected: number;
  readonly labels: number;
  readonly seconds: number;
  /** The later half of the record. */
  readonly rest: { readonly V: Counts; readonly S: Counts };
  /** The whole of the fold's other records. */
  readonly others: { readonly V: Counts; readonly S: Counts };
}

const FIGURES = [
  ['V rest', 'rest', 'V'],
  ['S rest', 'rest', 'S'],
  ['V others', 'others', 'V'],
  ['S others', 'others', 'S'],
] as const;
type Figure = (typeof FIGURES)[number];

/** A record with fewer beats of a class has no figure of its own for it. */
const FEWEST_BEATS = 10;
/** Less is no gain of which a share could be told. */
const LEAST_GAIN = 1;
const SHARE_OF_GAIN = 0.9;

/** F1 of all records together, one value a seed. */
const together = (rows: readonly LoopRow[], [, where, name]: Figure): number[] =>
  [...Map.groupBy(rows, ({ seed }) => seed).values()].map((of) => f1(added(of.map((row) => row[where][name]))));

/** F1 of every record and seed that has beats of the class. */
const alone = (rows: readonly LoopRow[], [, where, name]: Figure): number[] =>
  rows
    .map((row) => row[where][name])
    .filter(([hits, misses]) => hits + misses >= FEWEST_BEATS)
    .map(f1);

/**
 * The tables of docs/results.md. Only records that are finished with a seed in every strategy and budget are counted:
 * otherwise the rows of a table would be of different records.
 */
export function loopTables(all: readonly LoopRow[], strategies: readonly string[], budgets: readonly number[]): string {
  const wanted = strategies.length * budgets.length;
  const asked = all.filter(({ strategy, budget }) => strategies.includes(strategy) && budgets.includes(budget));
  const rows = [...Map.groupBy(asked, ({ record, seed }) => `${record} ${seed}`).values()]
    .filter((of) => of.length === wanted)
    .flat();
  if (rows.length === 0) return 'No record is finished with every strategy and budget yet.\n';
  const records = [...new Set(rows.map(({ record }) => record))];
  const seeds = new Set(rows.map(({ seed }) => seed)).size;
  const of = (strategy: string, budget: number): LoopRow[] =>
    rows.filter((row) => row.strategy === strategy && row.budget === budget);
  const table = (values: typeof together): string[] => [
    `| strategy | budget | corrected | looked at | ${FIGURES.map(([title]) => title).join(' | ')} |`,
    `|---|---|---|---|${'---|'.repeat(FIGURES.length)}`,
    ...strategies.flatMap((strategy) =>
      budgets.map((budget) => {
        const own = of(strategy, budget);
        const cells = [
          ...[strategy, String(budget)],
          ...[mean(own.map(({ corrected }) => corrected)), mean(own.map(({ looked }) => looked))].map((value) =>
            value.toFixed(0),
          ),
          ...FIGURES.map((figure) => meanAndSpread(values(own, figure))),
        ];
        return `| ${cells.join(' | ')} |`;
      }),
    ),
  ];
  const effort = strategies.map((strategy) => {
    const cells = FIGURES.slice(0, 2).map((figure) => {
      const values = (one: string): number[] => budgets.map((budget) => mean(together(of(one, budget), figure)));
      // The same aim for every order: the best that any of them reaches.
      const start = values(strategy)[0] ?? Number.NaN;
      const gain = Math.max(...strategies.flatMap(values)) - start;
      if (!(gain >= LEAST_GAIN)) return 'no gain';
      const reached = values(strategy).findIndex((value) => value >= start + SHARE_OF_GAIN * gain);
      const budget = budgets[reached];
      if (budget === undefined) return 'not reached';
      const own = of(strategy, budget);
      return `${mean(own.map(({ labels }) => labels)).toFixed(0)} (looked at ${mean(own.map(({ looked }) => looked)).toFixed(0)})`;
    });
    return `| ${[strategy, ...cells].join(' | ')} |`;
  });
  return [
    `Records ${records.join(' ')}, ${seeds} seeds. F1 in percent of all records together, mean ± standard deviation of the seeds:`,
    ...['', ...table(together), ''],
    `Each record by itself (where it has ${FEWEST_BEATS} beats of the class), mean ± standard deviation of records and seeds:`,
    ...['', ...table(alone), ''],
    `Labels a record needed to reach ${100 * SHARE_OF_GAIN} % of the best gain of any order:`,
    ...['', '| strategy | V rest | S rest |', '|---|---|---|', ...effort, ''],
  ].join('\n');
}
