/** A job for tests, as one runs in a utility process: doubles what it is sent, ends and complains when told to. */
import type * as Electron from 'electron';

const { parentPort } = process as NodeJS.Process & { parentPort: Electron.ParentPort };
parentPort.on('message', ({ data }: { data: unknown }) => {
  if (data instanceof Float32Array) parentPort.postMessage(data.map((value) => value * 2));
  if (data === 'complain') process.stderr.write('a driver complains\n', () => parentPort.postMessage('complained'));
  if (data === 'end') process.exit(0);
});
