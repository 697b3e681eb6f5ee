import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { JobProcess } from '../../../src/main/jobs/job-process.ts';
import { openLibrary } from '../../../src/main/library/open-library.ts';
import { type DayRecording, makeDayRecording } from '../day-recording.ts';
import { forkMeasured, memoryOf, notMeasurable } from '../measured-job.ts';
import type { BenchRow } from '../row.ts';

interface Measured {
  readonly seconds: number;
  /** Peak of the importing process above what it holds when idle. */
  readonly megabytes: number;
}

/** Imports the recording in a job process, as the workstation does, into a new library. */
async function importOnce({ folder, path }: DayRecording): Promise<Measured> {
  const libraryFolder = mkdtempSync(join(folder, 'library-'));
  const owner = openLibrary(libraryFolder, { mode: 'owner' });
  let pid = 0;
  const job = new JobProcess(() => {
    const child = forkMeasured();
    ({ pid } = child);
    return child;
  });
  try {
    await job.call((client) => client['job.settled']({}));
    const idle = memoryOf(pid, 'VmRSS');
    const began = performance.now();
    const steps = job.stream(
      (client, signal) => client['job.import']({ library: libraryFolder, path }, signal),
      new AbortController().signal,
    );
    let imported = false;
    for await (const step of steps) imported = step.kind === 'imported';
    const seconds = (performance.now() - began) / 1000;
    if (!imported) throw new Error('the recording was not imported');
    return { seconds, megabytes: memoryOf(pid, 'VmHWM') - idle };
  } finally {
    await job.close();
    owner.close();
    rmSync(libraryFolder, { recursive: true, force: true });
  }
}

let day: DayRecording | undefined;
const prepare = (): string | undefined => {
  const reason = notMeasurable();
  if (reason === undefined) day = makeDayRecording();
  return reason;
};
const measure = async (): Promise<Measured> => {
  if (!day) throw new Error('setup comes first');
  return importOnce(day);
};
const common = { higherIsBetter: false, runs: 3, setup: prepare, teardown: () => day?.remove() };

const rows: readonly BenchRow[] = [
  { ...common, name: 'import-24h-3-lead', unit: 's', budget: 10, run: async () => (await measure()).seconds },
  {
    ...common,
    name: 'import-24h-3-lead-memory',
    unit: 'MB',
    budget: 300,
    run: async () => (await measure()).megabytes,
  },
];
export default rows;
