/**
 * How far a model's probabilities can be taken as frequencies, and the calibration that makes them so. Reads the held-out
 * probabilities that `finetune --cross-validate` (or `--seeds`) writes beside its results.
 *
 *   node tests/accuracy/calibration.ts FILE.held-out.json [--set mitdb] [--picture docs/pictures/NAME.svg] [--card FILE]
 *
 * Every figure is of patients that neither model nor calibration had seen: a calibration is fitted to all folds but the
 * one it is judged on. `--card` writes the calibration fitted to all of them, as a model's card has it.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { AAMI_CLASSES } from '../../src/shared/annotation-codes.ts';
import {
  calibrated,
  type Cases,
  fitTemperature,
  fitVector,
} from '../../src/main/inference/calibration/fit-calibration.ts';
import {
  type Reliability,
  reliabilityOfClass,
  reliabilityOfShown,
} from '../../src/main/inference/calibration/reliability.ts';
import { type Calibration, NO_CALIBRATION } from '../../src/main/inference/models/calibration.ts';
import { type HeldOutRows, readHeldOut } from '../../src/main/learning/tasks/held-out-file.ts';
import { reliabilityPicture } from './reliability-picture.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { set: { type: 'string' }, picture: { type: 'string' }, card: { type: 'string' } },
});

const METHODS = {
  'as it is': (): Calibration => NO_CALIBRATION,
  temperature: fitTemperature,
  vector: fitVector,
} satisfies Record<string, (cases: Cases) => Calibration>;
type Method = keyof typeof METHODS;
/** Without folds (one model for all records), the records are divided into so many groups. */
const GROUPS = 5;

/** Rows of records as cases, record after record. */
function casesOf(rows: readonly HeldOutRows[]): Cases {
  const classes = rows[0]?.classes ?? [];
  const joined = (column: (row: HeldOutRows) => Float32Array): Float32Array =>
    Float32Array.from(rows.flatMap((row) => [...column(row)]));
  return {
    kind: classes.every((name) => AAMI_CLASSES.some((one) => one === name)) ? 'exclusive' : 'independent',
    classes,
    probabilities: joined(({ probabilities }) => probabilities),
    truth: joined(({ truth }) => truth),
  };
}

/** Groups of records that are never in the same training and test. */
function groupsOf(path: string): HeldOutRows[][] {
  const groups = new Map<number, HeldOutRows[]>();
  for (const [part, records] of readHeldOut(path)) {
    const fold = /fold(\d+)/.exec(part)?.[1];
    [...records.keys()].sort().forEach((id, index) => {
      const rows = records.get(id);
      if (!rows || (values.set !== undefined && !id.startsWith(`${values.set}/`))) return;
      const group = fold === undefined ? Math.floor((index * GROUPS) / records.size) : Number(fold);
      groups.set(group, [...(groups.get(group) ?? []), rows]);
    });
  }
  return [...groups.values()];
}

/** Each group as a calibration fitted to the others changes it. */
function crossFitted(groups: readonly HeldOutRows[][], fit: (cases: Cases) => Calibration): Cases {
  const parts = groups.map((own) =>
    calibrated(casesOf(own), fit(casesOf(groups.filter((group) => group !== own).flat()))),
  );
  return casesOf(parts);
}

/** Share of a class that is found, and of what is called it that is right, by the most probable class. */
function f1OfClass({ classes, probabilities, truth }: Cases, index: number): number {
  let [hits, called, positives] = [0, 0, 0];
  for (let row = 0; row < truth.length; row += classes.length) {
    let best = 0;
    for (let c = 1; c < classes.length; c++) {
      if ((probabilities[row + c] ?? 0) > (probabilities[row + best] ?? 0)) best = c;
    }
    const isTrue = truth[row + index] === 1;
    if (best === index) called++;
    if (isTrue) positives++;
    if (isTrue && best === index) hits++;
  }
  return (200 * hits) / (called + positives);
}

/** The threshold of greatest F1 for an independent statement. */
function bestThreshold({ classes, probabilities, truth }: Cases, index: number): { threshold: number; f1: number } {
  const stated: { p: number; is: number }[] = [];
  for (let at = index; at < truth.length; at += classes.length) {
    const is = truth[at] ?? NaN;
    if (!Number.isNaN(is)) stated.push({ p: probabilities[at] ?? 0, is });
  }
  stated.sort((a, b) => b.p - a.p);
  const positives = stated.reduce((sum, { is }) => sum + is, 0);
  let hits = 0;
  let best = { threshold: 0.5, f1: 0 };
  stated.forEach(({ p, is }, rank) => {
    hits += is;
    const f1 = (2 * hits) / (positives + rank + 1);
    const next = stated[rank + 1]?.p ?? 0;
    if (f1 > best.f1 && next < p) best = { threshold: Number(((p + next) / 2).toFixed(3)), f1 };
  });
  return best;
}

