/**
 * What corrections are worth: a reader who corrects a model on records it has not seen, in the order of a review queue, and
 * the model that is fine-tuned on these corrections.
 *
 *   node tests/accuracy/learning-loop.ts --out FILE.json [--data .data] [--folds 0,1,2,3,4] [--seeds 1,2,3]
 *     [--budgets 0,25,50,100,200,400] [--strategies random,least-confidence,clusters] [--reader corrects|answers]
 *     [--keep SHARE] [--own-share SHARE] [--no-rehearsal] [--rehearsal-keep SHARE] [--rate 0.001] [--records 3]
 *     [--threads 2] [--small]
 *
 * For every fold of DS1 a model is trained on the others (and on svdb), and each record of the fold is then read alone: its
 * V and S on the beats the reader did not touch, and those of the fold's other records. `corrects`: only labels that were
 * wrong become the reader's, a budget is a number of corrections. `answers`: every label that is looked at does, as in the
 * product's queue. What is finished is kept in FILE.json, and models beside it: the same command goes on.
 */
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { AAMI_CLASSES } from '../../src/shared/annotation-codes.ts';
import type { BeatRecord } from '../../src/main/learning/beats/beat-record.ts';
import { readBeatRecord } from '../../src/main/learning/beats/beat-sets.ts';
import { BeatPredictor, mostProbable } from '../../src/main/learning/beats/predict-beats.ts';
import { clinicRecipe, usualSteps } from '../../src/main/learning/clinic/clinic-recipe.ts';
import { readRehearsal, rehearsalRecord } from '../../src/main/learning/clinic/rehearsal-file.ts';
import { trainClinic } from '../../src/main/learning/clinic/train-clinic.ts';
import { readModelFile, requireHead, type StoredModel } from '../../src/main/learning/model-file.ts';
import { replaceFile } from '../../src/main/learning/replace-file.ts';
import { DS1, DS1_FOLDS } from '../../src/main/learning/splits.ts';
import { runTask } from '../../src/main/learning/tasks/run-task.ts';
import { LearningTask } from '../../src/main/learning/tasks/task.ts';
import { TrainingControl } from '../../src/main/learning/training-control.ts';
import { randomStream } from '../../src/main/nat/random.ts';
import { BeatClusters } from '../../src/main/signal/clusters/cluster-beats.ts';
import { leadWeights } from '../../src/main/signal/clusters/lead-weights.ts';
import { ShapeTable } from '../../src/main/signal/clusters/shape-table.ts';
import { readRealRecord } from './real-records.ts';

const { values } = parseArgs({
  options: {
    ...{
      out: { type: 'string' },
      data: { type: 'string', default: '.data' },
      small: { type: 'boolean', default: false },
    },
    ...{
      folds: { type: 'string' },
      seeds: { type: 'string' },
      budgets: { type: 'string' },
      strategies: { type: 'string' },
    },
    ...{ reader: { type: 'string', default: 'corrects' }, keep: { type: 'string' }, 'own-share': { type: 'string' } },
    ...{
      records: { type: 'string' },
      threads: { type: 'string' },
      'no-rehearsal': { type: 'boolean', default: false },
      'rehearsal-keep': { type: 'string' },
      rate: { type: 'string' },
    },
  },
});
const STRATEGIES = ['random', 'least-confidence', 'clusters'] as const;
type Strategy = (typeof STRATEGIES)[number];
const numbersIn = (text: string | undefined, usual: readonly number[]): readonly number[] =>
  text === undefined ? usual : text.split(',').map(Number);

const { small, data } = values;
const out = resolve(values.out ?? 'learning-loop.json');
const folds = numbersIn(values.folds, small ? [3] : [0, 1, 2, 3, 4]);
const seeds = numbersIn(values.seeds, small ? [1] : [1, 2, 3]);
const budgets = numbersIn(values.budgets, small ? [0, 50] : [0, 25, 50, 100, 200, 400]);
const strategies = STRATEGIES.filter((one) => values.strategies?.split(',').includes(one) ?? true);
const mostRecords = Number(values.records ?? (small ? 1 : 99));
const threads = Number(values.threads ?? availableParallelism());
const foldSteps = small ? 200 : undefined;

const CLASSES = AAMI_CLASSES.length;
const S = AAMI_CLASSES.indexOf('S');
const V = AAMI_CLASSES.indexOf('V');

/** Counts of one class: hits, misses, false alarms. */
type Counts = readonly [hits: number, misses: number, alarms: number];
interface Row {
  readonly key: string;
  readonly strategy: Strategy;
  readonly budget: number;
  readonly seed: number;
  readonly record: string;
  readonly looked: number;
  readonly corrected: number;
  readonly seconds: number;
  readonly rest: { readonly V: Counts; readonly S: Counts };
  readonly others: { readonly V: Counts; readonly S: Counts };
}

