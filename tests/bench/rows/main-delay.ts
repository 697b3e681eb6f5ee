import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { forkJob } from '../../../src/main/hosts/browser/fork-job.ts';
import { locateProgramFiles } from '../../../src/main/hosts/workstation/program-files.ts';
import { openLibrary } from '../../../src/main/library/open-library.ts';
import { createServices } from '../../../src/main/services/create-services.ts';
import { type DayRecording, makeDayRecording } from '../day-recording.ts';
import type { BenchRow } from '../row.ts';

let day: DayRecording | undefined;

/** How long main keeps others waiting (99th percentile) while a day's recording is imported and then read. */
const row: BenchRow = {
  name: 'main-delay-import-and-reading',
  unit: 'ms',
  budget: 30,
  higherIsBetter: false,
  runs: 3,
  setup: () => {
    day = makeDayRecording();
    return undefined;
  },
  run: async () => {
    if (!day) throw new Error('there is no recording');
    const files = locateProgramFiles();
    const library = openLibrary(mkdtempSync(join(day.folder, 'library-')), { mode: 'owner' });
    const services = createServices({
      library,
      facilities: {
        kind: 'browser',
        version: files.version,
        spawnJob: (voice) => forkJob(files.jobEntry, voice),
        log: () => {},
      },
    });
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    try {
      let imported = false;
      for await (const { kind } of services.importPaths([day.path])) imported = kind === 'imported';
      if (!imported) throw new Error('the recording was not imported');
      const [study] = library.studies.search({ text: '', offset: 0, limit: 1 }).rows;
      const [recording] = library.studies.detail(study?.id ?? '').recordings;
      if (!recording) throw new Error('the study has no recording');
      const watching = new AbortController();
      for await (const event of services.handlers['analysis.watch']({ recordingId: recording.id }, watching.signal)) {
        if (event.kind === 'complete') break;
      }
    } finally {
      delay.disable();
      await services.close();
      library.close();
    }
    return delay.percentile(99) / 1e6;
  },
  teardown: () => day?.remove(),
};
export default row;
