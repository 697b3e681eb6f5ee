import { number, text } from '../arguments.ts';
import type { Command } from '../command.ts';
import { resultText } from '../learning-tables.ts';
import { modelHelp, paceHelp, trainingChoice, trainingOptions } from '../training-options.ts';
import { dataOf, pathOf, required, runInTrainingProcess, threadsOf, wholeNumber } from '../training-process.ts';

export const pretrain: Command = {
  name: 'pretrain',
  summary: 'Trains a model on recordings without labels, by masked reconstruction.',
  usage: '--data DIR[,DIR…] --out MODEL [--steps N] [--model NAME] [--seed N] …',
  options: {
    ...trainingOptions,
    epochs: { type: 'string' },
    leads: { type: 'string' },
    seed: { type: 'string' },
    split: { type: 'string' },
    'without-fold': { type: 'string' },
    folds: { type: 'string' },
  },
  help: [
    ['--data DIR,…', 'folders of mitdb, svdb, PTB-XL, LUDB, CinC 2017, or of WFDB records; or one that holds several'],
    ['--out MODEL', 'the file to write; the same command goes on with a training that was interrupted'],
    ...modelHelp,
    ['--epochs X', 'in place of --steps: passes over all recordings'],
    ['--leads N', 'leads of a window (default 3)'],
    ['--split SPLIT', 'default: all but what the sets keep for testing'],
    ['--without-fold K', 'leaves out what fold K (from 0) of a cross-validation tests'],
    ['--folds N', 'of that cross-validation (default 5)'],
    ['--seed N', 'default 1'],
    ...paceHelp,
  ],
  run: async (context) => {
    const result = await runInTrainingProcess(context, {
      kind: 'pretrain',
      data: dataOf(context),
      out: required(pathOf(context, 'out'), 'Name the file to write with --out MODEL.'),
      ...trainingChoice(context),
      epochs: number(context, 'epochs', 0.001, 100_000),
      leads: wholeNumber(context, 'leads', 1, 12),
      split: text(context, 'split'),
      withoutFold: wholeNumber(context, 'without-fold', 0, 99),
      folds: wholeNumber(context, 'folds', 2, 100),
      seed: wholeNumber(context, 'seed', 0, Number.MAX_SAFE_INTEGER) ?? 1,
      threads: threadsOf(context),
    });
    await context.out(resultText(context, result));
    return undefined;
  },
};
