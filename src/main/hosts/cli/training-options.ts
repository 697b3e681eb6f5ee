import type { ParseArgsOptionsConfig } from 'node:util';
import { Problem } from '../../../shared/problem.ts';
import { MODEL_PRESET_NAMES, TRUNKS } from '../../learning/model-presets.ts';
import { DEVICES } from '../../learning/tasks/task.ts';
import { choice, number, text } from './arguments.ts';
import type { CommandContext } from './command.ts';
import { pathOf, wholeNumber } from './training-process.ts';

const MOST_STEPS = 10_000_000;

/** What every training can be told. */
export const trainingOptions: ParseArgsOptionsConfig = {
  data: { type: 'string' },
  out: { type: 'string' },
  from: { type: 'string' },
  model: { type: 'string' },
  trunk: { type: 'string' },
  steps: { type: 'string' },
  batch: { type: 'string' },
  'learning-rate': { type: 'string' },
  'weight-decay': { type: 'string' },
  'layer-decay': { type: 'string' },
  threads: { type: 'string' },
  device: { type: 'string' },
  json: { type: 'boolean' },
};

export const modelHelp: readonly (readonly [string, string])[] = [
  ['--from MODEL|none', 'the model whose weights it starts from (default: none)'],
  ['--model NAME', `the shape of a new model: ${MODEL_PRESET_NAMES.join(', ')}`],
  ['--trunk NAME', `its blocks, for comparison: ${TRUNKS.join(', ')}`],
];

export const paceHelp: readonly (readonly [string, string])[] = [
  ['--steps N', 'training steps'],
  ['--batch N', 'windows of a step'],
  ['--learning-rate X', 'at its peak'],
  ['--weight-decay X', 'of matrices'],
  ['--layer-decay X', 'factor of the learning rate per block below the head'],
  ['--threads N', 'default: as many as there are cores'],
  ['--device NAME', `where it trains: ${DEVICES.join(', ')} (default cpu)`],
  ['--json', 'for machines'],
];

/** The options above as a task has them. */
export function trainingChoice(context: Pick<CommandContext, 'values' | 'cwd'>) {
  return {
    from: text(context, 'from') === 'none' ? undefined : pathOf(context, 'from'),
    preset: choice(context, 'model', MODEL_PRESET_NAMES),
    trunk: choice(context, 'trunk', TRUNKS),
    device: choice(context, 'device', DEVICES),
    steps: wholeNumber(context, 'steps', 1, MOST_STEPS),
    batch: wholeNumber(context, 'batch', 1, 1024),
    learningRate: number(context, 'learning-rate', 1e-8, 10),
    weightDecay: number(context, 'weight-decay', 0, 10),
    layerDecay: number(context, 'layer-decay', 0, 1),
  };
}

/** `--seeds 1,2,3`. @throws Problem `bad-input` for what is no list of whole numbers */
export function seedList(context: Pick<CommandContext, 'values'>): number[] | undefined {
  const given = text(context, 'seeds');
  if (given === undefined) return undefined;
  const seeds = given.split(',').map(Number);
  if (!seeds.every(Number.isInteger) || new Set(seeds).size !== seeds.length || given.trim() === '') {
    throw new Problem('bad-input', `--seeds takes different whole numbers such as 1,2,3, not "${given}".`);
  }
  return seeds;
}

/** `--share mitdb=0.7,svdb=0.3` and options like it. @throws Problem `bad-input` for anything else */
export function sharesOf(
  context: Pick<CommandContext, 'values'>,
  option: string,
  names?: readonly string[],
): Record<string, number> | undefined {
  const given = text(context, option);
  if (given === undefined) return undefined;
  return Object.fromEntries(
    given.split(',').map((pair) => {
      const match = /^([\w-]+)=(0|1|0?\.\d+)$/.exec(pair.trim());
      if (!match?.[1] || (names && !names.includes(match[1]))) {
        const example = names?.[0] ?? 'svdb';
        throw new Problem('bad-input', `--${option} takes pairs such as ${example}=0.3, not "${pair}".`);
      }
      return [match[1], Number(match[2])];
    }),
  );
}
