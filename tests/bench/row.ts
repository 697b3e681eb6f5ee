/** One measured figure. A row file in `rows/` exports one of these, or a list of them, as its default. */
export interface BenchRow {
  readonly name: string;
  readonly unit: string;
  /** The figure to hold, in `unit`; undefined for rows that only inform. */
  readonly budget?: number | undefined;
  /** True for rates, false for times and sizes. */
  readonly higherIsBetter: boolean;
  /** Counted runs after one warm-up; 5 unless a run is long. */
  readonly runs?: number | undefined;
  /** Prepares what is not measured; returning a sentence skips the row, visibly, for that reason. */
  setup?(): Promise<string | undefined> | string | undefined;
  /** One run; returns the figure in `unit`. */
  run(): Promise<number> | number;
  teardown?(): Promise<void> | void;
}

/** What a file in `rows/` exports. */
export interface RowFile {
  readonly default: BenchRow | readonly BenchRow[];
  /** Gives back what its rows share, when the last of them is done. */
  readonly leave?: (() => Promise<void>) | undefined;
}

export interface BenchResult {
  readonly name: string;
  readonly unit: string;
  readonly median: number;
  readonly min: number;
  readonly max: number;
  readonly runs: number;
  readonly budget: number | null;
  /** Whether the median holds the budget; null where there is none. */
  readonly met: boolean | null;
}

export interface SkippedRow {
  readonly name: string;
  readonly skipped: string;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}

/** Runs one row: set-up, a warm-up that is not counted, the counted runs, and always the tear-down. */
export async function measure(row: BenchRow): Promise<BenchResult | SkippedRow> {
  try {
    const reason = await row.setup?.();
    if (typeof reason === 'string') return { name: row.name, skipped: reason };
    const figures: number[] = [];
    await row.run();
    for (let run = 0; run < (row.runs ?? 5); run++) figures.push(await row.run());
    const middle = median(figures);
    const budget = row.budget ?? null;
    return {
      name: row.name,
      unit: row.unit,
      median: middle,
      min: Math.min(...figures),
      max: Math.max(...figures),
      runs: figures.length,
      budget,
      met: budget === null ? null : row.higherIsBetter ? middle >= budget : middle <= budget,
    };
  } finally {
    await row.teardown?.();
  }
}
