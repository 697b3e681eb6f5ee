import type { StudyDetail } from '../../../../shared/contract/library.ts';
import { flag, only } from '../arguments.ts';
import type { Command } from '../command.ts';
import { libraryHelp, libraryOption, withLibrary } from '../library-option.ts';

export const show: Command = {
  name: 'show',
  summary: 'Shows one study of the library: patient, recordings, readings, original files.',
  usage: 'STUDY [--json] [--library DIR]',
  options: { json: { type: 'boolean' }, ...libraryOption },
  help: [['STUDY', 'its id, as "einthoven list" shows it'], ['--json', 'for machines'], libraryHelp],
  run: async (context) => {
    const id = only(context, 'a study');
    const detail = await withLibrary(context, 'reader', ({ studies }) => Promise.resolve(studies.detail(id)));
    await context.out(flag(context, 'json') ? `${JSON.stringify(detail, null, 2)}\n` : sentences(detail));
    return undefined;
  },
};

function sentences({ row, recordings, sources, notes, warnings }: StudyDetail): string {
  const lines = [
    `${row.id}: ${row.recordName}, ${row.format}, ${row.status}`,
    `patient    ${[row.patientId, row.patientName, row.sex, row.birthDate].filter((field) => field !== undefined).join(', ') || '–'}`,
    ...recordings.flatMap((recording) => [
      `recording  ${recording.id}: ${(recording.samples / recording.rate).toFixed(1)} s at ${recording.rate} Hz, ${recording.leads
        .map((lead) => lead.name)
        .join(' ')}`,
      ...recording.annotationSets.map(
        (set) =>
          `reading    ${set.annotator} (${set.origin}, ${set.madeBy}, ${set.createdAt}${set.complete ? '' : ', incomplete'}): ${Object.entries(
            set.countByCode,
          )
            .map(([code, count]) => `${code} ${count}`)
            .join(' · ')}`,
      ),
    ]),
    ...sources.map((source) => `file       ${source.name}, ${source.bytes} bytes, SHA-256 ${source.sha256}`),
    ...notes.map((note) => `note       ${note}`),
    ...warnings.map((warning) => `warning    ${warning}`),
  ];
  return `${lines.join('\n')}\n`;
}
