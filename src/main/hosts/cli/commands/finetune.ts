import { Problem } from '../../../../shared/problem.ts';
import { GUARDS } from '../../../learning/beats/adapt-beats.ts';
import { STRETCHES } from '../../../learning/beats/simulated-rhythm.ts';
import { LEARNING_TASKS } from '../../../learning/tasks/task.ts';
import { choice, flag, number, text } from '../arguments.ts';
import type { Command, CommandContext } from '../command.ts';
import { resultText } from '../learning-tables.ts';
import { modelHelp, paceHelp, seedList, sharesOf, trainingChoice, trainingOptions } from '../training-options.ts';
import {
  dataOf,
  pathOf,
  required,
  runInTrainingProcess,
  shareOf,
  threadsOf,
  wholeNumber,
} from '../training-process.ts';

export const finetune: Command = {
  name: 'finetune',
  summary: 'Trains a model on labels: beats, findings or waves; or trains and tests with several seeds.',
  usage: '--task beats|findings|waves --data DIR[,DIR…] --out MODEL [--from MODEL] [--labels 1%] [--seed N] …',
  options: {
    ...trainingOptions,
    task: { type: 'string' },
    labels: { type: 'string' },
    seed: { type: 'string' },
    split: { type: 'string' },
    'no-rhythm': { type: 'boolean' },
    contrastive: { type: 'string' },
    temperature: { type: 'string' },
    simulate: { type: 'string' },
    share: { type: 'string' },
    'freeze-trunk': { type: 'boolean' },
    patience: { type: 'string' },
    'validate-every': { type: 'string' },
    seeds: { type: 'string' },
    'cross-validate': { type: 'boolean' },
    folds: { type: 'string' },
    adapt: { type: 'boolean' },
    'adapt-steps': { type: 'string' },
    guard: { type: 'string' },
    mapping: { type: 'string' },
  },
  help: [
    ['--task NAME', 'beats (mitdb, svdb), findings (PTB-XL, CinC 2017) or waves (LUDB)'],
    ['--data DIR,…', 'folders of the sets; a folder of nstdb gives recorded noise to add'],
    ['--out MODEL', 'the file to write; the same command goes on with a training that was interrupted'],
    ...modelHelp,
    ['--labels SHARE', 'only this share of the labels, of each class the same: 1% or 0.01'],
    ['--split SPLIT', "records to train on (default: the sets' own training records)"],
    ['--no-rhythm', 'beats: without RR intervals, for comparison'],
    ['--contrastive X', 'beats: weight of the supervised contrastive loss (default 0)'],
    ['--temperature X', 'beats: of that loss'],
    ['--simulate KIND=X,…', `beats: share of windows with simulated rhythm: ${STRETCHES.join(', ')}`],
    ['--share SET=X,…', 'share of the windows from each set'],
    ['--freeze-trunk', 'trains the head alone'],
    ['--patience N', 'holds a tenth of the patients out and stops after N looks at them without gain'],
    ['--validate-every N', 'steps between two looks (default 50)'],
    ['--seed N', 'default 1'],
    ...paceHelp,
    ['--seeds 1,2,3', 'trains and tests once a seed; --out is then a file of results (JSON)'],
    ['--cross-validate', 'tests every training record once, by --folds (default 5) parts of the patients'],
    ['--adapt', 'beats: adapts to each tested record by its first five minutes before it is scored'],
    ['--adapt-steps N', 'steps of each adaptation'],
    ['--guard NAME', `what becomes of classes those minutes lack: ${GUARDS.join(', ')}`],
    ['--mapping NAME', 'of the table of a test: bxb (default) or dechazal; the file holds both'],
  ],
  run: async (context) => {
    const task = required(choice(context, 'task', LEARNING_TASKS), 'Name what to learn with --task.');
    const shared = {
      task,
      data: dataOf(context),
      out: required(pathOf(context, 'out'), 'Name the file to write with --out.'),
      threads: threadsOf(context),
      ...trainingChoice(context),
      ...learningChoice(context),
    };
    const seeds = seedList(context);
    const trial = seeds !== undefined || flag(context, 'cross-validate');
    if (!trial) refuse(context, ['adapt', 'adapt-steps', 'guard', 'folds'], '--cross-validate or --seeds');
    if (trial) refuse(context, ['split'], 'a training without a test');
    const seed = wholeNumber(context, 'seed', 0, Number.MAX_SAFE_INTEGER) ?? 1;
    const result = await runInTrainingProcess(
      context,
      trial
        ? {
            kind: 'trial',
            ...shared,
            seeds: seeds ?? [seed],
            folds: flag(context, 'cross-validate') ? (wholeNumber(context, 'folds', 2, 100) ?? 5) : undefined,
            adapt: adaptChoice(context),
          }
        : { kind: 'finetune', ...shared, split: text(context, 'split'), seed },
    );
    await context.out(resultText(context, result));
    return undefined;
  },
};

const learningChoice = (context: CommandContext) => ({
  labels: shareOf(context, 'labels'),
  rhythm: !flag(context, 'no-rhythm'),
  contrastive: number(context, 'contrastive', 0, 100),
  temperature: number(context, 'temperature', 0.001, 100),
  simulated: sharesOf(context, 'simulate', STRETCHES),
  setShare: sharesOf(context, 'share'),
  frozenTrunk: flag(context, 'freeze-trunk'),
  patience: wholeNumber(context, 'patience', 1, 100_000),
  validateEvery: wholeNumber(context, 'validate-every', 1, 1_000_000),
});

/** `--adapt` and what belongs to it. */
export function adaptChoice(context: CommandContext) {
  if (!flag(context, 'adapt')) {
    refuse(context, ['adapt-steps', 'guard'], '--adapt');
    return undefined;
  }
  return { steps: wholeNumber(context, 'adapt-steps', 1, 100_000), guard: choice(context, 'guard', GUARDS) };
}

function refuse(context: CommandContext, options: readonly string[], needs: string): void {
  const given = options.find((option) => context.values[option] !== undefined);
  if (given !== undefined) throw new Problem('bad-input', `--${given} belongs to ${needs}.`);
}
