import { readdirSync } from 'node:fs';
import { type BenchResult, measure, type RowFile, type SkippedRow } from './row.ts';

/** Measures the rows whose names contain one of `names` (all where none is given), one after the other. */
export async function runBench(
  names: readonly string[],
  report: (line: string) => void,
): Promise<{ results: BenchResult[]; skipped: SkippedRow[] }> {
  const results: BenchResult[] = [];
  const skipped: SkippedRow[] = [];
  for (const file of await allFiles()) {
    const rows = [file.default]
      .flat()
      .filter((row) => names.length === 0 || names.some((name) => row.name.includes(name)));
    try {
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
    } finally {
      if (rows.length > 0) await file.leave?.();
    }
  }
  return { results, skipped };
}

async function allFiles(): Promise<RowFile[]> {
  const folder = new URL('./rows/', import.meta.url);
  const files: RowFile[] = [];
  for (const file of readdirSync(folder).sort()) {
    if (file.endsWith('.ts')) files.push((await import(new URL(file, folder).href)) as RowFile);
  }
  return files;
}
