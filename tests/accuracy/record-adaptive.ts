/**
 * Record-adaptive use as the workstation does it: the labels of the first five minutes of a record, sixty steps from a
 * model that has not seen it, and the rest of the record is counted.
 *
 *   node tests/accuracy/record-adaptive.ts --out FILE.json [--data .data] [--folds 0,1,2,3,4] [--seeds 1,2,3]
 *     [--keep SHARE] [--own-share SHARE] [--rehearsal-keep SHARE] [--rate 0.001] [--threads 2]
 *
 * The models are those of `learning-loop.ts` with the same `--out`, and are made where they are missing. What is finished
 * is kept in FILE.json.adaptive; the same command goes on.
 */
import { existsSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readBeatRecord } from '../../src/main/learning/beats/beat-sets.ts';
import { withLearningPeriod } from '../../src/main/learning/beats/label-beats.ts';
import { mostProbable } from '../../src/main/learning/beats/predict-beats.ts';
import { AdaptedPredictor, adaptationRecipe, unseenClasses } from '../../src/main/learning/clinic/adapt-recording.ts';
import { readRehearsal, rehearsalRecord } from '../../src/main/learning/clinic/rehearsal-file.ts';
import { parentsWord, trainClinic } from '../../src/main/learning/clinic/train-clinic.ts';
import { replaceFile } from '../../src/main/learning/replace-file.ts';
import { DS1_FOLDS, patientIn } from '../../src/main/learning/splits.ts';
import { foldModel } from './fold-model.ts';
import { meanAndSpread } from './spread.ts';
import { added, type Counts, countsOf, f1 } from './simulated-reader.ts';

const { values } = parseArgs({
  options: {
    out: { type: 'string', default: 'learning-loop.json' },
    data: { type: 'string', default: '.data' },
    folds: { type: 'string', default: '0,1,2,3,4' },
    seeds: { type: 'string', default: '1,2,3' },
    keep: { type: 'string' },
    'own-share': { type: 'string' },
    'rehearsal-keep': { type: 'string' },
    rate: { type: 'string' },
    threads: { type: 'string', default: String(availableParallelism()) },
  },
});
const { data } = values;
const [folds, seeds] = [values.folds, values.seeds].map((text) => text.split(',').map(Number));
const threads = Number(values.threads);
const usual = adaptationRecipe();
const recipe = {
  ...usual,
  keepShare: Number(values.keep ?? usual.keepShare),
  ownShare: Number(values['own-share'] ?? usual.ownShare),
  rehearsalKeep: Number(values['rehearsal-keep'] ?? usual.rehearsalKeep),
  learningRate: Number(values.rate ?? usual.learningRate),
};

interface Row {
  readonly key: string;
  readonly seed: number;
  readonly before: Readonly<Record<'V' | 'S', Counts>>;
  readonly after: Readonly<Record<'V' | 'S', Counts>>;
  readonly seconds: number;
}
const out = `${resolve(values.out)}.adaptive`;
const kept = existsSync(out) ? (JSON.parse(readFileSync(out, 'utf8')) as { recipe: object; rows: Row[] }) : undefined;
if (kept && JSON.stringify(kept.recipe) !== JSON.stringify(recipe)) {
  throw new Error(`${out} holds figures that were made in another way. Name another file with --out.`);
}
const rows = kept?.rows ?? [];
const say = (line: string): void => void process.stderr.write(`${line}\n`);

const rehearsal = readRehearsal(new Uint8Array(readFileSync('resources/rehearsal/rehearsal.ecg')))
  .filter(({ part }) => part === 'train')
  .map((stretch, index) => ({ of: stretch.record, record: rehearsalRecord(stretch, index) }));

for (const fold of folds ?? []) {
  const names = DS1_FOLDS[fold] ?? [];
  const missing = names.filter((name) =>
    (seeds ?? []).some((seed) => !rows.some(({ key }) => key === `${name} ${seed}`)),
  );
  if (missing.length === 0) continue;
  const parent = await foldModel(fold, `${resolve(values.out)}.fold-${fold}.nat`, { data, say });
  const held = new Set(names.map((name) => patientIn('mitdb', name)));
  const others = rehearsal.filter(({ of }) => {
    const [set = '', name = ''] = of.split('/');
    return !held.has(patientIn(set, name));
  });
  const records = missing.map((name) => readBeatRecord(join(data, 'mitdb'), 'mitdb', name));
  const rehearsed = others.map(({ record }) => record);
  const known = await parentsWord(parent, [...rehearsed, ...records], threads);
  for (const record of records) {
    const own = withLearningPeriod(record);
    const usable = own.usable ?? new Uint8Array(record.label.length);
    const counted = usable.map((mark) => 1 - mark);
    const counts = (said: Uint8Array): Row['before'] => ({
      V: countsOf(record.label, said, 'V', counted),
      S: countsOf(record.label, said, 'S', counted),
    });
    for (const seed of seeds ?? []) {
      const key = `${record.record} ${seed}`;
      if (rows.some((row) => row.key === key)) continue;
      const began = performance.now();
      const labelled = [{ record, usable }];
      const training = { parent, records: labelled, rehearsal: rehearsed, known, watch: [], recipe };
      const adapted = await trainClinic(training, { seed, threads });
      const predictor = await AdaptedPredictor.create(parent, adapted, unseenClasses(labelled), threads);
      const after = mostProbable(await predictor.predict(record, counted));
      await predictor.release();
      rows.push({
        ...{ key, seed, seconds: (performance.now() - began) / 1000 },
        before: counts(mostProbable(known.get(record) ?? new Float32Array())),
        after: counts(after),
      });
      replaceFile(out, new TextEncoder().encode(JSON.stringify({ recipe, rows }, null, 1)));
      say(`${key}: ${rows.at(-1)?.seconds.toFixed(1) ?? ''} s`);
    }
  }
}

const wanted = (folds ?? []).flatMap((fold) => DS1_FOLDS[fold] ?? []);
const figure = (when: 'before' | 'after', name: 'V' | 'S'): string => {
  const each = (seeds ?? []).map((seed) =>
    f1(
      added(
        rows.filter((row) => row.seed === seed && wanted.includes(row.key.slice(0, 3))).map((row) => row[when][name]),
      ),
    ),
  );
  return meanAndSpread(each);
};
process.stdout.write(
  [
    `${wanted.length} records, ${seeds?.length ?? 0} seeds, F1 in percent behind the first five minutes:`,
    '',
    '| | V | S |',
    '|---|---|---|',
    `| not adapted | ${figure('before', 'V')} | ${figure('before', 'S')} |`,
    `| adapted | ${figure('after', 'V')} | ${figure('after', 'S')} |`,
    '',
  ].join('\n'),
);
