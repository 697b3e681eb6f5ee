/**
 * What corrections are worth: a reader who corrects a model on records it has not seen, in the order of a review queue, and
 * the model that is fine-tuned on these corrections.
 *
 *   node tests/accuracy/learning-loop.ts --out FILE.json [--data .data] [--folds 0,1,2,3,4] [--seeds 1,2,3]
 *     [--budgets 0,25,50,100,200,400] [--strategies random,least-confidence,clusters] [--reader corrects|answers]
 *     [--keep SHARE] [--own-share SHARE] [--no-rehearsal] [--rehearsal-keep SHARE] [--rate 0.001] [--records 3]
 *     [--threads 2] [--minutes 15] [--small]
 *
 * For every fold of DS1 a model is trained on the others (and on svdb), and records of the fold are then read alone. The
 * queue may ask of the first quarter of an hour; what is counted is the same whatever was asked: the rest of the record,
 * and the whole of the fold's other records. `--records` takes those with the most V and S beats in what may be asked.
 * `corrects`: only labels that were wrong become the reader's, a budget is a number of corrections. `answers`: every label
 * that is looked at does, as in the product's queue. What is finished is kept in FILE.json, and models beside it: the same
 * command goes on, and Ctrl-C, or the end of `--minutes`, prints the tables of what is finished: of whole records, and so
 * seed by seed.
 */
import { existsSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { AAMI_CLASSES } from '../../src/shared/annotation-codes.ts';
import type { BeatRecord } from '../../src/main/learning/beats/beat-record.ts';
import { readBeatRecord } from '../../src/main/learning/beats/beat-sets.ts';
import { BeatPredictor, mostProbable } from '../../src/main/learning/beats/predict-beats.ts';
import { clinicRecipe, usualSteps } from '../../src/main/learning/clinic/clinic-recipe.ts';
import { readRehearsal, rehearsalRecord } from '../../src/main/learning/clinic/rehearsal-file.ts';
import { parentsWord, trainClinic } from '../../src/main/learning/clinic/train-clinic.ts';
import type { StoredModel } from '../../src/main/learning/model-file.ts';
import { replaceFile } from '../../src/main/learning/replace-file.ts';
import { DS1_FOLDS, patientIn } from '../../src/main/learning/splits.ts';
import { foldModel } from './fold-model.ts';
import { type LoopRow, loopTables } from './learning-loop-table.ts';
import { reviewOrder, STRATEGIES } from './review-orders.ts';
import { added, askable, ASKED_SECONDS, countedBeats, type Counts, countsOf, review } from './simulated-reader.ts';

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
      minutes: { type: 'string' },
      'no-rehearsal': { type: 'boolean', default: false },
      'rehearsal-keep': { type: 'string' },
      rate: { type: 'string' },
    },
  },
});
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
const until = performance.now() + Number(values.minutes ?? Infinity) * 60_000;
const foldSteps = small ? 200 : undefined;

const reader = values.reader === 'answers' ? 'answers' : 'corrects';

/** All that decides a row, beside its key: rows of another recipe are never mixed in. */
const settings = {
  ...{ asked: ASKED_SECONDS, reader, small },
  ...{ keep: values.keep, ownShare: values['own-share'], rehearsalKeep: values['rehearsal-keep'], rate: values.rate },
  rehearses: !values['no-rehearsal'],
};

const rows = keptRows();

function keptRows(): LoopRow[] {
  if (!existsSync(out)) return [];
  const kept = JSON.parse(readFileSync(out, 'utf8')) as { settings?: object; rows?: LoopRow[] };
  if (JSON.stringify(kept.settings) === JSON.stringify(settings)) return kept.rows ?? [];
  throw new Error(`${out} holds figures that were made in another way. Name another file with --out.`);
}

const say = (line: string): void => void process.stderr.write(`${line}\n`);

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

const rehearsal = readRehearsal(new Uint8Array(readFileSync('resources/rehearsal/rehearsal.ecg')))
  .map((stretch, index) => ({ stretch, record: rehearsalRecord(stretch, index) }))
  .filter(({ stretch }) => stretch.part === 'train');

