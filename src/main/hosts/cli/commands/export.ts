import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { Problem } from '../../../../shared/problem.ts';
import { JobProcess } from '../../../jobs/job-process.ts';
import { diskProblem } from '../../../library/damage.ts';
import { exportHandlers } from '../../../services/export-service.ts';
import { forkJob } from '../../browser/fork-job.ts';
import { locateProgramFiles } from '../../workstation/program-files.ts';
import { choice, only, text } from '../arguments.ts';
import type { Command } from '../command.ts';
import { libraryFolder, libraryHelp, libraryOption } from '../library-option.ts';

export const exportCommand: Command = {
  name: 'export',
  summary: 'Writes a study of the library as files: signal and every reading of it.',
  usage: 'STUDY --format wfdb|csv|json --out DIR [--library DIR]',
  options: { format: { type: 'string' }, out: { type: 'string' }, ...libraryOption },
  help: [
    ['STUDY', 'its id, as "einthoven list" shows it'],
    ['--format wfdb|csv|json', 'the kind of files'],
    ['--out DIR', 'the folder to write to; made where there is none'],
    libraryHelp,
  ],
  run: async (context) => {
    const studyId = only(context, 'a study');
    const format = choice(context, 'format', ['wfdb', 'csv', 'json']);
    const out = text(context, 'out');
    if (format === undefined) throw new Problem('bad-input', 'Name a format with --format wfdb, csv or json.');
    if (out === undefined) throw new Problem('bad-input', 'Name a folder to write to with --out DIR.');
    const folder = resolve(context.cwd, out);
    try {
      mkdirSync(folder, { recursive: true });
    } catch (thrown) {
      throw diskProblem(thrown);
    }
    const files = locateProgramFiles();
    const job = new JobProcess(() => forkJob(files.jobEntry));
    const handlers = exportHandlers(libraryFolder(context), job, {
      dialogs: {
        chooseImport: () => Promise.resolve(undefined),
        chooseExportFolder: () => Promise.resolve(folder),
      },
    });
    try {
      for await (const step of handlers['export.study']({ studyId, format }, context.signal)) {
        if (step.kind === 'progress') context.progress('exporting', step.fraction);
        else if (step.kind === 'saved') await context.out(`${step.files} files in ${folder}\n`);
      }
    } finally {
      await job.close();
    }
    return undefined;
  },
};
