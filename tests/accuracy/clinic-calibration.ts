/**
 * Whether the probabilities of a model that was fine-tuned in a clinic mean what they say, with its parent's calibration and
 * with others.
 *
 *   node tests/accuracy/clinic-calibration.ts --model SVDB.nat [--data .data] [--turns 0,1,2,3,4] [--answers 20] [--threads 2]
 *
 * The parent has learned from svdb and from none of DS1 (`learning-clinic.ts` makes one: FILE.json.svdb.nat). In each turn
 * its temperature is fitted on four folds of DS1, as that of the shipped model on patients it had not seen; a reader answers
 * for so many beats of the first quarter of an hour of each of their records, the least sure first; the model is fine-tuned
 * on these answers, rehearsing svdb, and judged on the fifth fold, whose patients nothing has seen, and on the gate's
 * reference stretches of svdb, which the parent has learned from.
 */
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { AAMI_CLASSES } from '../../src/shared/annotation-codes.ts';
import {
  calibrated,
  type Cases,
  fitTemperature,
  fitVector,
} from '../../src/main/inference/calibration/fit-calibration.ts';
import { reliabilityOfShown } from '../../src/main/inference/calibration/reliability.ts';
import type { Calibration } from '../../src/main/inference/models/calibration.ts';
import type { BeatRecord } from '../../src/main/learning/beats/beat-record.ts';
import { readBeatRecord } from '../../src/main/learning/beats/beat-sets.ts';
import { mostProbable } from '../../src/main/learning/beats/predict-beats.ts';
import { clinicRecipe, usualSteps } from '../../src/main/learning/clinic/clinic-recipe.ts';
import { readRehearsal, rehearsalRecord } from '../../src/main/learning/clinic/rehearsal-file.ts';
import { parentsWord, trainClinic } from '../../src/main/learning/clinic/train-clinic.ts';
import { readModelFile, requireHead } from '../../src/main/learning/model-file.ts';
import { DS1_FOLDS } from '../../src/main/learning/splits.ts';
import { reviewOrder } from './review-orders.ts';
import { countsOf, f1, review } from './simulated-reader.ts';

const { values } = parseArgs({
  options: {
    model: { type: 'string' },
    data: { type: 'string', default: '.data' },
    turns: { type: 'string', default: '0,1,2,3,4' },
    answers: { type: 'string', default: '20' },
    threads: { type: 'string', default: String(availableParallelism()) },
  },
});
if (values.model === undefined) throw new Error('Name the model of svdb with --model FILE.nat.');
const { data } = values;
const threads = Number(values.threads);
const parent = requireHead(readModelFile(values.model), 'beats');
const stretches = readRehearsal(new Uint8Array(readFileSync('resources/rehearsal/rehearsal.ecg')))
  .filter(({ record }) => record.startsWith('svdb/'))
  .map((stretch, index) => ({ part: stretch.part, record: rehearsalRecord(stretch, index) }));
const svdb = (part: string): BeatRecord[] => stretches.filter((one) => one.part === part).map(({ record }) => record);
const [rehearsal, watch, reference] = [svdb('train'), svdb('watch'), svdb('reference')];
const folds = DS1_FOLDS.map((names) => names.map((name) => readBeatRecord(join(data, 'mitdb'), 'mitdb', name)));

type Word = ReadonlyMap<BeatRecord, Float32Array>;

/** Beats with what a model says of them. @param only 1 for the beats that are taken; all when absent */
function casesOf(word: Word, records: readonly BeatRecord[], only?: ReadonlyMap<BeatRecord, Uint8Array>): Cases {
  const classes = AAMI_CLASSES.length;
  const [probabilities, truth]: [number[], number[]] = [[], []];
  for (const record of records) {
    const said = word.get(record);
    for (const [beat, label] of record.label.entries()) {
      if (!said || label >= classes || (only && only.get(record)?.[beat] !== 1)) continue;
      for (let c = 0; c < classes; c++) {
        probabilities.push(said[beat * classes + c] ?? 0);
        truth.push(c === label ? 1 : 0);
      }
    }
  }
  const all = { probabilities: Float32Array.from(probabilities), truth: Float32Array.from(truth) };
  return { kind: 'exclusive', classes: AAMI_CLASSES, ...all };
}