const cell = (value: number, digits: number): string => value.toFixed(digits).padStart(9);

function report(path: string): void {
  const groups = groupsOf(path);
  const everything = casesOf(groups.flat());
  const { classes, kind } = everything;
  const exclusive = kind === 'exclusive';
  const judged = Object.entries(METHODS).map(([name, fit]) => ({ name, cases: crossFitted(groups, fit) }));
  const overall = (cases: Cases): Reliability[] =>
    exclusive ? [reliabilityOfShown(cases)] : classes.map((_, index) => reliabilityOfClass(cases, index));
  const mean = (all: readonly number[]): number => all.reduce((sum, one) => sum + one, 0) / all.length;

  console.log(`${String(everything.truth.length / classes.length)} cases of ${String(groups.flat().length)} records`);
  console.log(`\n${''.padEnd(12)} log loss    Brier    ECE %   ECE % by class: ${classes.join(', ')}`);
  for (const { name, cases } of judged) {
    const all = overall(cases);
    const byClass = classes.map((_, index) => (100 * reliabilityOfClass(cases, index).expectedError).toFixed(2));
    console.log(
      `${name.padEnd(12)}${cell(mean(all.map((one) => one.logLoss)), 4)}${cell(mean(all.map((one) => one.brier)), 4)}${cell(100 * mean(all.map((one) => one.expectedError)), 2)}   ${byClass.join(' ')}`,
    );
    if (!exclusive) continue;
    const f1 = classes.map((one, index) => `${one} ${f1OfClass(cases, index).toFixed(1)}`);
    console.log(`${''.padEnd(12)} F1 % of the most probable class: ${f1.join('  ')}`);
  }

  // The Brier score is proper and bounded: one record whose beats are all mistaken does not decide it alone.
  const brier = (method: Method): number =>
    mean(overall(judged.find(({ name }) => name === method)?.cases ?? everything).map((one) => one.brier));
  const names: readonly Method[] = ['as it is', 'temperature', 'vector'];
  const chosen = names.reduce((best, name) => (brier(name) < brier(best) ? name : best));
  const final = METHODS[chosen](everything);
  const shown = judged.find(({ name }) => name === chosen)?.cases ?? everything;
  const diagrams = exclusive
    ? [
        { title: 'most probable class', before: reliabilityOfShown(everything), after: reliabilityOfShown(shown) },
        ...[0, 1, 2, 3].map((index) => ({
          title: `class ${classes[index] ?? ''}`,
          before: reliabilityOfClass(everything, index),
          after: reliabilityOfClass(shown, index),
        })),
      ]
    : classes.map((title, index) => ({
        title,
        before: reliabilityOfClass(everything, index),
        after: reliabilityOfClass(shown, index),
      }));
  for (const { title, after } of diagrams) {
    console.log(`\n${title}, ${chosen}\n| stated | cases | mean stated % | true % |\n|---|---|---|---|`);
    for (const { from, to, cases, stated, observed } of after.bins) {
      if (cases === 0) continue;
      const range = `${(100 * from).toFixed(0)}–${(100 * to).toFixed(0)} %`;
      console.log(`| ${range} | ${String(cases)} | ${(100 * stated).toFixed(1)} | ${(100 * observed).toFixed(1)} |`);
    }
  }
  if (values.picture !== undefined) {
    mkdirSync(dirname(values.picture), { recursive: true });
    writeFileSync(values.picture, reliabilityPicture(diagrams.slice(0, exclusive ? 5 : diagrams.length)));
  }
  const rounded = (one: number): number => Number(one.toFixed(4));
  const calibration =
    final.kind === 'vector' ? { ...final, scale: final.scale.map(rounded), bias: final.bias.map(rounded) } : final;
  const fitted = calibrated(everything, calibration);
  const thresholds = exclusive
    ? {}
    : Object.fromEntries(classes.map((name, index) => [name, bestThreshold(fitted, index).threshold]));
  const measures = overall(shown);
  const card = {
    calibration,
    thresholds,
    expectedError: mean(measures.map((one) => one.expectedError)),
    brier: mean(measures.map((one) => one.brier)),
    logLoss: mean(measures.map((one) => one.logLoss)),
  };
  const text = JSON.stringify(card, undefined, 2);
  if (values.card !== undefined) writeFileSync(values.card, `${text}\n`);
  console.log(`\nfor the card\n${text}`);
}

const [path] = positionals;
if (path === undefined) console.log('Name the FILE.held-out.json that finetune wrote.');
else report(path);
