import { mean, meanAndSpread } from './spread.ts';
import { added, type Counts, f1 } from './simulated-reader.ts';

/** One training on the corrections of several patients. */
export interface ClinicRow {
  readonly key: string;
  readonly fold: number;
  readonly strategy: string;
  readonly budget: number;
  readonly seed: number;
  /** Beats of all patients together. */
  readonly looked: number;
  readonly corrected: number;
  readonly seconds: number;
  /** Of patients that nobody corrected. */
  readonly next: { readonly V: Counts; readonly S: Counts };
  /** Of the corrected patients, behind what was asked of. */
  readonly rest: { readonly V: Counts; readonly S: Counts };
}

const FIGURES = [
  ['V next patients', 'next', 'V'],
  ['S next patients', 'next', 'S'],
  ['V rest', 'rest', 'V'],
  ['S rest', 'rest', 'S'],
] as const;

/**
 * The table of docs/results.md: beats of all folds together, the seeds' mean and standard deviation. Of every seed only the
 * folds count that are finished in all orders and budgets, and only seeds with as many folds as the first.
 */
export function clinicTable(
  all: readonly ClinicRow[],
  strategies: readonly string[],
  budgets: readonly number[],
): string {
  const wanted = strategies.length * budgets.length;
  const asked = all.filter(({ strategy, budget }) => strategies.includes(strategy) && budgets.includes(budget));
  const finished = [...Map.groupBy(asked, ({ fold, seed }) => `${seed} ${fold}`).values()].filter(
    (rows) => rows.length === wanted,
  );
  const bySeed = [...Map.groupBy(finished, ([row]) => row?.seed).values()];
  const folds = Math.max(0, ...bySeed.map((parts) => parts.length));
  const rows = bySeed.filter((parts) => parts.length === folds).flat(2);
  if (rows.length === 0) return 'No fold is finished with every order and budget yet.\n';
  const seeds = [...new Set(rows.map(({ seed }) => seed))];
  const line = (strategy: string, budget: number): string => {
    const own = rows.filter((row) => row.strategy === strategy && row.budget === budget);
    const cells = FIGURES.map(([, where, name]) => {
      const values = seeds.map((seed) =>
        f1(added(own.filter((row) => row.seed === seed).map((row) => row[where][name]))),
      );
      return meanAndSpread(values);
    });
    const work = [mean(own.map(({ corrected }) => corrected)), mean(own.map(({ looked }) => looked))];
    return `| ${[strategy, ...work.map((value) => value.toFixed(0)), ...cells].join(' | ')} |`;
  };
  return [
    `${folds} folds, ${seeds.length} seeds. F1 in percent of all folds' beats together, mean ± standard deviation of the seeds:`,
    '',
    `| order | corrections | looked at | ${FIGURES.map(([title]) => title).join(' | ')} |`,
    `|---|---|---|${'---|'.repeat(FIGURES.length)}`,
    ...strategies.flatMap((strategy) => budgets.map((budget) => line(strategy, budget))),
    '',
  ].join('\n');
}
