import { join } from 'node:path';
import { AAMI_CLASSES } from '../../../../shared/annotation-codes.ts';
import type { AgainProgress, Makers } from '../../../../shared/contract/readings.ts';
import { Problem } from '../../../../shared/problem.ts';
import { modelPlaces } from '../../../inference/models/model-registry.ts';
import { JobProcess } from '../../../jobs/job-process.ts';
import { AnalysisService } from '../../../services/analysis-service.ts';
import { StudyChanges } from '../../../services/changes.ts';
import { MakerTable } from '../../../services/readings/maker-table.ts';
import { modelInUse } from '../../../services/readings/model-in-use.ts';
import { ReadAgain } from '../../../services/readings/read-again.ts';
import { savedPreferences } from '../../../services/system-service.ts';
import { forkJob } from '../../browser/fork-job.ts';
import { locateProgramFiles } from '../../workstation/program-files.ts';
import { flag } from '../arguments.ts';
import type { CommandContext } from '../command.ts';
import { withLibrary } from '../library-option.ts';
import { table } from './learn-tables.ts';

const modelsFolder = (): string => join(locateProgramFiles().resources, 'models');

/** What reads each recording, and whose the labels are that stand. */
export const makers = (context: CommandContext): Promise<Makers> =>
  withLibrary(context, 'reader', (library) => {
    const places = modelPlaces(modelsFolder(), library.folder);
    return new MakerTable({ library, places, inUse: () => modelInUse(places, library.settings) }).makers();
  });

const NAMES = {
  model: 'a model',
  rules: 'rules',
  adapted: 'adapted to their recording',
  reader: 'set or confirmed by readers',
  file: 'from files',
};

export const makersText = ({ lines, again }: Makers): string =>
  table([
    ['model', 'taken into use', 'recordings', 'unsigned', ...AAMI_CLASSES],
    ...lines.map(({ kind, id, inUse, promotedAt, recordings, unsigned, labels }) => [
      `${id === '' ? NAMES[kind] : id}${inUse ? ' (in use)' : ''}`,
      promotedAt?.slice(0, 10) ?? '',
      ...(kind === 'model' || kind === 'rules' ? [String(recordings), String(unsigned)] : ['', '']),
      ...AAMI_CLASSES.map((name) => String(labels[name])),
    ]),
  ]) +
  (again.recordings === 0
    ? 'No unsigned recording was read with anything else than what is in use.\n'
    : `${again.recordings} unsigned recordings of ${again.studies} studies were read with something else. ` +
      '"einthoven learn reread --all" reads them again.\n');

export interface Reread {
  readonly asked: number;
  readonly done: number;
  readonly failed: number;
}

/**
 * Reads one recording, or all that something else has read, again with the model in use. Ctrl-C keeps what is left.
 * @throws Problem `bad-input` | `not-found` | `cancelled` | `failed`
 */
export function reread(context: CommandContext, recordingId: string | undefined): Promise<Reread> {
  if ((recordingId !== undefined) === flag(context, 'all')) {
    throw new Problem('bad-input', 'Name the recording to read again, or say --all.');
  }
  return withLibrary(context, 'owner', async (library) => {
    const places = modelPlaces(modelsFolder(), library.folder);
    const inUse = await modelInUse(places, library.settings);
    const job = new JobProcess(() => forkJob(locateProgramFiles().jobEntry));
    const again = new ReadAgain({ library, inUse: () => modelInUse(places, library.settings) });
    const analysis = new AnalysisService({
      ...{ library, job, again, changes: new StudyChanges(), modelsFolder: modelsFolder() },
      log: (line) => context.note(line),
      requireSound: () => {},
      madeBy: () => inUse,
      thresholds: () => savedPreferences(library).rhythmThresholds,
    });
    try {
      const asked = recordingId === undefined ? await again.askAll() : 1;
      if (recordingId !== undefined) await again.ask(recordingId);
      analysis.takeUp();
      const { done, failed } = await followed(context, again);
      return { asked, done, failed };
    } finally {
      await analysis.close();
      await job.close();
    }
  });
}

/** Gives up what an earlier command, or the workstation, was asked for and has not read; returns how many. */
export const giveUpRereading = (context: CommandContext): Promise<number> =>
  withLibrary(context, 'owner', (library) => library.whenFree(() => library.wanted.clear()));

async function followed(context: CommandContext, again: ReadAgain): Promise<AgainProgress> {
  for await (const progress of again.watch(context.signal)) {
    if (progress.left === 0) return progress;
    context.progress(`reading again, ${progress.left} left`, progress.fraction);
  }
  throw new Problem(
    'cancelled',
    'What is left is kept: the workstation reads it at its next start. "einthoven learn reread --cancel" gives it up.',
  );
}
