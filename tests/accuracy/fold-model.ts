import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { recordNames } from '../../src/main/learning/beats/beat-sets.ts';
import { readModelFile, requireHead, type StoredModel } from '../../src/main/learning/model-file.ts';
import { DS1, DS1_FOLDS } from '../../src/main/learning/splits.ts';
import { runTask } from '../../src/main/learning/tasks/run-task.ts';
import { LearningTask } from '../../src/main/learning/tasks/task.ts';
import { TrainingControl } from '../../src/main/learning/training-control.ts';

/**
 * A beat model of svdb and of DS1 without the records of a fold; one that is finished at `path` is read from there.
 * @param from folder of the sets, where progress is told, and the number of steps where it is not the usual one
 */
export async function foldModel(
  fold: number,
  path: string,
  {
    data,
    say,
    steps,
  }: { readonly data: string; readonly say: (line: string) => void; readonly steps?: number | undefined },
): Promise<StoredModel> {
  const held: readonly string[] = DS1_FOLDS[fold] ?? [];
  const present = (set: string): string[] => (existsSync(join(data, set)) ? [join(data, set)] : []);
  const svdb = present('svdb');
  const names = [...DS1.filter((name) => !held.includes(name)), ...svdb.flatMap(recordNames)];
  const task = LearningTask.parse({
    ...{ kind: 'finetune', task: 'beats', seed: 1, threads: 1, split: names.join(','), out: path },
    data: [join(data, 'mitdb'), ...svdb, ...present('nstdb')].map((folder) => resolve(folder)),
    ...(steps === undefined ? {} : { steps }),
  });
  mkdirSync(dirname(path), { recursive: true });
  say(`fold ${fold}: the model that has not seen ${held.join(' ')}`);
  await runTask(task, { control: new TrainingControl(), report: () => {} });
  return requireHead(readModelFile(path), 'beats');
}
