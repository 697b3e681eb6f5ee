/**
 * What the corrections of a clinic's patients are worth to the patients that come after: a model that has never seen MIT-BIH
 * is corrected on the records of four folds of DS1, and judged on the fifth.
 *
 *   node tests/accuracy/learning-clinic.ts --out FILE.json [--data .data] [--folds 0,1,2,3,4] [--seeds 1,2,3]
 *     [--budgets 0,25,50,100,200,400] [--strategies random,least-confidence,clusters] [--reader corrects|confirms]
 *     [--keep SHARE] [--own-share SHARE] [--rehearsal-keep SHARE] [--rate 0.001] [--steps N] [--threads 2] [--minutes 30]
 *
 * The model is trained on svdb alone, and svdb alone is rehearsed. A reader takes the patients in turn and corrects only
 * what is wrong (`confirms`: what was right becomes a label too), in the order of a queue, in the first quarter of an hour of each record; a budget is the number of
 * corrections of all patients together. Counted are the whole records of the held-out fold, and of the corrected records
 * what lies behind the part that was asked of. What is finished is kept in FILE.json, and the model beside it: the same
 * command goes on; the end of `--minutes` prints the tables of what is finished.
 */
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { BeatRecord } from '../../src/main/learning/beats/beat-record.ts';
import { readBeatRecord } from '../../src/main/learning/beats/beat-sets.ts';
import { BeatPredictor, mostProbable } from '../../src/main/learning/beats/predict-beats.ts';
import { clinicRecipe, usualSteps } from '../../src/main/learning/clinic/clinic-recipe.ts';
import { readRehearsal, rehearsalRecord } from '../../src/main/learning/clinic/rehearsal-file.ts';
import { parentsWord, trainClinic } from '../../src/main/learning/clinic/train-clinic.ts';
import { readModelFile, requireHead, type StoredModel } from '../../src/main/learning/model-file.ts';
import { replaceFile } from '../../src/main/learning/replace-file.ts';
import { DS1_FOLDS } from '../../src/main/learning/splits.ts';
import { runTask } from '../../src/main/learning/tasks/run-task.ts';
import { LearningTask } from '../../src/main/learning/tasks/task.ts';
import { TrainingControl } from '../../src/main/learning/training-control.ts';
import { type ClinicRow, clinicTable } from './learning-clinic-table.ts';
import { reviewOrder, STRATEGIES } from './review-orders.ts';
import { added, countedBeats, type Counts, countsOf, reviewInTurn } from './simulated-reader.ts';

const { values } = parseArgs({
  options: {
    out: { type: 'string', default: 'learning-clinic.json' },
    data: { type: 'string', default: '.data' },
    folds: { type: 'string', default: '0,1,2,3,4' },
    seeds: { type: 'string', default: '1,2,3' },
    budgets: { type: 'string', default: '0,25,50,100,200,400' },
    strategies: { type: 'string', default: STRATEGIES.join() },
    reader: { type: 'string', default: 'corrects' },
    keep: { type: 'string' },
    'own-share': { type: 'string' },
    'rehearsal-keep': { type: 'string' },
    rate: { type: 'string' },
    steps: { type: 'string' },
    threads: { type: 'string', default: String(availableParallelism()) },
    minutes: { type: 'string', default: 'Infinity' },
  },
});
const numbersIn = (text: string): readonly number[] => text.split(',').map(Number);

const { data } = values;
const out = resolve(values.out);
const folds = numbersIn(values.folds);
const seeds = numbersIn(values.seeds);
const budgets = numbersIn(values.budgets);
const strategies = STRATEGIES.filter((one) => values.strategies.split(',').includes(one));
const reader = values.reader === 'confirms' ? 'confirms' : 'corrects';
const threads = Number(values.threads);
const until = performance.now() + Number(values.minutes) * 60_000;

/** What decides a row, beside its key: rows of another recipe are never mixed in. */
const settings = {
  reader,
  ...{ keep: values.keep, ownShare: values['own-share'], rehearsalKeep: values['rehearsal-keep'] },
  ...{ rate: values.rate, steps: values.steps },
};
const rows = keptRows();

function keptRows(): ClinicRow[] {
  if (!existsSync(out)) return [];
  const kept = JSON.parse(readFileSync(out, 'utf8')) as { settings?: object; rows?: ClinicRow[] };
  if (JSON.stringify(kept.settings) === JSON.stringify(settings)) return kept.rows ?? [];
  throw new Error(`${out} holds figures that were made in another way. Name another file with --out.`);
}

