import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { Problem } from '../../../../shared/problem.ts';
import { createServices } from '../../../services/create-services.ts';
import { forkJob } from '../../browser/fork-job.ts';
import { locateProgramFiles } from '../../workstation/program-files.ts';
import { filePath, flag, some } from '../arguments.ts';
import { type Command, type CommandContext, EXIT } from '../command.ts';
import { libraryHelp, libraryOption, withLibrary } from '../library-option.ts';
import { mappingHelp, mappingOf, mappingOptions } from '../mapping-options.ts';

interface Outcome {
  readonly file: string;
  readonly study?: string;
  readonly alreadyThere?: boolean;
  readonly problem?: string;
}

export const importCommand: Command = {
  name: 'import',
  summary: 'Imports recordings into the library; what cannot be read is quarantined with its reason.',
  usage: 'FILE|DIR … [--json] [--library DIR]',
  options: { json: { type: 'boolean' }, ...libraryOption, ...mappingOptions },
  help: [['--json', 'one object per file'], libraryHelp, ...mappingHelp],
  run: async (context) => {
    const paths = some(context, 'at least one file or folder').map((given) => existingPath(context, given));
    const mapping = mappingOf(context);
    const files = locateProgramFiles();
    const outcomes = await withLibrary(context, 'owner', async (library) => {
      const services = createServices({
        library,
        facilities: {
          kind: 'browser',
          version: files.version,
          spawnJob: (voice) => forkJob(files.jobEntry, voice),
          log: (line) => context.note(line),
        },
      });
      const found: Outcome[] = [];
      let count = 1;
      try {
        for await (const event of services.importPaths(paths, context.signal, mapping)) {
          switch (event.kind) {
            case 'started':
              count = event.files;
              break;
            case 'progress':
              context.progress(`importing ${event.file}`, (event.index + event.fraction) / count);
              break;
            case 'imported':
              found.push({ file: event.file, study: event.studyId, alreadyThere: event.alreadyThere });
              break;
            case 'quarantined':
              found.push({ file: event.file, study: event.studyId, problem: event.reason });
              break;
            case 'needs-mapping':
              found.push({ file: event.file, problem: event.reason });
              break;
          }
        }
      } finally {
        await services.close();
      }
      return found;
    });
    if (flag(context, 'json')) await context.out(`${JSON.stringify(outcomes, null, 2)}\n`);
    else for (const outcome of outcomes) await context.out(`${sentence(outcome)}\n`);
    return outcomes.length > 0 && outcomes.every(({ problem }) => problem === undefined) ? EXIT.ok : EXIT.input;
  },
};

/** A slip of the pen is told at once; it must not end as a quarantined row in the worklist. */
function existingPath(context: CommandContext, given: string): string {
  const path = filePath(context, given);
  if (!existsSync(path)) {
    throw new Problem('not-found', `${basename(path)} does not exist. Please check its name and folder.`);
  }
  return path;
}

const sentence = ({ file, study, alreadyThere, problem }: Outcome): string =>
  problem === undefined
    ? `${file}: ${alreadyThere === true ? 'already there as' : 'imported as'} ${study ?? ''}`
    : `${file}: ${problem}`;
