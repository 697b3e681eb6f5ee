import { RECONSTRUCTION_HEAD } from '../../nat/heads/reconstruction.ts';
import { WINDOW_SAMPLES } from '../../nat/model-config.ts';
import { findDataSets, type RecordEntry, recordsOf } from '../data-sets.ts';
import { writeModelFile } from '../model-file.ts';
import { pretrain, PRETRAINING_PACE } from '../pretraining/pretrain.ts';
import type { StoredRecord } from '../pretraining/stored-record.ts';
import { RunCheckpoint } from '../run-checkpoint.ts';
import { crossValidated, testedIn } from '../cross-validation.ts';
import { chooseRecords } from '../split-choice.ts';
import type { Pace } from '../train-model.ts';
import { paceOf } from './recipe-choice.ts';
import type { TrainedResult } from './results.ts';
import { asJson, isFinished } from './run-description.ts';
import { startingModel } from './starting-model.ts';
import { describeEntries, readForPretraining } from './task-data.ts';
import { reported, requireWritable, type TaskContext } from './task-context.ts';
import type { PretrainTask } from './task.ts';

/** Masked reconstruction of everything that may be looked at: no test record of any set, labelled or not. */
export async function runPretraining(task: PretrainTask, context: TaskContext): Promise<TrainedResult> {
  const { data, out, seed, threads, split, withoutFold } = task;
  requireWritable(out);
  const entries = pretrainingEntries(data, split, withoutFold, task.folds);
  const starting = startingModel(task, 'base');
  const usual = task.leads === undefined ? PRETRAINING_PACE : { ...PRETRAINING_PACE, leads: task.leads };
  const usualPace = paceOf(usual, { ...task, from: undefined });
  const run = asJson({
    task: 'pretraining',
    ...starting.description,
    head: RECONSTRUCTION_HEAD,
    pace: task.epochs === undefined ? usualPace : { ...usualPace, steps: `${task.epochs} epochs` },
    data: describeEntries(entries),
    ...(split === 'all' ? {} : { split }),
    ...(withoutFold === undefined ? {} : { withoutFold: `${withoutFold} of ${task.folds}` }),
    seed,
  });
  const trained = { kind: 'trained', out, records: entries.length, labels: 0 } as const;
  if (isFinished(out, run)) return { ...trained, alreadyThere: true, parameters: 0, steps: 0, seconds: 0 };
  const records = await readForPretraining(entries, context);
  const pace =
    task.epochs === undefined ? usualPace : { ...usualPace, steps: stepsOf(task.epochs, usualPace, records) };
  const checkpoint = new RunCheckpoint(out, run);
  const model = await pretrain(starting.model, records, pace, {
    seed,
    threads,
    device: task.device,
    from: starting.from,
    ...reported(context, 'pretraining', checkpoint),
  });
  const { steps, best, seconds } = model;
  writeModelFile(out, model, { step: steps, seed, notes: { run, trainedOn: entries.map(({ id }) => id), seconds } });
  checkpoint.remove();
  return { ...trained, alreadyThere: false, parameters: model.parameters.length, steps, best, seconds };
}

/** Steps in which as many windows are drawn as the recordings hold, so many times over. */
function stepsOf(epochs: number, { windows }: Pace, records: readonly StoredRecord[]): number {
  const held = records.reduce((sum, { length }) => sum + Math.max(1, Math.floor(length / WINDOW_SAMPLES)), 0);
  return Math.max(1, Math.round((epochs * held) / windows));
}

/** With the split `all`: all but what is tested; mitdb's paced records may be looked at, though not trained with labels. */
function pretrainingEntries(
  data: readonly string[],
  split: string,
  withoutFold: number | undefined,
  folds: number,
): RecordEntry[] {
  const sets = findDataSets(data).filter(({ kind }) => kind !== 'noise');
  const all = sets.flatMap((set) => recordsOf(set));
  const chosen =
    split === 'all'
      ? all.filter(({ side, data: { set } }) => side === 'train' || (side === 'apart' && set === 'mitdb'))
      : chooseRecords(all, split);
  if (withoutFold === undefined) return chosen;
  const tested = new Set(testedIn(crossValidated(all), folds)[withoutFold]);
  return chosen.filter(({ id }) => !tested.has(id));
}