const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** A model of svdb, which holds none of the patients of DS1. */
async function modelOfSvdb(): Promise<StoredModel> {
  const path = `${out}.svdb.nat`;
  mkdirSync(dirname(out), { recursive: true });
  if (!existsSync(path)) say('the model of svdb');
  const folders = ['svdb', 'nstdb'].map((set) => join(data, set)).filter((folder) => existsSync(folder));
  const task = LearningTask.parse({
    ...{ kind: 'finetune', task: 'beats', seed: 1, threads: 1, out: path },
    data: folders.map((folder) => resolve(folder)),
  });
  await runTask(task, { control: new TrainingControl(), report: () => {} });
  return requireHead(readModelFile(path), 'beats');
}

async function predict(
  model: Parameters<typeof BeatPredictor.create>[0],
  records: readonly BeatRecord[],
): Promise<Uint8Array[]> {
  const predictor = await BeatPredictor.create(model, threads);
  try {
    const all: Uint8Array[] = [];
    for (const record of records) all.push(mostProbable(await predictor.predict(record)));
    return all;
  } finally {
    await predictor.release();
  }
}

const parent = await modelOfSvdb();
const rehearsal = readRehearsal(new Uint8Array(readFileSync('resources/rehearsal/rehearsal.ecg')))
  .filter(({ part, record }) => part === 'train' && record.startsWith('svdb/'))
  .map(rehearsalRecord);
const partOf = DS1_FOLDS.map((names) => names.map((name) => readBeatRecord(join(data, 'mitdb'), 'mitdb', name)));
const known = await parentsWord(parent, [...rehearsal, ...partOf.flat()], threads);
const word = (record: BeatRecord): Float32Array => known.get(record) ?? new Float32Array();
say(`rehearses ${rehearsal.length} stretches of svdb`);

const counts = (
  records: readonly BeatRecord[],
  said: readonly Uint8Array[],
  name: 'V' | 'S',
  behind: boolean,
): Counts =>
  added(
    records.map((record, at) =>
      countsOf(record.label, said[at] ?? new Uint8Array(), name, behind ? countedBeats(record) : undefined),
    ),
  );

const finish = (): void => {
  process.stdout.write(clinicTable(rows, strategies, budgets));
};

for (const seed of seeds) {
  for (const fold of folds) {
    const judges = partOf[fold] ?? [];
    const corrected = partOf.filter((_, part) => part !== fold).flat();
    for (const strategy of strategies) {
      let queues: readonly (readonly number[])[] | undefined;
      for (const budget of budgets) {
        const key = [fold, strategy, budget, seed].join(' ');
        if (rows.some((row) => row.key === key)) continue;
        if (performance.now() > until) {
          finish();
          process.exit(0);
        }
        queues ??= corrected.map((record) => reviewOrder(strategy, record, word(record), { seed, data }));
        const began = performance.now();
        const said = corrected.map((record) => mostProbable(word(record)));
        const work = reviewInTurn(corrected, said, queues, budget, reader);
        const taught = corrected.flatMap((record, at) => {
          const usable = work.usable[at];
          return usable?.includes(1) ? [{ record, usable }] : [];
        });
        const labels = taught.reduce((sum, { usable }) => sum + usable.reduce((own, mark) => own + mark, 0), 0);
        const usual = clinicRecipe(Number(values.steps ?? usualSteps(labels)));
        const recipe = {
          ...usual,
          keepShare: Number(values.keep ?? usual.keepShare),
          ownShare: Number(values['own-share'] ?? usual.ownShare),
          rehearsalKeep: Number(values['rehearsal-keep'] ?? usual.rehearsalKeep),
          learningRate: Number(values.rate ?? usual.learningRate),
        };
        let ofJudges = judges.map((record) => mostProbable(word(record)));
        let ofOwn = said;
        if (taught.length > 0) {
          const training = { parent, records: taught, rehearsal, known, watch: [], recipe };
          const model = await trainClinic(training, { seed, threads });
          [ofJudges, ofOwn] = [await predict(model, judges), await predict(model, corrected)];
        }
        rows.push({
          ...{ key, fold, strategy, budget, seed, looked: work.looked, corrected: work.corrected },
          seconds: (performance.now() - began) / 1000,
          next: { V: counts(judges, ofJudges, 'V', false), S: counts(judges, ofJudges, 'S', false) },
          rest: { V: counts(corrected, ofOwn, 'V', true), S: counts(corrected, ofOwn, 'S', true) },
        });
        replaceFile(out, new TextEncoder().encode(JSON.stringify({ settings, rows }, null, 1)));
        say(
          `${key}: ${work.looked} looked at, ${work.corrected} corrected, ${rows.at(-1)?.seconds.toFixed(0) ?? ''} s`,
        );
      }
    }
  }
}
finish();
