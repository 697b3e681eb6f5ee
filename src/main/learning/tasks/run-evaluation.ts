import { Problem } from '../../../shared/problem.ts';
import type { RecordEntry } from '../data-sets.ts';
import { readModelFile, requireHead, type StoredModel } from '../model-file.ts';
import { requireTwoChannels } from '../model-presets.ts';
import { beatsLearner, type AdaptationJob } from './learners/beats-learner.ts';
import { findingsLearner } from './learners/findings-learner.ts';
import type { LearnedRecord, Learner } from './learners/learner.ts';
import { wavesLearner } from './learners/waves-learner.ts';
import type { TaskResult } from './results.ts';
import { adaptationPlan } from './run-trial.ts';
import { dataFor, entriesFor, readBeats } from './task-data.ts';
import { counting, note, type TaskContext } from './task-context.ts';
import { type EvaluateTask, FinetuneTask } from './task.ts';

/** Tests a model from a file on records of a split. */
export async function runEvaluation(task: EvaluateTask, context: TaskContext): Promise<TaskResult> {
  const model = readModelFile(task.model);
  requireTwoChannels(model.model);
  if (task.adapt && model.head.kind !== 'beats') {
    throw new Problem('bad-input', `Only models of beats are adapted to a record; ${model.name} is none.`);
  }
  switch (model.head.kind) {
    case 'beats': {
      const entries = entriesFor(dataFor(task.data, 'beats'), task.split);
      const adaptation = await adaptationJob(task, entries, context);
      const { positions, mapping } = task;
      if (adaptation && positions === 'detected') {
        throw new Problem('bad-input', 'An adaptation learns from the reader’s beats: leave --positions detected out.');
      }
      return evaluate(beatsLearner({ adaptation, positions, mappings: [mapping] }), model, entries, task, context);
    }
    case 'findings':
      return evaluate(findingsLearner, model, entriesFor(dataFor(task.data, 'findings'), task.split), task, context);
    case 'waves':
      return evaluate(wavesLearner, model, entriesFor(dataFor(task.data, 'waves'), task.split), task, context);
    case 'reconstruction':
      throw new Problem('bad-input', `${model.name} is pretrained only: fine-tune it before it is evaluated.`);
  }
}

async function evaluate<R extends LearnedRecord, P>(
  learner: Learner<R, P>,
  stored: StoredModel,
  entries: readonly RecordEntry[],
  { seed, threads }: EvaluateTask,
  context: TaskContext,
): Promise<TaskResult> {
  const model = requireHead(stored, learner.head);
  const records = await learner.read(entries, context);
  const trainedOn = records.filter(({ id }) => model.trainedOn.includes(id)).map(({ id }) => id);
  if (trainedOn.length > 0) {
    note(
      context,
      `${model.name} was trained on ${trainedOn.length} of these ${records.length} records: the figures flatter it.`,
    );
  }
  for (const { id, patient, data } of entries) {
    if (data.kind !== 'beats' || patient === id || !model.trainedOn.includes(patient)) continue;
    note(context, `${id} is of the same patient as ${patient}, on which ${model.name} was trained.`);
  }
  const { control, onRead: onRecord } = counting(context, 'testing');
  const predictions = await learner.predict(model, { records, threads, control, onRecord });
  return learner.report(records, [predictions], { model: model.name, seeds: [seed], trainedOn });
}

async function adaptationJob(
  { adapt, replay, threads, seed }: EvaluateTask,
  tested: readonly RecordEntry[],
  context: TaskContext,
): Promise<AdaptationJob | undefined> {
  if (!adapt) return undefined;
  if (replay.length === 0) {
    throw new Problem(
      'bad-input',
      'An adaptation replays recordings of other patients, or the model forgets them: name their folders with --replay.',
    );
  }
  const apart = new Set(tested.map(({ patient }) => patient));
  const others = entriesFor(dataFor(replay, 'beats'), 'train').filter(({ patient }) => !apart.has(patient));
  if (others.length === 0)
    throw new Problem('bad-input', 'All records to replay are tested too. Name others with --replay.');
  const choice = FinetuneTask.parse({ kind: 'finetune', task: 'beats', data: replay, threads, seed, out: 'unused' });
  return { plan: adaptationPlan(adapt), choice, replay: await readBeats(others, context), data: replay, seed };
}
