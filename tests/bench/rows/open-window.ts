import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { importRecording } from '../../../src/main/jobs/import-recording.ts';
import { noWatchdog } from '../../../src/main/jobs/watchdog.ts';
import { openLibrary } from '../../../src/main/library/open-library.ts';
import { type DayRecording, makeDayRecording } from '../day-recording.ts';
import type { BenchRow } from '../row.ts';

const COLUMNS = 1_800;
const SECONDS_ON_SCREEN = 10;

let day: DayRecording | undefined;
let libraryFolder = '';

/**
 * What the library does for the first trace of a 24 h recording, from a cold start: open, the study's row and details,
 * ten seconds of every lead, and the overview of the whole.
 */
const row: BenchRow = {
  name: 'open-window',
  unit: 'ms',
  budget: 500,
  higherIsBetter: false,
  setup: async () => {
    day = makeDayRecording();
    libraryFolder = mkdtempSync(join(day.folder, 'library-'));
    const library = openLibrary(libraryFolder, { mode: 'owner' });
    const signal = new AbortController().signal;
    for await (const step of importRecording(library, { path: day.path }, noWatchdog, signal)) {
      if (step.kind === 'quarantined') throw new Error('the recording was not imported');
    }
    library.close();
    return undefined;
  },
  run: () => {
    const began = performance.now();
    const library = openLibrary(libraryFolder, { mode: 'owner' });
    try {
      const [study] = library.studies.search({ text: '', offset: 0, limit: 200 }).rows;
      const recording = library.studies.detail(study?.id ?? '').recordings[0];
      if (!recording) throw new Error('the recording is gone');
      const request = { recordingId: recording.id, from: 0, columns: COLUMNS };
      for (const lead of recording.leads.keys()) {
        library.signals.window({ ...request, lead, to: SECONDS_ON_SCREEN * recording.rate });
        library.signals.window({ ...request, lead, to: recording.samples });
      }
      return performance.now() - began;
    } finally {
      library.close();
    }
  },
  teardown: () => day?.remove(),
};
export default row;
