import { readdirSync } from 'node:fs';
import { type BenchResult, type BenchRow, measure, type SkippedRow } from './row.ts';

/** Measures the rows whose names contain one of `names` (all where none is given), one after the other. */
export async function runBench(
  names: readonly string[],
  report: (line: string) => void,
): Promise<{ results: BenchResult[]; skipped: SkippedRow[] }> {
  const rows = (await allRows()).filter((row) => names.length === 0 || names.some((name) => row.name.includes(name)));
  const results: BenchResult[] = [];
  const skipped: SkippedRow[] = [];
  for (const row of rows) {
    report(`measuring ${row.name} …`);
    const outcome = await measure(row);
    if ('skipped' in outcome) {
      skipped.push(outcome);
      report(`skipped ${outcome.name}: ${outcome.skipped}`);
    } else {
      results.push(outcome);
    }
  }
  return { results, skipped };
}

async function allRows(): Promise<BenchRow[]> {
  const folder = new URL('./rows/', import.meta.url);
  const rows: BenchRow[] = [];
  for (const file of readdirSync(folder).sort()) {
    if (!file.endsWith('.ts')) continue;
    const module = (await import(new URL(file, folder).href)) as { default: BenchRow | readonly BenchRow[] };
    rows.push(...[module.default].flat());
  }
  return rows;
}
