import { join } from 'node:path';
import { Problem } from '../../../../shared/problem.ts';
import { JobProcess } from '../../../jobs/job-process.ts';
import type { LibraryMode } from '../../../library/open-library.ts';
import { StudyChanges } from '../../../services/changes.ts';
import { readerName } from '../../../services/editing/reader.ts';
import { LearningService } from '../../../services/learning-service.ts';
import { forkJob } from '../../browser/fork-job.ts';
import { rehearsalFileIn } from '../../workstation/open-workstation.ts';
import { locateProgramFiles } from '../../workstation/program-files.ts';
import { text } from '../arguments.ts';
import type { CommandContext } from '../command.ts';
import { withLibrary } from '../library-option.ts';

/** A training that is told to stop ends its step and keeps itself first. */
const PATIENCE = { stopMilliseconds: 60_000, idleMilliseconds: 1_000 };

/** Opens the library with its learning loop, hands it to `use` and closes both whatever happens. */
export function withLearning<T>(
  context: CommandContext,
  mode: LibraryMode,
  use: (learning: LearningService) => Promise<T>,
): Promise<T> {
  return withLibrary(context, mode, async (library) => {
    const files = locateProgramFiles();
    const job = new JobProcess(() => forkJob(files.jobEntry), PATIENCE);
    const learning = new LearningService({
      ...{ library, job, changes: new StudyChanges(), version: files.version },
      modelsFolder: join(files.resources, 'models'),
      rehearsalFile: rehearsalFileIn(files.resources),
      log: (line) => context.note(line),
      requireSound: () => {},
      actor: () => {
        const name = text(context, 'by') ?? readerName(library);
        if (name !== undefined && name.trim() !== '') return name.trim();
        throw new Problem('bad-input', 'Every decision is signed with a name. Say who you are with --by NAME.');
      },
    });
    try {
      return await use(learning);
    } finally {
      await learning.close();
      await job.close();
    }
  });
}

/** For handlers that are called from here: nobody goes away in between. */
export const NEVER = new AbortController().signal;
