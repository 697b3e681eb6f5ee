import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { isBeatCode, mnemonicOf } from '../../../../shared/annotation-codes.ts';
import { Problem, toProblem } from '../../../../shared/problem.ts';
import { durationSeconds } from '../../../../shared/recording.ts';
import { openPicked } from '../../../files/file-source.ts';
import { openRecording } from '../../../formats/registry.ts';
import { writeAnnotations } from '../../../formats/wfdb/annotation-writer.ts';
import { recordNameOf } from '../../../formats/wfdb/record-writer.ts';
import { type Reading, readingOf } from '../../../jobs/reading-of-beats.ts';
import { ecgLeads } from '../../../inference/reading/recording-source.ts';
import { summaryOf } from '../../../jobs/store-reading.ts';
import { diskProblem } from '../../../library/damage.ts';
import { detectBeats } from '../../../signal/detect-beats.ts';
import { leadBlocks } from '../../../signal/lead-blocks.ts';
import { BeatMorphology } from '../../../signal/reading/beat-morphology.ts';
import { filePath, flag, some, text } from '../arguments.ts';
import { type Command, type CommandContext, exitStatus } from '../command.ts';
import { mappingHelp, mappingOf, mappingOptions } from '../mapping-options.ts';

const DEFAULT_ANNOTATOR = 'einthoven';
/** WFDB annotator names are letters and digits, and begin with a letter. */
const ANNOTATOR = /^[A-Za-z][A-Za-z0-9]{0,19}$/;

export const analyze: Command = {
  name: 'analyze',
  summary: 'Finds beats and rhythm; writes a WFDB annotation file per record and prints a summary.',
  usage: 'FILE … [--out DIR] [--annotator NAME] [--json]',
  options: {
    out: { type: 'string' },
    annotator: { type: 'string' },
    json: { type: 'boolean' },
    ...mappingOptions,
  },
  help: [
    ['--out DIR', 'where DIR/RECORD.NAME is written (default: beside each file)'],
    ['--annotator NAME', `letters and digits (default: ${DEFAULT_ANNOTATOR})`],
    ['--json', 'the summaries as a list'],
    ...mappingHelp,
  ],
  run: async (context) => {
    const annotator = text(context, 'annotator') ?? DEFAULT_ANNOTATOR;
    if (!ANNOTATOR.test(annotator)) {
      throw new Problem(
        'bad-input',
        `An annotator's name is letters and digits and begins with a letter, not "${annotator}".`,
      );
    }
    const summaries = [];
    let status: number | undefined;
    for (const given of some(context, 'at least one file')) {
      try {
        const summary = await analyzeFile(context, filePath(context, given), annotator);
        summaries.push(summary);
        if (!flag(context, 'json')) await context.out(`${sentence(summary)}\n`);
      } catch (thrown) {
        // One unreadable file must not keep the others from being read.
        const problem = toProblem(thrown);
        if (problem.code === 'cancelled' || problem.code === 'failed') throw thrown;
        context.note(`einthoven: ${problem.message}`);
        status = exitStatus(problem);
      }
    }
    if (flag(context, 'json')) await context.out(`${JSON.stringify(summaries, null, 2)}\n`);
    return status;
  },
};

interface Summary {
  readonly record: string;
  readonly file: string;
  readonly madeBy: string;
  readonly durationSeconds: number;
  readonly beats: number;
  readonly byCode: Readonly<Record<string, number>>;
  readonly rhythms: readonly { readonly sample: number; readonly rhythm: string }[];
  readonly meanHeartRate: number | null;
  readonly warnings: readonly string[];
}

async function analyzeFile(context: CommandContext, path: string, annotator: string): Promise<Summary> {
  const picked = openPicked(path);
  const reader = openRecording(picked, { mapping: mappingOf(context) });
  try {
    const { header } = reader;
    const leads = ecgLeads(header);
    if (leads.length === 0) {
      throw new Problem(
        'unsupported',
        `${header.name}: no lead is an ECG: none is measured in volts at 50 Hz or more.`,
      );
    }
    const place = new Map(leads.map(({ index }, at) => [index, at]));
    const runs = function* () {
      for (const { lead, samples } of reader.signal()) {
        const at = place.get(lead);
        if (at !== undefined) yield { lead: at, samples };
      }
    };
    const rates = leads.map(({ lead }) => lead.rate);
    const input = { rate: header.rate, leads: leads.map(({ lead }) => lead) };
    const morphology = new BeatMorphology(input);
    const blocks = morphology.watch(leadBlocks(rates, runs()));
    for await (const batch of detectBeats(input, blocks, { signal: context.signal })) {
      morphology.add(batch);
      context.progress(`reading ${header.name}`, batch.to / header.samples);
      await setImmediate(); // lets Ctrl-C through
    }
    const reading = readingOf(morphology, leads);
    const folder = text(context, 'out');
    const file = write(reading, header, folder === undefined ? dirname(path) : resolve(context.cwd, folder), annotator);
    return summarise(reading, header, file, reader.warnings);
  } finally {
    reader.close();
    picked.close();
  }
}

type Header = ReturnType<typeof openRecording>['header'];

function write(reading: Reading, { format, name, rate }: Header, folder: string, annotator: string): string {
  const file = join(folder, `${recordNameOf(name)}.${annotator}`);
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, writeAnnotations(reading.annotations, format === 'WFDB' ? {} : { timeResolution: rate }));
  } catch (thrown) {
    throw diskProblem(thrown);
  }
  return file;
}

function summarise(
  { annotations, madeBy }: Reading,
  header: Header,
  file: string,
  warnings: readonly string[],
): Summary {
  const byCode: Record<string, number> = {};
  for (const code of annotations.code) {
    if (isBeatCode(code)) byCode[mnemonicOf(code)] = (byCode[mnemonicOf(code)] ?? 0) + 1;
  }
  const { beatCount, meanHeartRate } = summaryOf(annotations, header.rate);
  return {
    record: header.name,
    file,
    madeBy,
    durationSeconds: durationSeconds(header),
    beats: beatCount,
    byCode,
    rhythms: [...annotations.aux].map(([row, rhythm]) => ({ sample: annotations.sample[row] ?? 0, rhythm })),
    meanHeartRate: meanHeartRate ?? null,
    warnings,
  };
}

function sentence({ record, beats, byCode, rhythms, meanHeartRate, file }: Summary): string {
  const codes = Object.entries(byCode).map(([code, count]) => `${code} ${count}`);
  const rate = meanHeartRate === null ? '–' : `${Math.round(meanHeartRate)}/min`;
  const stretches = Map.groupBy(rhythms, ({ rhythm }) => rhythm);
  const names = [...stretches].map(([rhythm, { length }]) => (length > 1 ? `${rhythm} ×${length}` : rhythm));
  return `${record}: ${beats} beats (${codes.join(' · ')}), ${rate}, ${names.join(' · ') || 'no rhythm statement'} → ${file}`;
}
