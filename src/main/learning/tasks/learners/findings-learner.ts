import * as z from 'zod';
import { FindingsPredictor } from '../../findings/predict-findings.ts';
import { FINDINGS, type FindingsRecord, SUPERCLASSES } from '../../findings/findings-sets.ts';
import { type FindingsReport, scoreFindings } from '../../findings/score-findings.ts';
import { trainFindings } from '../../findings/train-findings.ts';
import { drawFraction } from '../../label-fraction.ts';
import { findingsRecipe, frozenOf } from '../recipe-choice.ts';
import { findingsFigures } from '../results.ts';
import { readFindings } from '../task-data.ts';
import type { Learner } from './learner.ts';

/** Findings of whole recordings. A prediction is the probability of each of FINDINGS, to four digits. */
export const findingsLearner: Learner<FindingsRecord, number[]> = {
  head: 'findings',
  prediction: z.array(z.number()),
  read: readFindings,
  describe: (choice, sets) => ({ recipe: findingsRecipe(choice, sets), labels: choice.labels }),
  async train({ records, starting, choice }, training) {
    const chosen = withLabels(records, choice.labels, training.seed);
    const sets = [...new Set(chosen.map(({ set }) => set))];
    const model = await trainFindings({ ...findingsRecipe(choice, sets), model: starting.model }, chosen, {
      ...training,
      ...frozenOf(choice),
      from: starting.from,
    });
    return { ...model, labels: chosen.length };
  },
  async predict(model, { records, threads, control, onRecord, onRows }) {
    const predictor = await FindingsPredictor.create(model, threads);
    try {
      const out: number[][] = [];
      for (const record of records) {
        await control.pass();
        const probabilities = await predictor.predict(record);
        out.push(Array.from(probabilities, (value) => Number(value.toFixed(4))));
        onRows?.(record, { classes: FINDINGS, probabilities, truth: record.targets });
        onRecord?.(out.length, records.length);
      }
      return out;
    } finally {
      await predictor.release();
    }
  },
  score: (records, predictions) => reportOn(records, predictions, FINDINGS).macroAuroc,
  report: (records, bySeed, tested) => ({
    kind: 'findings',
    ...tested,
    sets: [...Map.groupBy(records.keys(), (index) => records[index]!.set)].map(([set, indices]) => {
      const own = indices.map((index) => records[index]!);
      const macro = set === 'ptbxl' ? SUPERCLASSES : FINDINGS;
      const reports = bySeed.map((all) =>
        reportOn(
          own,
          indices.map((index) => all[index] ?? []),
          macro,
        ),
      );
      return findingsFigures(set, own.length, reports);
    }),
  }),
};

const reportOn = (
  records: readonly FindingsRecord[],
  predictions: readonly (readonly number[])[],
  macro: readonly string[],
): FindingsReport =>
  scoreFindings(
    FINDINGS,
    records.map(({ targets }) => targets),
    predictions.map((row) => Float32Array.from(row)),
    macro,
  );

/** A share of the records, of every rarest finding the same: the finding that decides where a record belongs. */
function withLabels(records: readonly FindingsRecord[], fraction: number, seed: number): FindingsRecord[] {
  if (fraction >= 1) return [...records];
  const frequency = FINDINGS.map((_, finding) => records.filter(({ targets }) => targets[finding] === 1).length);
  const strata = records.map(({ set, targets }) => {
    let rarest: number = FINDINGS.length;
    for (let finding = 0; finding < FINDINGS.length; finding++) {
      if (targets[finding] === 1 && frequency[finding]! < (frequency[rarest] ?? Infinity)) rarest = finding;
    }
    return rarest + (set === 'ptbxl' ? 0 : FINDINGS.length + 1);
  });
  const chosen = drawFraction(strata, fraction, seed);
  return records.filter((_, index) => chosen[index] === 1);
}
