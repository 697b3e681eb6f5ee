import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { Problem } from '../../../../shared/problem.ts';
import { type FoundModel, findModels, MODEL_EXTENSION } from '../../../learning/find-models.ts';
import { readModelFile, type StoredModel } from '../../../learning/model-file.ts';
import { verifyModel } from '../../../learning/verify-model.ts';
import { locateProgramFiles } from '../../workstation/program-files.ts';
import { flag } from '../arguments.ts';
import { type Command, type CommandContext, EXIT } from '../command.ts';

export const models: Command = {
  name: 'models',
  summary: 'Lists models, shows how one was made, or verifies that models are sound.',
  usage: 'list [DIR …] | show MODEL | verify MODEL|DIR … [--json]',
  options: { json: { type: 'boolean' } },
  help: [
    ['list', `models (*${MODEL_EXTENSION}) in folders; without one, those that came with the program`],
    ['show', 'what a model is, what it was trained on and how'],
    ['verify', 'checksums, weights and answers on a fixed input; exit status 2 when one is not sound'],
    ['--json', 'for machines'],
  ],
  run: async (context) => {
    const [action, ...given] = context.positionals;
    const paths = given.map((one) => resolve(context.cwd, one));
    switch (action) {
      case 'list':
        return list(context, findModels(placesOr(paths)));
      case 'show':
        return show(context, paths);
      case 'verify':
        return verify(context, findModels(placesOr(paths)));
      default:
        throw new Problem('bad-input', 'Say what to do: models list, models show MODEL or models verify MODEL.');
    }
  },
};

/** What is named, or the folder of the models that came with the program. */
function placesOr(paths: readonly string[]): readonly string[] {
  if (paths.length > 0) return paths;
  const own = join(locateProgramFiles().resources, 'models');
  return existsSync(own) ? [own] : [];
}

async function list(context: CommandContext, found: readonly FoundModel[]): Promise<undefined> {
  if (flag(context, 'json')) {
    const rows = found.map(({ path, model, problem }) => ({ path, ...(model ? summary(model) : { problem }) }));
    await context.out(`${JSON.stringify(rows, null, 2)}\n`);
    return undefined;
  }
  if (found.length === 0) context.note('There are no models there.');
  for (const { path, model, problem } of found) {
    await context.out(model ? `${path}  ${oneLine(model)}\n` : `${path}  ${problem ?? ''}\n`);
  }
  return undefined;
}

async function show(context: CommandContext, [path, ...rest]: readonly string[]): Promise<undefined> {
  if (path === undefined || rest.length > 0) throw new Problem('bad-input', 'Name one model to show.');
  const model = readModelFile(path);
  const about = { ...summary(model), model: model.model, head: model.head, notes: model.notes };
  const text = flag(context, 'json') ? JSON.stringify(about, null, 2) : sentences(model);
  await context.out(`${text}\n`);
  return undefined;
}

async function verify(context: CommandContext, found: readonly FoundModel[]): Promise<number | undefined> {
  if (found.length === 0) throw new Problem('not-found', 'There are no models there.');
  const rows: { path: string; sound: boolean; text: string }[] = [];
  for (const { path, model, problem } of found) {
    const trouble = model ? await troubleWith(model) : problem;
    const text = trouble ?? `${basename(path)} is sound: ${model ? oneLine(model) : ''}`;
    rows.push({ path, sound: trouble === undefined, text });
    if (!flag(context, 'json')) await context.out(`${text}\n`);
  }
  if (flag(context, 'json')) await context.out(`${JSON.stringify(rows, null, 2)}\n`);
  return rows.every(({ sound }) => sound) ? undefined : EXIT.input;
}

async function troubleWith(model: StoredModel): Promise<string | undefined> {
  try {
    await verifyModel(model, 1);
    return undefined;
  } catch (thrown) {
    if (thrown instanceof Problem) return thrown.message;
    throw thrown;
  }
}

const summary = ({ head, parameters, step, seed, trainedOn }: StoredModel) => ({
  head: head.kind,
  parameters: parameters.length,
  steps: step,
  seed,
  trainedOn: trainedOn.length,
});

const oneLine = (model: StoredModel): string => {
  const { head, parameters, steps, trainedOn } = summary(model);
  const kind = head === 'reconstruction' ? 'pretrained' : head;
  return `${kind}, ${(parameters / 1e6).toFixed(2)} M parameters, ${steps} steps on ${trainedOn} records`;
};

function sentences(stored: StoredModel): string {
  const { model, head, notes, trainedOn, seed, step } = stored;
  const levels = model.levels.map(
    ({ dim, depth, heads, kernel }) => `${depth} × ${dim} (${heads} heads, ${kernel} wide)`,
  );
  const sets = Object.entries(Object.groupBy(trainedOn, (id) => id.slice(0, id.indexOf('/'))));
  return [
    `${stored.name}: ${oneLine(stored)}`,
    `trunk       ${model.trunk}, ${levels.join(', ')}`,
    `head        ${head.kind}`,
    `trained     ${step} steps, seed ${seed}`,
    ...sets.map(([set, ids]) => `records     ${set}: ${(ids ?? []).length}`),
    `notes       ${JSON.stringify(notes['run'] ?? {}, null, 2).replaceAll('\n', '\n            ')}`,
  ].join('\n');
}
