import type { ParseArgsOptionsConfig } from 'node:util';
import { Problem } from '../../../shared/problem.ts';
import type { ColumnMapping } from '../../../shared/contract/library.ts';
import { choice, number, text } from './arguments.ts';
import type { CommandContext } from './command.ts';

/** What a column file (CSV, TSV) means, for every command that opens one. Columns are counted from 1, as people do. */
export const mappingOptions: ParseArgsOptionsConfig = {
  'csv-leads': { type: 'string' },
  'csv-unit': { type: 'string' },
  'csv-rate': { type: 'string' },
  'csv-time': { type: 'string' },
  'csv-time-unit': { type: 'string' },
};

export const mappingHelp: readonly (readonly [string, string])[] = [
  ['--csv-leads C=NAME,…', 'column files: which column is which lead, counted from 1, e.g. 2=I,3=II'],
  ['--csv-unit mV|uV|V', 'column files: the unit of the amplitudes'],
  ['--csv-rate HZ', 'column files: samples per second, where no column holds time'],
  ['--csv-time C', 'column files: the column that holds time, counted from 1'],
  ['--csv-time-unit s|ms|sample', 'column files: the unit of that column'],
];

/** The mapping given on the command line, or undefined when none was. @throws Problem `bad-input` when it is incomplete. */
export function mappingOf(context: Pick<CommandContext, 'values'>): ColumnMapping | undefined {
  if (Object.keys(mappingOptions).every((name) => context.values[name] === undefined)) return undefined;
  const unit = choice(context, 'csv-unit', ['mV', 'uV', 'V']);
  const leads = text(context, 'csv-leads');
  if (unit === undefined || leads === undefined) {
    throw new Problem(
      'bad-input',
      'A column file needs at least --csv-leads and --csv-unit, and a rate or a time column.',
    );
  }
  const timeColumn = number(context, 'csv-time', 1, 1000);
  return {
    unit,
    leads: leads.split(',').map(leadColumn),
    rate: number(context, 'csv-rate', 0.001, 100_000),
    timeColumn: timeColumn === undefined ? undefined : timeColumn - 1,
    timeUnit: choice(context, 'csv-time-unit', ['s', 'ms', 'sample']),
  };
}

function leadColumn(pair: string): { column: number; name: string } {
  const match = /^(\d{1,4})=(.{1,40})$/.exec(pair.trim());
  if (!match?.[1] || !match[2] || Number(match[1]) < 1) {
    throw new Problem('bad-input', `--csv-leads takes pairs such as 2=I,3=II, not "${pair}".`);
  }
  return { column: Number(match[1]) - 1, name: match[2] };
}