const rows: Row[] = existsSync(out) ? (JSON.parse(readFileSync(out, 'utf8')) as Row[]) : [];
const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** A model of everything but the records of a fold. */
async function foldModel(fold: number): Promise<StoredModel> {
  const held: readonly string[] = DS1_FOLDS[fold] ?? [];
  const path = `${out}.fold-${fold}.nat`;
  const svdb = existsSync(join(data, 'svdb')) ? [join(data, 'svdb')] : [];
  const noise = existsSync(join(data, 'nstdb')) ? [join(data, 'nstdb')] : [];
  const split = [...DS1.filter((name) => !held.includes(name)), ...(svdb.length > 0 ? svdbNames() : [])].join(',');
  const task = LearningTask.parse({
    ...{ kind: 'finetune', task: 'beats', seed: 1, threads: 1, split, out: path },
    data: [join(data, 'mitdb'), ...svdb, ...noise].map((folder) => resolve(folder)),
    ...(foldSteps === undefined ? {} : { steps: foldSteps }),
  });
  mkdirSync(dirname(out), { recursive: true });
  say(`fold ${fold}: the model that has not seen ${held.join(' ')}`);
  await runTask(task, { control: new TrainingControl(), report: () => {} });
  return requireHead(readModelFile(path), 'beats');
}

const svdbNames = (): string[] =>
  Array.from({ length: 95 }, (_, i) => String(800 + i)).filter((name) => existsSync(join(data, 'svdb', `${name}.atr`)));

async function predict(
  model: StoredModel | Parameters<typeof BeatPredictor.create>[0],
  records: readonly BeatRecord[],
) {
  const predictor = await BeatPredictor.create(model, threads);
  try {
    const all: Float32Array[] = [];
    for (const record of records) all.push(await predictor.predict(record));
    return all;
  } finally {
    await predictor.release();
  }
}

/** Beats in the order in which a reader is asked. */
function queueOf(strategy: Strategy, record: BeatRecord, probabilities: Float32Array, seed: number): number[] {
  const all = Array.from(record.position.keys());
  const doubt = (beat: number): number => Math.max(...probabilities.subarray(beat * CLASSES, (beat + 1) * CLASSES));
  if (strategy === 'least-confidence') return all.sort((a, b) => doubt(a) - doubt(b) || a - b);
  const random = randomStream(seed, `queue of ${record.id}`);
  if (strategy === 'random')
    return all
      .map((beat) => ({ beat, at: random.uniform() }))
      .sort((a, b) => a.at - b.at)
      .map(({ beat }) => beat);
  // The least certain beat of every group, largest group first; then the next of every group.
  const groups = [...clustersOf(record).values()].sort((a, b) => b.length - a.length);
  for (const group of groups) group.sort((a, b) => doubt(a) - doubt(b) || a - b);
  const queue: number[] = [];
  for (let round = 0; queue.length < all.length; round++) {
    for (const group of groups) {
      const beat = group[round];
      if (beat !== undefined) queue.push(beat);
    }
  }
  return queue;
}

/** Groups of beats by shape, as the workstation makes them. */
function clustersOf(record: BeatRecord): Map<number, number[]> {
  const { header, leads } = readRealRecord(join(data, record.set), record.record);
  const shapes = new ShapeTable(record.sample.length, leads.length);
  for (const [at, samples] of leads.entries()) {
    const { rate = header.rate, gain = 1 } = header.leads[at] ?? {};
    for (const [beat, sample] of record.sample.entries()) {
      shapes.read(beat, at, sample / header.rate, { samples, start: 0, rate, gain });
    }
  }
  const clusters = new BeatClusters(shapes, leadWeights(shapes).perEnergy);
  for (const beat of record.sample.keys()) clusters.add(beat);
  clusters.settle();
  return Map.groupBy(record.sample.keys(), (beat) => clusters.groupOf(beat));
}

interface Work {
  readonly usable: Uint8Array;
  readonly looked: number;
  readonly corrected: number;
}

function reviewed(record: BeatRecord, said: Uint8Array, queue: readonly number[], budget: number): Work {
  const usable = new Uint8Array(record.position.length);
  let [looked, corrected] = [0, 0];
  for (const beat of queue) {
    if ((values.reader === 'answers' ? looked : corrected) >= budget) break;
    looked++;
    const wrong = said[beat] !== record.label[beat];
    if (wrong) corrected++;
    if (wrong || values.reader === 'answers') usable[beat] = 1;
  }
  return { usable, looked, corrected };
}

function countsOf(record: BeatRecord, probabilities: Float32Array, own: number, without?: Uint8Array): Counts {
  const said = mostProbable(probabilities);
  let [hits, misses, alarms] = [0, 0, 0];
  for (const [beat, truth] of record.label.entries()) {
    if (without?.[beat] === 1) continue;
    if (truth === own) {
      if (said[beat] === own) hits++;
      else misses++;
    } else if (said[beat] === own) alarms++;
  }
  return [hits, misses, alarms];
}

