import * as z from 'zod';
import { AAMI_CLASSES } from '../../../../shared/annotation-codes.ts';
import { NO_LABEL } from '../../../nat/inputs/beat-batch.ts';
import { adaptAndPredict, type AdaptationPlan } from '../../beats/adapt-beats.ts';
import type { BeatRecord } from '../../beats/beat-record.ts';
import { labelCount, withLabelFraction } from '../../beats/label-beats.ts';
import { BeatPredictor, mostProbable } from '../../beats/predict-beats.ts';
import { groupReports, type MappingName, MAPPINGS, recordGroups, scoreBeats } from '../../beats/score-beats.ts';
import { simulatedRhythms } from '../../beats/simulated-rhythm.ts';
import { trainBeats } from '../../beats/train-beats.ts';
import { WindowSampler } from '../../beats/window-sampler.ts';
import { classScores, ec57Report } from '../../ec57.ts';
import type { TrainedModel } from '../../trained-model.ts';
import { beatPlan, beatRecipe, frozenOf } from '../recipe-choice.ts';
import { beatFigures, type BeatsResult, classFigures, type Tested } from '../results.ts';
import { holdsNoise, noiseIn, readBeats } from '../task-data.ts';
import type { RecipeChoice } from '../task.ts';
import type { Learner, Prediction } from './learner.ts';

export interface BeatsOptions {
  /** Adapt the model to each record by its first five minutes before it is scored. */
  readonly adaptation?: AdaptationJob | undefined;
  readonly mappings?: readonly MappingName[] | undefined;
  readonly positions?: 'annotated' | 'detected' | undefined;
}

export interface AdaptationJob {
  readonly plan: AdaptationPlan;
  readonly choice: RecipeChoice;
  /** Records replayed, those under test never among them. */
  readonly replay: readonly BeatRecord[];
  readonly data: readonly string[];
  readonly seed: number;
}

const setsOf = (records: readonly Pick<BeatRecord, 'set'>[]): string[] => [...new Set(records.map(({ set }) => set))];

/** Classes of beats, scored by EC57. A prediction is the class letters of a record's beats in order: `NNNV`. */
export function beatsLearner(options: BeatsOptions = {}): Learner<BeatRecord, string> {
  const { adaptation, positions } = options;
  const mappings = options.mappings ?? (Object.keys(MAPPINGS) as MappingName[]);
  return {
    head: 'beats',
    prediction: z.string().regex(/^[NSVFQ]*$/),
    read: (entries, context) => readBeats(entries, context, positions),
    describe: (choice, sets) => ({
      recipe: beatRecipe(choice),
      plan: beatPlan(choice, sets),
      labels: choice.labels,
      ...(holdsNoise(choice.data) ? {} : { withoutNoise: true }),
    }),
    async train({ records, starting, choice, data }, training) {
      const labelled = withLabelFraction(records, choice.labels, training.seed);
      const sampler = new WindowSampler(labelled, beatPlan(choice, setsOf(records)), {
        noise: noiseIn(data),
        rhythms: simulatedRhythms(training.seed),
        seed: training.seed,
      });
      const model = await trainBeats({ ...beatRecipe(choice), model: starting.model }, sampler, {
        ...training,
        ...frozenOf(choice),
        from: starting.from,
      });
      return { ...model, labels: labelCount(labelled) };
    },
    predict: (model, prediction) =>
      adaptation ? predictAdapted(model, prediction, adaptation) : predictBeats(model, prediction),
    score(records, predictions) {
      const scores = records.map((record, index) => scoreBeats(record, labelsOf(predictions[index] ?? ''), 'bxb'));
      const { gross } = ec57Report(scores);
      const figures = [gross.S.f1, gross.V.f1].filter((value) => !Number.isNaN(value));
      return figures.reduce((sum, value) => sum + value, 0) / figures.length;
    },
    report: (records, bySeed, tested) => beatsResult(records, bySeed, tested, mappings),
  };
}

async function predictBeats(
  model: TrainedModel,
  { records, threads, control, onRecord, onRows }: Prediction<BeatRecord>,
): Promise<string[]> {
  const predictor = await BeatPredictor.create(model, threads);
  try {
    const out: string[] = [];
    for (const record of records) {
      await control.pass();
      const probabilities = await predictor.predict(record);
      out.push(lettersOf(mostProbable(probabilities)));
      onRows?.(record, { classes: AAMI_CLASSES, probabilities, truth: truthOf(record) });
      onRecord?.(out.length, records.length);
    }
    return out;
  } finally {
    await predictor.release();
  }
}

async function predictAdapted(
  model: TrainedModel,
  { records, threads, control, onRecord }: Prediction<BeatRecord>,
  { plan, choice, replay, data, seed }: AdaptationJob,
): Promise<string[]> {
  const share = beatPlan(choice, setsOf(replay)).setShare;
  const kept = { records: replay, share, noise: noiseIn(data), rhythms: simulatedRhythms(seed) };
  const out: string[] = [];
  for (const record of records) {
    const probabilities = await adaptAndPredict(model, beatRecipe(choice), record, kept, plan, {
      seed,
      threads,
      control,
    });
    out.push(lettersOf(mostProbable(probabilities)));
    onRecord?.(out.length, records.length);
  }
  return out;
}

/** One-hot labels; NaN for a beat nobody labelled. */
function truthOf({ label }: BeatRecord): Float32Array {
  const classes = AAMI_CLASSES.length;
  const truth = new Float32Array(label.length * classes);
  for (let beat = 0; beat < label.length; beat++) {
    if (label[beat] === NO_LABEL) truth.fill(NaN, beat * classes, (beat + 1) * classes);
    else truth[beat * classes + label[beat]!] = 1;
  }
  return truth;
}

const lettersOf = (labels: Uint8Array): string => Array.from(labels, (label) => AAMI_CLASSES[label]).join('');
const labelsOf = (letters: string): Uint8Array =>
  Uint8Array.from(letters, (letter) => AAMI_CLASSES.findIndex((name) => name === letter));

function beatsResult(
  records: readonly BeatRecord[],
  bySeed: readonly (readonly string[])[],
  tested: Tested,
  mappings: readonly MappingName[],
): BeatsResult {
  const groups = recordGroups(records);
  return {
    kind: 'beats',
    ...tested,
    reports: mappings.map((mapping) => {
      const scores = bySeed.map((predictions) =>
        records.map((record, index) => scoreBeats(record, labelsOf(predictions[index] ?? ''), mapping)),
      );
      const reports = scores.map((own) => groupReports(own, groups));
      return {
        mapping,
        groups: groups.map((group, at) =>
          beatFigures(
            group,
            reports.map((own) => own[at]!.report),
          ),
        ),
        perRecord: records.map(({ id }, at) => ({
          record: id,
          byClass: classFigures(scores.map((own) => classScores(own[at]!.comparison.matrix))),
        })),
      };
    }),
  };
}
