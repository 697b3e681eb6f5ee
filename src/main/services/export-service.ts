import { writeFile } from 'node:fs/promises';
import { join, parse } from 'node:path';
import type { WorkstationHandlers } from '../../shared/contract.ts';
import type { JobProcess } from '../jobs/job-process.ts';
import { isCrash } from '../jobs/job-process.ts';
import { Problem } from '../../shared/problem.ts';
import type { HostFacilities } from './host-facilities.ts';

export type ExportHandlers = Pick<WorkstationHandlers, 'export.study' | 'export.document'>;

/** Studies as files: into a folder that the system's dialog names, or piece by piece to the page. */
export const exportHandlers = (
  libraryFolder: string,
  job: JobProcess,
  facilities: Pick<HostFacilities, 'dialogs'>,
): ExportHandlers => ({
  'export.study': async function* ({ studyId, format }, signal) {
    const request = { library: libraryFolder, studyId, format };
    let folder: string | undefined;
    if (facilities.dialogs) {
      folder = await facilities.dialogs.chooseExportFolder();
      if (folder === undefined) {
        yield { kind: 'dismissed' };
        return;
      }
    }
    try {
      yield* job.stream(
        (client, inner) => client['job.export'](folder === undefined ? request : { ...request, folder }, inner),
        signal,
      );
    } catch (thrown) {
      if (!isCrash(thrown)) throw thrown;
      throw new Problem('failed', 'The export stopped unexpectedly. The study is unharmed; please try again.');
    }
  },

  'export.document': async ({ name, bytes }) => {
    if (!facilities.dialogs) throw new Problem('failed', 'This host keeps no files. Save the document from the page.');
    const folder = await facilities.dialogs.chooseExportFolder();
    if (folder === undefined) return { outcome: 'dismissed' };
    await keepBeside(folder, name, bytes);
    return { outcome: 'saved' };
  },
});

const MOST_OF_ONE_NAME = 1000;

/** Writes a file under its name, or under `name (2)` and so on: what is there already is never written over. */
async function keepBeside(folder: string, name: string, bytes: Uint8Array): Promise<void> {
  const { name: bare, ext } = parse(name);
  for (let copy = 1; copy <= MOST_OF_ONE_NAME; copy++) {
    try {
      await writeFile(join(folder, copy === 1 ? name : `${bare} (${String(copy)})${ext}`), bytes, { flag: 'wx' });
      return;
    } catch (thrown) {
      const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
      if (code !== 'EEXIST') break;
    }
  }
  throw new Problem('failed', 'The file could not be written there. Choose another folder, or free some space.');
}
