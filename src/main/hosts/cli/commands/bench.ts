import { existsSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Problem } from '../../../../shared/problem.ts';
import { flag } from '../arguments.ts';
import type { Command } from '../command.ts';

/** The part of tests/bench/run.ts used here; the rows need a checkout, so it is loaded, not bundled. */
interface BenchModule {
  readonly runBench: (
    names: readonly string[],
    report: (line: string) => void,
  ) => Promise<{ results: BenchResult[]; skipped: readonly { readonly name: string; readonly skipped: string }[] }>;
}

interface BenchResult {
  readonly name: string;
  readonly unit: string;
  readonly median: number;
  readonly min: number;
  readonly max: number;
  readonly runs: number;
  readonly budget: number | null;
  readonly met: boolean | null;
}

export const bench: Command = {
  name: 'bench',
  summary: 'Measures the budgets of the architecture: medians of several runs (in a checkout only).',
  usage: '[NAME …] [--json]',
  options: { json: { type: 'boolean' } },
  help: [
    ['NAME', 'only rows whose name contains it'],
    ['--json', 'a list of {name, unit, median, min, max, runs, budget, met}'],
  ],
  run: async (context) => {
    const script = fileURLToPath(new URL('../../../../../tests/bench/run.ts', import.meta.url));
    if (!existsSync(script)) {
      throw new Problem('unsupported', 'The benches are part of a source checkout; run "npm run bench" there.');
    }
    const { runBench } = (await import(pathToFileURL(script).href)) as BenchModule;
    const { results } = await runBench(context.positionals, (line) => context.note(line));
    await context.out(flag(context, 'json') ? `${JSON.stringify(results, null, 2)}\n` : table(results));
    return undefined;
  },
};

const figure = (value: number): string => Number(value.toPrecision(3)).toString();

function table(results: readonly BenchResult[]): string {
  const rows = results.map((row) => [
    row.name,
    `${figure(row.median)} ${row.unit}`,
    `${figure(row.min)}–${figure(row.max)}`,
    row.budget === null ? '–' : figure(row.budget),
    row.met === null ? '–' : row.met ? 'met' : 'MISSED',
  ]);
  const all = [['what', 'median', 'range', 'budget', ''], ...rows];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all.map((row) => `${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join('  ')}\n`).join('');
}
