import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { forkJob } from '../../../src/main/hosts/browser/fork-job.ts';
import { locateProgramFiles } from '../../../src/main/hosts/workstation/program-files.ts';
import { importRecording } from '../../../src/main/jobs/import-recording.ts';
import { JobProcess } from '../../../src/main/jobs/job-process.ts';
import { noWatchdog } from '../../../src/main/jobs/watchdog.ts';
import { openLibrary } from '../../../src/main/library/open-library.ts';
import { type DayRecording, makeDayRecording } from '../day-recording.ts';
import type { BenchRow } from '../row.ts';

let day: DayRecording | undefined;
let library = '';
let setId = '';

/** The 105,000 beats of a day in three leads grouped by shape, in a process of its own that is started for it. */
const row: BenchRow = {
  name: 'clusters-100000-beats',
  unit: 's',
  budget: 10,
  higherIsBetter: false,
  runs: 3,
  setup: async () => {
    day = makeDayRecording();
    library = mkdtempSync(join(day.folder, 'library-'));
    const owner = openLibrary(library, { mode: 'owner' });
    let recordingId = '';
    for await (const step of importRecording(owner, { path: day.path }, noWatchdog, new AbortController().signal)) {
      if (step.kind === 'imported') recordingId = step.recordingId;
    }
    setId = owner.annotations.sets(recordingId)[0]?.id ?? '';
    owner.close();
    return undefined;
  },
  run: async () => {
    const job = new JobProcess(() => forkJob(locateProgramFiles().jobEntry));
    const began = performance.now();
    try {
      const steps = job.stream(
        (client, signal) => client['job.cluster']({ library, setId }, signal),
        new AbortController().signal,
      );
      let complete = false;
      for await (const step of steps) complete = step.kind === 'complete';
      if (!complete) throw new Error('the beats were not grouped');
      return (performance.now() - began) / 1000;
    } finally {
      await job.close();
    }
  },
  teardown: () => day?.remove(),
};
export default row;