/** What all trainings of a fold share. */
async function prepareFold(fold: number) {
  const parent = await foldModel(fold, `${out}.fold-${fold}.nat`, { data, say, steps: foldSteps });
  const names = DS1_FOLDS[fold] ?? [];
  const records = names.map((name) => readBeatRecord(join(data, 'mitdb'), 'mitdb', name));
  const held = new Set(names.map((name) => patientIn('mitdb', name)));
  const isOther = (record: string): boolean => {
    const [set = '', name = ''] = record.split('/');
    return !held.has(patientIn(set, name));
  };
  const kept = values['no-rehearsal']
    ? []
    : rehearsal.filter(({ stretch }) => isOther(stretch.record)).map(({ record }) => record);
  say(`fold ${fold}: rehearses ${kept.length} of ${rehearsal.length} stretches, those of ${names.join(' ')} left out`);
  const known = await parentsWord(parent, [...kept, ...records], threads);
  return { parent, kept, known, records, before: records.flatMap((record) => known.get(record) ?? []) };
}

/** The records of a fold that are read, those first of which a reader can correct the most. */
function chosen(records: readonly BeatRecord[]): readonly BeatRecord[] {
  const ectopic = (record: BeatRecord): number =>
    askable(record).filter((beat) => ['S', 'V'].includes(AAMI_CLASSES[record.label[beat] ?? 0] ?? '')).length;
  return records.toSorted((a, b) => ectopic(b) - ectopic(a)).slice(0, mostRecords);
}

const finish = (): void => {
  process.stdout.write(loopTables(rows, strategies, budgets));
};
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    finish();
    process.exit(130);
  });
}

const prepared = new Map<number, Awaited<ReturnType<typeof prepareFold>>>();
for (const seed of seeds) {
  for (const fold of folds) {
    let shared = prepared.get(fold);
    if (!shared) prepared.set(fold, (shared = await prepareFold(fold)));
    const { parent, kept, known, records, before } = shared;
    for (const record of chosen(records)) {
      const index = records.indexOf(record);
      const probabilities = before[index];
      if (!probabilities) continue;
      const counted = countedBeats(record);
      // The same labels, the same training: a budget that is never used up costs nothing more.
      const trained = new Map<string, Float32Array[]>();
      for (const strategy of strategies) {
        const queue = reviewOrder(strategy, record, probabilities, { seed, data });
        for (const budget of budgets) {
          const key = [fold, record.record, strategy, budget, seed].join(' ');
          const { usable, looked, corrected } = review(record, mostProbable(probabilities), queue, budget, reader);
          if (rows.some((row) => row.key === key)) continue;
          const labels = usable.reduce((sum, mark) => sum + mark, 0);
          const began = performance.now();
          let after = labels > 0 ? trained.get(usable.join('')) : before;
          if (!after && performance.now() > until) {
            finish();
            process.exit(0);
          }
          if (!after) {
            const usual = clinicRecipe(usualSteps(labels));
            const recipe = {
              ...usual,
              keepShare: Number(values.keep ?? usual.keepShare),
              ownShare: Number(values['own-share'] ?? usual.ownShare),
              rehearsalKeep: Number(values['rehearsal-keep'] ?? usual.rehearsalKeep),
              learningRate: Number(values.rate ?? usual.learningRate),
            };
            const model = await trainClinic(
              { parent, records: [{ record, usable }], rehearsal: kept, known, watch: [], recipe },
              { seed, threads },
            );
            trained.set(usable.join(''), (after = await predict(model, records)));
          }
          const said = after.map(mostProbable);
          const counts = (name: 'V' | 'S', at: number, only?: Uint8Array): Counts =>
            countsOf(records[at]?.label ?? new Uint8Array(), said[at] ?? new Uint8Array(), name, only);
          const others = (name: 'V' | 'S'): Counts =>
            added(records.flatMap((_, at) => (at === index ? [] : [counts(name, at)])));
          rows.push({
            ...{ key, fold, strategy, budget, seed, record: record.record, looked, corrected, labels },
            seconds: (performance.now() - began) / 1000,
            rest: { V: counts('V', index, counted), S: counts('S', index, counted) },
            others: { V: others('V'), S: others('S') },
          });
          replaceFile(out, new TextEncoder().encode(JSON.stringify({ settings, rows }, null, 1)));
          say(`${key}: ${looked} looked at, ${corrected} corrected, ${rows.at(-1)?.seconds.toFixed(1) ?? ''} s`);
        }
      }
    }
  }
}
finish();
