import { Problem } from '../../../../shared/problem.ts';
import { GUARDS } from '../../../learning/beats/adapt-beats.ts';
import { SPLIT_FORMS } from '../../../learning/split-choice.ts';
import { choice, text } from '../arguments.ts';
import type { Command } from '../command.ts';
import { resultText } from '../learning-tables.ts';
import { dataOf, folders, pathOf, runInTrainingProcess, threadsOf, wholeNumber } from '../training-process.ts';
import { adaptChoice } from './finetune.ts';

export const evaluate: Command = {
  name: 'evaluate',
  summary: 'Tests a model, or annotation files, against the reference: by EC57 for beats.',
  usage: '--model MODEL --data DIR[,DIR…] [--split SPLIT] [--mapping bxb|dechazal] [--json]',
  options: {
    model: { type: 'string' },
    annotator: { type: 'string' },
    data: { type: 'string' },
    split: { type: 'string' },
    mapping: { type: 'string' },
    positions: { type: 'string' },
    adapt: { type: 'boolean' },
    'adapt-steps': { type: 'string' },
    guard: { type: 'string' },
    replay: { type: 'string' },
    seed: { type: 'string' },
    threads: { type: 'string' },
    json: { type: 'boolean' },
  },
  help: [
    ['--model MODEL', 'the model; its head says what is tested'],
    [
      '--annotator NAME',
      'in place of a model: annotation files RECORD.NAME beside the reference, as bxb compares them',
    ],
    ['--data DIR,…', 'folders of the sets'],
    ['--split SPLIT', `${SPLIT_FORMS} (default: test; all for annotators)`],
    ['--mapping NAME', 'beat codes to classes: bxb (e, j and n are S; default) or dechazal (they are N)'],
    ['--positions NAME', 'beats as annotated (default), or as detected by the classical detector'],
    ['--adapt', 'adapts to each record by its first five minutes before it is scored'],
    ['--adapt-steps N', 'steps of each adaptation'],
    ['--guard NAME', `what becomes of classes those minutes lack: ${GUARDS.join(', ')}`],
    ['--replay DIR,…', 'recordings of other patients that an adaptation replays'],
    ['--seed N', 'of adaptations (default 1)'],
    ['--threads N', 'default: as many as there are cores'],
    ['--json', 'for machines'],
  ],
  run: async (context) => {
    const model = pathOf(context, 'model');
    const annotator = text(context, 'annotator');
    if ((model === undefined) === (annotator === undefined)) {
      throw new Problem('bad-input', 'Name what to test: a model with --model, or annotation files with --annotator.');
    }
    const shared = {
      data: dataOf(context),
      split: text(context, 'split'),
      mapping: choice(context, 'mapping', ['bxb', 'dechazal']),
      threads: threadsOf(context),
    };
    const result = await runInTrainingProcess(
      context,
      model === undefined
        ? { kind: 'score', annotator: annotator ?? '', ...shared }
        : {
            kind: 'evaluate',
            model,
            positions: choice(context, 'positions', ['annotated', 'detected']),
            adapt: adaptChoice(context),
            replay: folders(context, 'replay'),
            seed: wholeNumber(context, 'seed', 0, Number.MAX_SAFE_INTEGER),
            ...shared,
          },
    );
    await context.out(resultText(context, result));
    return undefined;
  },
};