const added = (all: readonly Counts[]): Counts =>
  all.reduce<Counts>(([a, b, c], [d, e, f]) => [a + d, b + e, c + f], [0, 0, 0]);
const f1 = ([hits, misses, alarms]: Counts): number => (200 * hits) / (2 * hits + misses + alarms);

const rehearsal = readRehearsal(new Uint8Array(readFileSync('resources/rehearsal/rehearsal.ecg')))
  .map((stretch, index) => ({ stretch, record: rehearsalRecord(stretch, index) }))
  .filter(({ stretch }) => stretch.part === 'train');

for (const fold of folds) {
  const names = DS1_FOLDS[fold] ?? [];
  const wanted = names.flatMap((record) =>
    strategies.flatMap((strategy) =>
      budgets.flatMap((budget) =>
        seeds.map((seed) => ({
          record,
          strategy,
          budget,
          seed,
          key: [fold, record, strategy, budget, seed].join(' '),
        })),
      ),
    ),
  );
  const limited = wanted.filter(({ record }) => names.indexOf(record) < mostRecords);
  if (limited.every(({ key }) => rows.some((row) => row.key === key))) continue;
  const parent = await foldModel(fold);
  const records = names.map((name) => readBeatRecord(join(data, 'mitdb'), 'mitdb', name));
  const before = await predict(parent, records);
  const kept = values['no-rehearsal']
    ? []
    : rehearsal
        .filter(({ stretch }) => !names.some((name) => stretch.record === `mitdb/${name}`))
        .map(({ record }) => record);
  for (const one of limited) {
    if (rows.some(({ key }) => key === one.key)) continue;
    const index = names.indexOf(one.record);
    const record = records[index];
    const probabilities = before[index];
    if (!record || !probabilities) continue;
    const queue = queueOf(one.strategy, record, probabilities, one.seed);
    const { usable, looked, corrected } = reviewed(record, mostProbable(probabilities), queue, one.budget);
    const labels = usable.reduce((sum, mark) => sum + mark, 0);
    const began = performance.now();
    let after = before;
    if (labels > 0) {
      const usual = clinicRecipe(usualSteps(labels));
      const recipe = {
        ...usual,
        keepShare: Number(values.keep ?? usual.keepShare),
        ownShare: Number(values['own-share'] ?? usual.ownShare),
        rehearsalKeep: Number(values['rehearsal-keep'] ?? usual.rehearsalKeep),
        learningRate: Number(values.rate ?? usual.learningRate),
      };
      const model = await trainClinic(
        { parent, records: [{ record, usable }], rehearsal: kept, watch: [], recipe },
        { seed: one.seed, threads },
      );
      after = await predict(model, records);
    }
    const rest = (own: number): Counts => countsOf(record, after[index] ?? probabilities, own, usable);
    const others = (own: number): Counts =>
      added(records.flatMap((other, at) => (at === index ? [] : [countsOf(other, after[at] ?? probabilities, own)])));
    rows.push({
      ...one,
      ...{ looked, corrected, seconds: (performance.now() - began) / 1000 },
      rest: { V: rest(V), S: rest(S) },
      others: { V: others(V), S: others(S) },
    });
    replaceFile(out, new TextEncoder().encode(JSON.stringify(rows, null, 1)));
    say(`${one.key}: ${looked} looked at, ${corrected} corrected, ${rows.at(-1)?.seconds.toFixed(1) ?? ''} s`);
  }
}

/** Mean and standard deviation over the seeds of a figure over all records together. */
function figure(own: readonly Row[], where: 'rest' | 'others', name: 'V' | 'S'): string {
  const bySeed = [...Map.groupBy(own, ({ seed }) => seed).values()].map((of) =>
    f1(added(of.map((row) => row[where][name]))),
  );
  const mean = bySeed.reduce((sum, value) => sum + value, 0) / bySeed.length;
  const spread = Math.sqrt(
    bySeed.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, bySeed.length - 1),
  );
  return bySeed.length > 1 ? `${mean.toFixed(1)} ± ${spread.toFixed(1)}` : mean.toFixed(1);
}

process.stdout.write(
  '| strategy | budget | corrected | looked at | V rest | S rest | V others | S others |\n|---|---|---|---|---|---|---|---|\n',
);
for (const strategy of strategies) {
  for (const budget of budgets) {
    const own = rows.filter(
      (row) => row.strategy === strategy && row.budget === budget && folds.includes(Number(row.key.split(' ')[0])),
    );
    if (own.length === 0) continue;
    const mean = (of: (row: Row) => number): string =>
      (own.reduce((sum, row) => sum + of(row), 0) / own.length).toFixed(0);
    const cells = [
      ...[strategy, String(budget), mean(({ corrected }) => corrected), mean(({ looked }) => looked)],
      ...[figure(own, 'rest', 'V'), figure(own, 'rest', 'S'), figure(own, 'others', 'V'), figure(own, 'others', 'S')],
    ];
    process.stdout.write(`| ${cells.join(' | ')} |\n`);
  }
}
