import type { WorkstationHandlers } from '../../shared/contract.ts';
import type { JobProcess } from '../jobs/job-process.ts';
import { isCrash } from '../jobs/job-process.ts';
import { Problem } from '../../shared/problem.ts';
import type { HostFacilities } from './host-facilities.ts';

export type ExportHandlers = Pick<WorkstationHandlers, 'export.study'>;

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
});
