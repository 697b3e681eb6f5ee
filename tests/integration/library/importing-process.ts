import { openPicked } from '../../../src/main/files/file-source.ts';
import { importRecording } from '../../../src/main/jobs/import-recording.ts';
import { noWatchdog } from '../../../src/main/jobs/watchdog.ts';
import { openLibrary } from '../../../src/main/library/open-library.ts';

/** Imports one file as a job process does, and says so; its parent kills it meanwhile. */
const [folder = '', path = ''] = process.argv.slice(2);
openPicked(path).close();
const library = openLibrary(folder, { mode: 'worker' });
process.send?.('ready');
process.once('message', () => {
  void (async () => {
    for await (const step of importRecording(library, { path }, noWatchdog, new AbortController().signal)) {
      if (step.kind === 'imported') process.send?.('imported');
    }
    library.close();
    process.exit(0);
  })();
});
