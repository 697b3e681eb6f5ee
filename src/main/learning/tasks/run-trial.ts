import { basename } from 'node:path';
import { Problem } from '../../../shared/problem.ts';
import { ADAPTATION_PLAN } from '../beats/adapt-beats.ts';
import type { BeatRecord } from '../beats/beat-record.ts';
import { crossValidated, testedIn } from '../cross-validation.ts';
import type { RecordEntry } from '../data-sets.ts';
import { holdOutPatients } from '../hold-out.ts';
import { RunCheckpoint } from '../run-checkpoint.ts';
import { chooseRecords } from '../split-choice.ts';
import { beatsLearner } from './learners/beats-learner.ts';
import { findingsLearner } from './learners/findings-learner.ts';
import { type LearnedRecord, type Learner, validationOf } from './learners/learner.ts';
import { wavesLearner } from './learners/waves-learner.ts';
import { HeldOutFile, type HeldOutRows } from './held-out-file.ts';
import type { TaskResult } from './results.ts';
import { asJson } from './run-description.ts';
import { USUAL_MODEL } from './run-finetuning.ts';
import { fingerprint, labelsBehind, startingModel } from './starting-model.ts';
import { dataFor, describeEntries, entriesFor } from './task-data.ts';
import { counting, note, reported, requireWritable, type TaskContext } from './task-context.ts';
import type { TrialTask } from './task.ts';
import { TrialFile } from './trial-file.ts';

/** One training of a trial, and the records it is tested on. */
interface Part {
  readonly key: string;
  readonly label: string;
  readonly seed: number;
  readonly fold: number | undefined;
  /** Ids. */
  readonly tested: ReadonlySet<string>;
}

/** Trains and tests with several seeds; parts that an earlier run finished are not done again. */
export async function runTrial(task: TrialTask, context: TaskContext): Promise<TaskResult> {
  try {
    return await runParts(task, context);
  } catch (thrown) {
    if (!(thrown instanceof Problem) || thrown.code !== 'cancelled') throw thrown;
    const where = thrown.message === 'Cancelled.' ? 'Stopped.' : thrown.message.replace(/ The same command.*$/, '');
    const kept = `The trainings that are finished are kept in ${basename(task.out)}`;
    throw new Problem('cancelled', `${where} ${kept}; the same command goes on from there.`, { cause: thrown });
  }
}

function runParts(task: TrialTask, context: TaskContext): Promise<TaskResult> {
  switch (task.task) {
    case 'beats':
      return trial(
        () => beatsLearner(),
        task,
        context,
        (part, replay) =>
          task.adapt ? beatsLearner({ adaptation: adaptationOf(task, replay, part.seed) }) : beatsLearner(),
      );
    case 'findings':
      return trial(() => findingsLearner, task, context);
    case 'waves':
      return trial(() => wavesLearner, task, context);
  }
}

const adaptationOf = (task: TrialTask, replay: readonly BeatRecord[], seed: number) => ({
  plan: adaptationPlan(task.adapt ?? {}),
  choice: task,
  replay,
  data: task.data,
  seed,
});

/** The usual adaptation with what was chosen in its place. */
export const adaptationPlan = (choice: NonNullable<TrialTask['adapt']>): typeof ADAPTATION_PLAN => ({
  steps: choice.steps ?? ADAPTATION_PLAN.steps,
  learningRate: choice.learningRate ?? ADAPTATION_PLAN.learningRate,
  ownShare: ADAPTATION_PLAN.ownShare,
  guard: choice.guard ?? ADAPTATION_PLAN.guard,
});

