import type { StudyRow } from '../../../../shared/contract/library.ts';
import { flag, text } from '../arguments.ts';
import type { Command } from '../command.ts';
import { libraryHelp, libraryOption, withLibrary } from '../library-option.ts';

const PAGE = 500;

export const list: Command = {
  name: 'list',
  summary: 'Lists the studies of the library, quarantined files included.',
  usage: '[--search TEXT] [--json] [--library DIR]',
  options: { json: { type: 'boolean' }, search: { type: 'string' }, ...libraryOption },
  help: [['--search TEXT', 'only what matches, as in the worklist'], ['--json', 'for machines'], libraryHelp],
  run: async (context) => {
    const rows = await withLibrary(context, 'reader', async ({ studies }) => {
      const found: StudyRow[] = [];
      for (;;) {
        const page = studies.search({
          text: text(context, 'search') ?? '',
          status: undefined,
          offset: found.length,
          limit: PAGE,
        });
        found.push(...page.rows);
        if (page.rows.length < PAGE) return Promise.resolve(found);
      }
    });
    await context.out(
      flag(context, 'json') ? `${JSON.stringify(rows, null, 2)}\n` : rows.map((row) => `${line(row)}\n`).join(''),
    );
    return undefined;
  },
};

function line(row: StudyRow): string {
  const facts =
    row.status === 'quarantined'
      ? (row.reason ?? '')
      : `${row.durationSeconds.toFixed(1)} s  ${row.leadNames.join(',')}  ${
          row.beatCount === undefined ? '–' : `${row.beatCount} beats`
        }`;
  return `${row.id}  ${row.status.padEnd(11)}  ${(row.patientName ?? row.patientId ?? '–').padEnd(24)}  ${row.recordName}  ${facts}`;
}
