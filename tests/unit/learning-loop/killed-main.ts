import { openLibrary } from '../../../src/main/library/open-library.ts';
import { openLoop } from './made-clinic.ts';

// A program that trains until it is killed: arguments are the library, the models, the rehearsal set and a job. It writes
// a line for every step it hears of, and one with the candidate when the job is done.
const [folder = '', models = '', rehearsal = '', jobId = ''] = process.argv.slice(2);
const library = openLibrary(folder, { mode: 'owner' });
const loop = openLoop(library, { models, rehearsal }, { checkpointSeconds: 0.05 });
loop.learning.queue.resume();
for await (const event of loop.learning.queue.watch(jobId, new AbortController().signal)) {
  if (event.kind === 'job') process.stdout.write(`${event.job.stage} ${event.job.step}\n`);
}
const { candidateId, problem } = loop.learning.queue.info(jobId);
await loop.close();
library.close();
process.stdout.write(`ended ${candidateId ?? problem?.text ?? ''}\n`);