async function trial<R extends LearnedRecord, P>(
  makeLearner: () => Learner<R, P>,
  task: TrialTask,
  context: TaskContext,
  testing: (part: Part, train: readonly R[]) => Learner<R, P> = makeLearner,
): Promise<TaskResult> {
  const { data, out, threads, seeds, folds } = task;
  requireWritable(out);
  const learner = makeLearner();
  const sets = dataFor(data, task.task);
  const everything = entriesFor(sets, 'all');
  const parted = folds === undefined ? undefined : crossValidated(everything);
  const trained = parted ?? chooseRecords(everything, 'train');
  const tested = parted ?? chooseRecords(everything, 'test');
  const parts = partsOf(task, tested);
  const starts = new Map(parts.map(({ fold }) => [fold, startingModel(task, USUAL_MODEL[task.task], fold)]));
  const run = asJson({
    task: task.task,
    model: [...starts.values()][0]?.model,
    from: [...starts.values()].map(({ from }) => (from ? fingerprint(from) : null)),
    ...learner.describe(task, [...new Set(trained.map((entry) => entry.data.set))]),
    frozenTrunk: task.frozenTrunk,
    data: describeEntries([...new Set([...trained, ...tested])]),
    folds,
    ...(task.adapt ? { adapt: adaptationPlan(task.adapt) } : {}),
    ...(task.patience === undefined ? {} : { patience: task.patience, validateEvery: task.validateEvery }),
    seeds,
  });
  const file = new TrialFile(out, run);
  const heldOutFile = new HeldOutFile(out);
  const records = await learner.read([...new Set([...trained, ...tested])], context);
  const isTrained = new Set(trained.map(({ id }) => id));
  noteSeen(
    seenIn(parts, (fold) => starts.get(fold)?.from?.trainedOn ?? []),
    tested.length,
    folds,
    context,
  );

  for (const part of parts) {
    if (file.part(part.key)) continue;
    const usable = records.filter(({ id }) => isTrained.has(id) && !part.tested.has(id));
    const subjects = records.filter(({ id }) => part.tested.has(id));
    const { train, heldOut } =
      task.patience === undefined ? { train: usable, heldOut: [] } : holdOutPatients(usable, part.seed);
    const checkpoint = new RunCheckpoint(`${out}.${part.key}`, { ...run, part: part.key });
    const model = await learner.train(
      { records: train, starting: starts.get(part.fold)!, choice: task, data },
      {
        seed: part.seed,
        threads,
        device: task.device,
        validation: validationOf(learner, heldOut, task, { threads, control: context.control }),
        ...reported(context, part.label, checkpoint),
      },
    );
    const { control, onRead: onRecord } = counting(context, `${part.label}: testing`);
    const rows = new Map<string, HeldOutRows>();
    const predictions = await testing(part, train).predict(model, {
      ...{ records: subjects, threads, control, onRecord },
      onRows: ({ id }, own) => rows.set(id, own),
    });
    heldOutFile.add(part.key, rows);
    file.add(part.key, {
      labels: model.labels,
      predictions: Object.fromEntries(subjects.map(({ id }, index) => [id, predictions[index]])),
    });
    checkpoint.remove();
  }

  const subjects = records.filter(({ id }) => parts.some((part) => part.tested.has(id)));
  const bySeed = seeds.map((seed) => {
    const own = parts.filter((part) => part.seed === seed);
    return subjects.map(({ id }) => {
      const part = own.find((one) => one.tested.has(id));
      return learner.prediction.parse(part && file.part(part.key)?.predictions[id]);
    });
  });
  const labels = seeds.map((seed) => meanLabels(parts, file, seed));
  const trainedOn = seenIn(parts, (fold) => labelsBehind(starts.get(fold)));
  const result = learner.report(subjects, bySeed, { model: describeTrial(task), seeds, labels, trainedOn });
  file.finish(result);
  return result;
}

function partsOf({ seeds, folds }: TrialTask, tested: readonly RecordEntry[]): Part[] {
  const testedIds = (fold: number): readonly string[] =>
    folds === undefined ? tested.map(({ id }) => id) : (testedIn(tested, folds)[fold] ?? []);
  return seeds
    .flatMap((seed) =>
      Array.from({ length: folds ?? 1 }, (_, index) => {
        const fold = folds === undefined ? undefined : index;
        return {
          key: fold === undefined ? `seed${seed}` : `seed${seed}-fold${fold}`,
          label: fold === undefined ? `seed ${seed}` : `seed ${seed}, fold ${fold + 1} of ${folds ?? 1}`,
          seed,
          fold,
          tested: new Set(testedIds(index)),
        };
      }),
    )
    .filter((part) => part.tested.size > 0);
}

/** Labels a training of this seed learnt from, on average over its folds. */
function meanLabels(parts: readonly Part[], file: TrialFile, seed: number): number {
  const counts = parts.filter((part) => part.seed === seed).map(({ key }) => file.part(key)?.labels ?? 0);
  return counts.reduce((sum, count) => sum + count, 0) / counts.length;
}

function describeTrial({ preset, trunk, task, folds, from, labels }: TrialTask): string {
  const shape = from === undefined ? [preset ?? USUAL_MODEL[task], trunk].filter(Boolean).join(' ') : `from ${from}`;
  const scheme = folds === undefined ? '' : `, ${folds}-fold cross-validation by record`;
  return `${shape}, ${labels * 100} % of the labels${scheme}`;
}

/** Records that are tested by a model which knew them before its training; `known` says what the model of a fold began with. */
const seenIn = (parts: readonly Part[], known: (fold: number | undefined) => readonly string[]): string[] => [
  ...new Set(parts.flatMap(({ fold, tested }) => known(fold).filter((id) => tested.has(id)))),
];

/** Says it when a model to start from has looked at records that it is tested on. */
function noteSeen(seen: readonly string[], tested: number, folds: number | undefined, context: TaskContext): void {
  if (seen.length === 0) return;
  const advice = folds === undefined ? '' : ' Pretrain with --without-fold and name {fold} in --from to avoid it.';
  note(context, `The model to start from has seen ${seen.length} of ${tested} tested records.${advice}`);
}
