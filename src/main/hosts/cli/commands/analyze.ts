import { availableParallelism } from 'node:os';
import { dirname, resolve } from 'node:path';
import { Problem } from '../../../../shared/problem.ts';
import type { FileReadingRequest, FileSummary } from '../../../jobs/file-reading-contract.ts';
import { forkJob } from '../../browser/fork-job.ts';
import { locateProgramFiles } from '../../workstation/program-files.ts';
import { chosenDevice } from '../analyze/chosen-device.ts';
import { chosenModel } from '../analyze/chosen-model.ts';
import { readFiles } from '../analyze/read-files.ts';
import { filePath, flag, some, text } from '../arguments.ts';
import { type Command, type CommandContext, EXIT, exitStatus } from '../command.ts';
import { thresholdsOf } from '../analyze/chosen-thresholds.ts';
import { mappingHelp, mappingOf, mappingOptions } from '../mapping-options.ts';
import { wholeNumber } from '../training-process.ts';

const DEFAULT_ANNOTATOR = 'einthoven';
/** WFDB annotator names are letters and digits, and begin with a letter. */
const ANNOTATOR = /^[A-Za-z][A-Za-z0-9]{0,19}$/;
const MOST_JOBS = 256;

export const analyze: Command = {
  name: 'analyze',
  summary: 'Reads recordings as the workstation does: beats, rhythm, findings; a WFDB annotation file for each.',
  usage:
    'FILE … [--jobs N] [--device NAME] [--model ID|FOLDER|none] [--threshold NAME=VALUE,…] [--out DIR] [--annotator NAME] [--json]',
  options: {
    jobs: { type: 'string' },
    device: { type: 'string' },
    model: { type: 'string' },
    threshold: { type: 'string' },
    out: { type: 'string' },
    annotator: { type: 'string' },
    json: { type: 'boolean' },
    ...mappingOptions,
  },
  help: [
    ['--jobs N', 'files that are read at the same time (default: one for each core)'],
    [
      '--device NAME',
      'auto (default: others than the CPU are tried for long recordings), cpu, webgpu, cuda, dml, coreml',
    ],
    ['--model ID|FOLDER', 'the model to read with (default: the one that came with the program); none: rules read.'],
    ['', 'Rules also read where a model cannot be used; the exit status is then 2, and a sentence says why'],
    ['--threshold NAME=VALUE,…', 'what rhythm is told by, such as pauseSeconds=2.5,tachycardiaRate=110; another'],
    ['', 'name is answered with a list of all'],
    ['--out DIR', 'where DIR/RECORD.NAME is written (default: beside each file)'],
    ['--annotator NAME', `letters and digits (default: ${DEFAULT_ANNOTATOR})`],
    ['--json', 'a list with all that was found in each recording, one recording a line'],
    ...mappingHelp,
  ],
  run: async (context) => {
    const files = some(context, 'at least one file').map((given) => filePath(context, given));
    const { requests, jobs, expectsModel, notes } = await prepare(context, files);
    const asJson = flag(context, 'json');
    let status: number | undefined;
    let told = 0;
    const written = new Set<string>();
    if (asJson) await context.out('[');
    try {
      const outcomes = readFiles(requests, {
        jobs,
        spawn,
        signal: context.signal,
        onNotice: notes,
        onProgress: (record, fraction) =>
          context.progress(files.length === 1 ? `reading ${record}` : `reading ${files.length} files`, fraction),
      });
      for await (const { summary, json, problem } of outcomes) {
        if (problem) {
          // One unreadable file does not keep the others from being read.
          context.note(`einthoven: ${problem.message}`);
          status = exitStatus(problem);
          continue;
        }
        if (written.has(summary.file)) {
          notes(`${summary.file} was written by two recordings of the same name: name another folder for one of them.`);
          status ??= EXIT.input;
        }
        written.add(summary.file);
        if (expectsModel && summary.model === null) status ??= EXIT.input;
        await context.out(asJson ? `${told > 0 ? ',' : ''}\n${json ?? ''}` : `${sentence(summary)}\n`);
        told++;
      }
    } finally {
      // What was read until Ctrl-C is still JSON.
      if (asJson) await context.out(`${told > 0 ? '\n' : ''}]\n`);
    }
    return status;
  },
};

const spawn = (): ReturnType<typeof forkJob> => forkJob(locateProgramFiles().jobEntry);
const spawnTrial = (): ReturnType<typeof forkJob> => forkJob(locateProgramFiles().jobEntry, 'kept');

interface Prepared {
  readonly requests: readonly FileReadingRequest[];
  readonly jobs: number;
  /** Whether a reading by rules is less than was asked for. */
  readonly expectsModel: boolean;
  /** Tells a sentence once, however many processes say it. */
  readonly notes: (sentence: string) => void;
}

/** @throws Problem `bad-input` | `cancelled` */
async function prepare(context: CommandContext, files: readonly string[]): Promise<Prepared> {
  const annotator = text(context, 'annotator') ?? DEFAULT_ANNOTATOR;
  if (!ANNOTATOR.test(annotator)) {
    throw new Problem(
      'bad-input',
      `An annotator's name is letters and digits and begins with a letter, not "${annotator}".`,
    );
  }
  const cores = availableParallelism();
  const jobs = Math.min(files.length, wholeNumber(context, 'jobs', 1, MOST_JOBS) ?? cores);
  const mapping = mappingOf(context);
  const thresholds = thresholdsOf(context);
  const folder = text(context, 'out');
  const said = new Set<string>();
  const notes = (sentence: string): void => {
    if (!said.has(sentence)) context.note(`einthoven: ${sentence}`);
    said.add(sentence);
  };
  const { model, folder: modelFolder, notice, isExpected } = chosenModel(context);
  if (notice !== undefined) notes(notice);
  const device = model ? await chosenDevice(context, { files, model: modelFolder, spawn: spawnTrial }) : 'cpu';
  const requests = files.map((path) => ({
    path,
    ...(mapping ? { mapping } : {}),
    folder: folder === undefined ? dirname(path) : resolve(context.cwd, folder),
    annotator,
    ...(model ? { model } : {}),
    device: { device, threads: Math.max(1, Math.floor(cores / jobs)) },
    ...(thresholds ? { thresholds } : {}),
    json: flag(context, 'json'),
  }));
  return { requests, jobs, expectsModel: isExpected, notes };
}

function sentence({ record, beatCount, byCode, rhythms, meanHeartRate, suggested, file }: FileSummary): string {
  const codes = Object.entries(byCode).map(([code, count]) => `${code} ${count}`);
  const rate = meanHeartRate === null ? '–' : `${Math.round(meanHeartRate)}/min`;
  const stretches = Map.groupBy(rhythms, ({ rhythm }) => rhythm);
  const names = [...stretches].map(([rhythm, { length }]) => (length > 1 ? `${rhythm} ×${length}` : rhythm));
  const found = [`${beatCount} beats (${codes.join(' · ')})`, rate, names.join(' · ') || 'no rhythm statement'];
  if (suggested.length > 0) found.push(`suggested: ${suggested.join(' · ')}`);
  return `${record}: ${found.join(', ')} → ${file}`;
}
