import { mnemonicOf } from '../../../../shared/annotation-codes.ts';
import { type AnnotationSet, durationSeconds, type RecordingHeader } from '../../../../shared/recording.ts';
import { filePath, flag, only } from '../arguments.ts';
import type { Command } from '../command.ts';
import { mappingHelp, mappingOf, mappingOptions } from '../mapping-options.ts';
import { withRecording } from '../open-recording.ts';

interface Tally {
  readonly count: number;
  readonly byCode: Readonly<Record<string, number>>;
}

/** How many annotations of each mnemonic there are, over all the given sets. */
function tally(sets: readonly AnnotationSet[]): Tally {
  const byCode: Record<string, number> = {};
  let count = 0;
  for (const { annotations } of sets) {
    count += annotations.code.length;
    for (const code of annotations.code) {
      const mnemonic = mnemonicOf(code);
      byCode[mnemonic] = (byCode[mnemonic] ?? 0) + 1;
    }
  }
  return { count, byCode };
}

/** What `info --json` prints; the field names are documented in the README and kept stable. */
export const describeRecording = (header: RecordingHeader, sets: readonly AnnotationSet[]) => ({
  format: header.format,
  name: header.name,
  durationSeconds: durationSeconds(header),
  rate: header.rate,
  start: header.start ?? null,
  patient: header.patient,
  leads: header.leads.map(({ name, rate, samples, unit, gain, baseline, uncalibrated }) => ({
    name,
    rate,
    samples,
    unit,
    gain,
    baseline,
    ...(uncalibrated === true ? { uncalibrated } : {}),
  })),
  annotations: tally(sets),
  annotators: sets.map((set) => ({ annotator: set.annotator, ...tally([set]) })),
  notes: header.notes,
  warnings: header.warnings,
});
type Description = ReturnType<typeof describeRecording>;

export const info: Command = {
  name: 'info',
  summary: 'Says what a recording is: format, length, patient, leads, annotations.',
  usage: 'FILE [--json]',
  options: { json: { type: 'boolean' }, ...mappingOptions },
  help: [['--json', 'for machines'], ...mappingHelp],
  run: async (context) => {
    const path = filePath(context, only(context, 'a file'));
    const description = withRecording(path, mappingOf(context), (reader) =>
      describeRecording(reader.header, reader.annotations()),
    );
    await context.out(flag(context, 'json') ? `${JSON.stringify(description, null, 2)}\n` : sentences(description));
    return undefined;
  },
};

function sentences(about: Description): string {
  const patient = [about.patient.id, about.patient.name, about.patient.sex, about.patient.birthDate]
    .concat(about.patient.ageYears === undefined ? [] : [`${about.patient.ageYears} years`])
    .filter((field) => field !== undefined);
  const lines = [
    `${about.name}: ${about.format}, ${about.durationSeconds.toFixed(1)} s at ${about.rate} Hz`,
    `start    ${about.start ?? '–'}`,
    `patient  ${patient.length > 0 ? patient.join(', ') : '–'}`,
    ...about.leads.map(
      (lead) =>
        `lead     ${lead.name}: ${lead.samples} samples at ${lead.rate} Hz, ${lead.gain} steps/${lead.unit}, zero at ${lead.baseline}`,
    ),
    ...about.annotators.map(
      ({ annotator, count, byCode }) =>
        `${annotator.padEnd(8)} ${count} annotations: ${Object.entries(byCode)
          .map(([code, times]) => `${code} ${times}`)
          .join(' · ')}`,
    ),
    ...about.warnings.map((warning) => `warning  ${warning}`),
  ];
  return `${lines.join('\n')}\n`;
}
