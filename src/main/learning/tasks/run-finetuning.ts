import { holdOutPatients } from '../hold-out.ts';
import { writeModelFile } from '../model-file.ts';
import { RunCheckpoint } from '../run-checkpoint.ts';
import { type LearnedRecord, type Learner, validationOf } from './learners/learner.ts';
import type { TrainedResult } from './results.ts';
import { asJson, isFinished } from './run-description.ts';
import { labelsBehind, startingModel } from './starting-model.ts';
import { dataFor, describeEntries, entriesFor } from './task-data.ts';
import { reported, requireWritable, type TaskContext } from './task-context.ts';
import type { FinetuneTask, LearningTaskName } from './task.ts';

/** The model each task is trained with unless another is asked for. */
export const USUAL_MODEL = { beats: 'small', findings: 'base', waves: 'small' } as const satisfies Record<
  LearningTaskName,
  string
>;

/** Trains one model on labels and writes it. */
export async function runFinetuning<R extends LearnedRecord, P>(
  learner: Learner<R, P>,
  task: FinetuneTask,
  context: TaskContext,
): Promise<TrainedResult> {
  const { data, out, seed, threads, split } = task;
  requireWritable(out);
  const sets = dataFor(data, task.task);
  const entries = entriesFor(sets, split);
  const starting = startingModel(task, USUAL_MODEL[task.task]);
  const run = asJson({
    task: task.task,
    ...starting.description,
    ...learner.describe(task, [...new Set(entries.map((entry) => entry.data.set))]),
    frozenTrunk: task.frozenTrunk,
    data: describeEntries(entries),
    split,
    ...(task.patience === undefined ? {} : { patience: task.patience, validateEvery: task.validateEvery }),
    seed,
  });
  const trained = { kind: 'trained', out } as const;
  if (isFinished(out, run)) {
    return { ...trained, alreadyThere: true, parameters: 0, steps: 0, records: entries.length, labels: 0, seconds: 0 };
  }
  const all = await learner.read(entries, context);
  const { train, heldOut } = task.patience === undefined ? { train: all, heldOut: [] } : holdOutPatients(all, seed);
  const checkpoint = new RunCheckpoint(out, run);
  const model = await learner.train(
    { records: train, starting, choice: task, data },
    {
      seed,
      threads,
      device: task.device,
      validation: validationOf(learner, heldOut, task, { threads, control: context.control }),
      ...reported(context, `training ${task.task}`, checkpoint),
    },
  );
  const { steps, best, seconds, labels } = model;
  const trainedOn = [...new Set([...labelsBehind(starting), ...all.map(({ id }) => id)])];
  writeModelFile(out, model, { step: steps, seed, notes: { run, trainedOn, labels, seconds, best: best ?? null } });
  checkpoint.remove();
  return {
    ...trained,
    alreadyThere: false,
    parameters: model.parameters.length,
    steps,
    records: train.length,
    labels,
    best,
    seconds,
  };
}
