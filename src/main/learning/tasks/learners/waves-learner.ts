import * as z from 'zod';
import { drawFraction } from '../../label-fraction.ts';
import { WavePredictor } from '../../waves/predict-waves.ts';
import { type LeadComparison, scoreWaves, TOLERANCES } from '../../waves/score-waves.ts';
import { trainWaves } from '../../waves/train-waves.ts';
import type { WaveMarks } from '../../../nat/outputs/wave-marks.ts';
import type { WaveRecord } from '../../waves/wave-sets.ts';
import { frozenOf, wavesRecipe } from '../recipe-choice.ts';
import { waveFigures } from '../results.ts';
import { readWaves } from '../task-data.ts';
import type { Learner } from './learner.ts';

/** Waves of a recording: the samples looked at, and [wave, onset, offset] of each lead. */
const prediction = z.object({
  from: z.number(),
  to: z.number(),
  leads: z.array(z.array(z.tuple([z.number(), z.number(), z.number()]))),
});
type Prediction = z.output<typeof prediction>;

/** Onsets and offsets of P, QRS and T in every lead. */
export const wavesLearner: Learner<WaveRecord, Prediction> = {
  head: 'waves',
  prediction,
  read: readWaves,
  describe: (choice) => ({ recipe: wavesRecipe(choice), labels: choice.labels }),
  async train({ records, starting, choice }, training) {
    const chosen = drawFraction(new Uint8Array(records.length), choice.labels, training.seed);
    const own = records.filter((_, index) => chosen[index] === 1);
    const model = await trainWaves({ ...wavesRecipe(choice), model: starting.model }, own, {
      ...training,
      ...frozenOf(choice),
      from: starting.from,
    });
    return { ...model, labels: own.length };
  },
  async predict(model, { records, threads, control, onRecord }) {
    const predictor = await WavePredictor.create(model, threads);
    try {
      const out: Prediction[] = [];
      for (const record of records) {
        await control.pass();
        const { marks, from, to } = await predictor.predict(record);
        out.push({ from, to, leads: marks.map(asTriples) });
        onRecord?.(out.length, records.length);
      }
      return out;
    } finally {
      await predictor.release();
    }
  },
  score(records, predictions) {
    const scores = scoreWaves(comparisons(records, predictions), TOLERANCES[1]);
    return scores.reduce((sum, { sensitivity, predictivity }) => sum + Math.min(sensitivity, predictivity), 0);
  },
  report: (records, bySeed, tested) => ({
    kind: 'waves',
    ...tested,
    records: records.length,
    tolerances: TOLERANCES.map((milliseconds) =>
      waveFigures(
        milliseconds,
        bySeed.map((own) => scoreWaves(comparisons(records, own), milliseconds)),
      ),
    ),
  }),
};

const asTriples = ({ wave, onset, offset }: WaveMarks): [number, number, number][] =>
  Array.from(wave, (kind, index) => [kind, rounded(onset[index]!), rounded(offset[index]!)]);

const rounded = (sample: number): number => Number(sample.toFixed(2));

const asMarks = (triples: readonly (readonly [number, number, number])[]): WaveMarks => ({
  wave: Uint8Array.from(triples, ([kind]) => kind),
  onset: Float32Array.from(triples, ([, onset]) => onset),
  peak: Float32Array.from(triples, ([, onset, offset]) => (onset + offset) / 2),
  offset: Float32Array.from(triples, ([, , offset]) => offset),
});

const comparisons = (records: readonly WaveRecord[], predictions: readonly Prediction[]): LeadComparison[] =>
  records.flatMap(({ marks }, index) => {
    const found = predictions[index];
    if (!found) return [];
    const { from, to, leads } = found;
    return leads.map((triples, lead) => ({ reference: marks[lead]!, found: asMarks(triples), from, to }));
  });
