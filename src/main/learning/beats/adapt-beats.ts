import { AAMI_CLASSES } from '../../../shared/annotation-codes.ts';
import type { TrainOptions } from '../train-model.ts';
import type { TrainedModel } from '../trained-model.ts';
import type { NoiseBank } from './augmentation.ts';
import type { BeatRecord } from './beat-record.ts';
import { withLearningPeriod } from './label-beats.ts';
import { BeatPredictor } from './predict-beats.ts';
import type { SimulatedRhythm } from './simulated-rhythm.ts';
import { BEAT_RECIPE, type BeatRecipe, trainBeats } from './train-beats.ts';
import { BEAT_PLAN, type SamplingPlan, WindowSampler } from './window-sampler.ts';

/**
 * What becomes of classes the reader met none of in the learning period. An adapted model forgets them: a patient whose
 * first ventricular beat comes after six minutes would lose it. `parent`: it has the word on them that the model before
 * had; `blend`: the geometric mean of the two; `none`: the adapted model alone.
 */
export const GUARDS = ['blend', 'parent', 'none'] as const;
export type Guard = (typeof GUARDS)[number];

export interface AdaptationPlan {
  readonly steps: number;
  readonly learningRate: number;
  /** Share of the windows from the record itself; the rest is replay of the parent's own training records. */
  readonly ownShare: number;
  readonly guard: Guard;
}

/** From a first exploration; see docs/results.md. */
export const ADAPTATION_PLAN: AdaptationPlan = { steps: 60, learningRate: 1e-3, ownShare: 0.5, guard: 'blend' };

/** What an adaptation has besides the record: training records of other patients, noise, rhythms. */
export interface Replay {
  readonly records: readonly BeatRecord[];
  readonly share: Readonly<Record<string, number>>;
  readonly noise: NoiseBank;
  readonly rhythms: readonly SimulatedRhythm[];
}

/** The set a record under adaptation is drawn as. */
const OWN = 'own';

/**
 * Record-adaptive use: the reader labels the first five minutes of a record, the model is fine-tuned on them with
 * replay, and scores the whole record.
 * @returns `beats × classes` probabilities
 */
export async function adaptAndPredict(
  parent: TrainedModel,
  recipe: Omit<BeatRecipe, 'model'>,
  record: BeatRecord,
  replay: Replay,
  plan: AdaptationPlan,
  options: Omit<TrainOptions, 'from' | 'checkpoint' | 'validation'>,
): Promise<Float32Array> {
  const before = await predictOnce(parent, record, options.threads);
  const labelled = withLearningPeriod(record);
  const known = labelled.usable ?? new Uint8Array(0);
  if (!known.includes(1)) return before;
  const own = { ...labelled, record: { ...record, set: OWN } };
  const others = replay.records.filter(({ patient }) => patient !== record.patient);
  const sampler = new WindowSampler(
    [own, ...others.map((other) => ({ record: other }))],
    samplingPlan(replay, others, plan),
    {
      noise: replay.noise,
      rhythms: replay.rhythms,
      seed: options.seed,
    },
  );
  const { steps, learningRate } = plan;
  const adapted = await trainBeats(
    { ...recipe, model: parent.model, steps, learningRate, warmUpSteps: BEAT_RECIPE.warmUpSteps, contrastiveWeight: 0 },
    sampler,
    { ...options, from: parent },
  );
  const after = await predictOnce(adapted, record, options.threads);
  return guarded(before, after, absentClasses(record.label, known), plan.guard);
}

function samplingPlan(replay: Replay, others: readonly BeatRecord[], { ownShare }: AdaptationPlan): SamplingPlan {
  const sets = [...new Set(others.map(({ set }) => set))];
  const total = sets.reduce((sum, set) => sum + (replay.share[set] ?? 0), 0);
  const shares = sets.map((set): [string, number] => [set, ((1 - ownShare) * (replay.share[set] ?? 0)) / total]);
  return { ...BEAT_PLAN, setShare: { ...Object.fromEntries(shares), [OWN]: ownShare } };
}

async function predictOnce(model: TrainedModel, record: BeatRecord, threads: number): Promise<Float32Array> {
  const predictor = await BeatPredictor.create(model, threads);
  try {
    return await predictor.predict(record);
  } finally {
    await predictor.release();
  }
}

/** 1 for each class that no beat of the known ones has. */
export function absentClasses(label: Uint8Array, known: Uint8Array): Uint8Array {
  const absent = new Uint8Array(AAMI_CLASSES.length).fill(1);
  for (let beat = 0; beat < label.length; beat++) if (known[beat] === 1) absent[label[beat]!] = 0;
  return absent;
}

/** The adapted model's probabilities with the absent classes guarded; every beat's sum to 1. */
export function guarded(before: Float32Array, after: Float32Array, absent: Uint8Array, guard: Guard): Float32Array {
  if (guard === 'none') return after;
  const classes = AAMI_CLASSES.length;
  const out = after.slice();
  for (let row = 0; row < out.length; row += classes) {
    let sum = 0;
    for (let c = 0; c < classes; c++) {
      const parent = before[row + c]!;
      if (absent[c] === 1) out[row + c] = guard === 'parent' ? parent : Math.sqrt(parent * after[row + c]!);
      sum += out[row + c]!;
    }
    for (let c = 0; c < classes; c++) out[row + c]! /= sum;
  }
  return out;
}