/** Of what is most probable, in percent. */
function f1Of({ probabilities, truth, classes }: Cases, name: 'V' | 'S'): number {
  const labels = (values: Float32Array): Uint8Array =>
    Uint8Array.from({ length: values.length / classes.length }, (_, row) => {
      const own = values.subarray(row * classes.length, (row + 1) * classes.length);
      return own.indexOf(Math.max(...own));
    });
  return f1(countsOf(labels(truth), labels(probabilities), name));
}

const temperature = (calibration: Calibration): number =>
  calibration.kind === 'temperature' ? calibration.temperature : 1;

const sums = new Map<string, number[]>();
const known = await parentsWord(parent, [...stretches.map(({ record }) => record), ...folds.flat()], threads);
const turns = values.turns.split(',').map(Number);
for (const turn of turns) {
  const fold = (after: number): readonly BeatRecord[] => folds[(turn + after) % folds.length] ?? [];
  const [judges, own] = [fold(0), [...fold(1), ...fold(2), ...fold(3), ...fold(4)]];
  const before = fitTemperature(casesOf(known, own));
  const usable = new Map(
    own.map((record) => {
      const word = known.get(record) ?? new Float32Array();
      const queue = reviewOrder('least-confidence', record, word, { seed: turn, data });
      return [record, review(record, mostProbable(word), queue, Number(values.answers), 'answers').usable] as const;
    }),
  );
  const records = own.map((record) => ({ record, usable: usable.get(record) ?? new Uint8Array() }));
  const recipe = clinicRecipe(usualSteps(own.length * Number(values.answers)));
  const model = await trainClinic({ parent, records, rehearsal, known, watch: [], recipe }, { seed: 1, threads });
  const said = await parentsWord(model, [...stretches.map(({ record }) => record), ...judges, ...own], threads);
  const taught = casesOf(said, own, usable);
  const rehearsed = casesOf(said, rehearsal);
  const learned: Cases = {
    ...taught,
    probabilities: Float32Array.from([...taught.probabilities, ...rehearsed.probabilities]),
    truth: Float32Array.from([...taught.truth, ...rehearsed.truth]),
  };
  const watched = fitTemperature(casesOf(said, watch));
  const change = temperature(watched) / temperature(fitTemperature(casesOf(known, watch)));
  const ways: readonly (readonly [string, Word, Calibration])[] = [
    ['parent, its own', known, before],
    ['candidate, its parent’s', said, before],
    ['candidate, temperature on what it learned from', said, fitTemperature(learned)],
    ['candidate, vector on what it learned from', said, fitVector(learned)],
    ['candidate, temperature on watched stretches', said, watched],
    [
      'candidate, its parent’s times what changed on watched stretches',
      said,
      { kind: 'temperature', temperature: temperature(before) * change },
    ],
  ];
  for (const [name, word, calibration] of ways) {
    const figures = [reference, judges].flatMap((group) => {
      const cases = calibrated(casesOf(word, group), calibration);
      const { expectedError, logLoss } = reliabilityOfShown(cases);
      return [100 * expectedError, logLoss, f1Of(cases, 'V'), f1Of(cases, 'S')];
    });
    const sum = sums.get(name) ?? figures.map(() => 0);
    sums.set(
      name,
      figures.map((one, at) => one / turns.length + (sum[at] ?? 0)),
    );
    process.stderr.write(`turn ${turn}: ${name}: ${figures.map((one) => one.toFixed(3)).join(' ')}\n`);
  }
}
const columns = ['ECE %', 'log loss', 'V F1 %', 'S F1 %'];
const heads = ['reference', 'unseen'].flatMap((group) => columns.map((column) => `${group} ${column}`));
process.stdout.write(`${['calibration', ...heads].join(' | ')}\n`);
for (const [name, row] of sums) process.stdout.write(`${name} | ${row.map((one) => one.toFixed(3)).join(' | ')}\n`);
