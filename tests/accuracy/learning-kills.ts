/**
 * Kills a training at random moments, every second time its process alone and every second time the program with it, and
 * says whether it still ends in the same model as an undisturbed one.
 *
 *   node tests/accuracy/learning-kills.ts [--times 50] [--steps 400] [--seed 1]
 *
 * Exit status 1 where the models differ.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openLibrary } from '../../src/main/library/open-library.ts';
import { randomStream } from '../../src/main/nat/random.ts';
import { LearningScope } from '../../src/shared/contract/learning-data.ts';
import { runUntil } from '../unit/learning-loop/kill-once.ts';
import { addPatient, openLoop, programPlaces, review } from '../unit/learning-loop/made-clinic.ts';

const { values } = parseArgs({
  options: {
    times: { type: 'string', default: '50' },
    steps: { type: 'string', default: '400' },
    seed: { type: 'string', default: '1' },
  },
});
const times = Number(values.times);
const settings = { steps: Number(values.steps), threads: 1 };
const random = randomStream(Number(values.seed), 'moments of kills');
const none = new AbortController().signal;
const root = mkdtempSync(join(tmpdir(), 'einthoven-kills-'));
const folder = join(root, 'library');

const open = () => {
  const library = openLibrary(folder, { mode: 'owner' });
  const loop = openLoop(library, places, { checkpointSeconds: 0.05 });
  return {
    learning: loop.learning,
    job: loop.job,
    close: async () => {
      await loop.close();
      library.close();
    },
    library,
  };
};

const places = await programPlaces(join(root, 'program'));
let workstation = open();
for (const name of ['Ada', 'Bea']) review(workstation.library, addPatient(workstation.library, name, 30));
const { id: snapshotId } = await workstation.learning.snapshot(LearningScope.parse({ kind: 'finetune' }));

/** Waits for a job; `onStep` may kill its process. */
async function finish(jobId: string, onStep: () => void = () => {}): Promise<string | undefined> {
  for await (const event of workstation.learning.queue.watch(jobId, none)) {
    if (event.kind === 'job' && event.job.stage === 'training') onStep();
  }
  return workstation.learning.queue.info(jobId).candidateId;
}

const undisturbed = await finish((await workstation.learning.start(snapshotId, settings)).id);
process.stdout.write(`undisturbed: ${undisturbed ?? 'no model'}\n`);

/** So that both ways to be killed come to their turn. */
const MOST_IN_A_TRAINING = 3;
let kills = 0;
let trainings = 0;
let differing = 0;
/** Steps until the next kill: a training of 400 steps is killed some four times. */
const moment = (): number => 1 + Math.floor((random.uniform() * settings.steps) / 2);
while (kills < times) {
  const { id } = await workstation.learning.start(snapshotId, settings);
  let candidate: string | undefined;
  if (trainings++ % 2 === 0) {
    let left = moment();
    let own = 0;
    candidate = await finish(id, () => {
      if (--left > 0 || kills >= times || own >= MOST_IN_A_TRAINING) return;
      kills++;
      own++;
      left = moment();
      workstation.job.kill();
    });
  } else {
    await workstation.close();
    const program = [folder, places.models, places.rehearsal, id];
    for (let own = 0; candidate === undefined; own++) {
      const kill = kills < times && own < MOST_IN_A_TRAINING;
      candidate = await runUntil(program, kill ? moment() : Infinity);
      if (candidate === undefined) kills++;
    }
    workstation = open();
  }
  if (candidate !== undisturbed) differing++;
  process.stdout.write(
    `${kills} kills, ${trainings} trainings, ${differing} of them ended otherwise: ${candidate ?? ''}\n`,
  );
}
await workstation.close();
rmSync(root, { recursive: true, force: true });
process.exitCode = differing === 0 && undisturbed !== undefined ? 0 : 1;
