import { AAMI_CLASSES } from '../../../shared/annotation-codes.ts';
import { Problem } from '../../../shared/problem.ts';
import { classifyBeats } from '../../nat/objectives/classify-beats.ts';
import type { BeatRecord } from '../beats/beat-record.ts';
import { BeatPredictor, mostProbable } from '../beats/predict-beats.ts';
import { type FreshModel, trainModel, type TrainOptions } from '../train-model.ts';
import type { TrainedModel } from '../trained-model.ts';
import { ClinicBatches, type ConfirmedRecord, confirmedCounts } from './clinic-batches.ts';
import type { ClinicRecipe } from './clinic-recipe.ts';

export interface ClinicTraining {
  /** What it starts from; keeps its shape. */
  readonly parent: TrainedModel;
  /** Whose word is kept on what nobody confirmed; the parent's when absent. */
  readonly teacher?: TrainedModel | undefined;
  readonly records: readonly ConfirmedRecord[];
  /** Of other patients, so that they do not get worse. */
  readonly rehearsal: readonly BeatRecord[];
  /** The teacher's word on what is rehearsed and on the own records, where it is known already (`parentsWord`). */
  readonly known?: ReadonlyMap<BeatRecord, Float32Array> | undefined;
  /** Looked at while training, never learned from. */
  readonly watch: readonly BeatRecord[];
  readonly recipe: ClinicRecipe;
}

/** What a look at the weights found, in percent, by what it is of. */
export type Looks = Readonly<Record<string, number>>;

export interface ClinicTrainOptions extends Omit<TrainOptions, 'from' | 'validation'> {
  readonly onLook?: ((step: number, looks: Looks) => void) | undefined;
}

const FEWEST_STEPS_BETWEEN_LOOKS = 20;
const LOOKS = 10;

/** @throws Problem `bad-input` where there is nothing to learn from */
export function requireLabels(records: readonly ConfirmedRecord[]): void {
  if (Object.values(confirmedCounts(records)).some((count) => count > 0)) return;
  throw new Problem(
    'bad-input',
    'No beat has been confirmed or corrected yet, so there is nothing to learn from. Correct some beats first; what a ' +
      'model said is never learned from.',
  );
}

/**
 * Fine-tunes a model on the beats that readers confirmed, rehearsing other patients. The weights of the last step are
 * kept, not those of the best look: whether they are better is for the comparison to say, on patients of its own.
 * @throws Problem as `trainModel` does, and `bad-input` without labels
 */
export async function trainClinic(
  { parent, teacher = parent, records, rehearsal, known, watch, recipe }: ClinicTraining,
  { onLook, ...options }: ClinicTrainOptions,
): Promise<FreshModel> {
  requireLabels(records);
  const { head } = parent;
  if (head.kind !== 'beats') throw new Problem('unsupported', 'The model to train further has no head for beats.');
  const kept = recipe.keepShare > 0 ? await withWordOf(teacher, records, known, options.threads) : records;
  const word =
    recipe.rehearsalKeep > 0 ? (known ?? (await parentsWord(teacher, rehearsal, options.threads))) : undefined;
  const rehearsed = rehearsal.map((record) => ({ record, before: word?.get(record) }));
  const batches = new ClinicBatches(recipe, kept, rehearsed, options.seed);
  let step = 0;
  return trainModel(
    { model: parent.model, objective: classifyBeats({ head, beats: recipe.beats, contrastive: false }), pace: recipe },
    {
      batch: (before) => {
        step = before + 1;
        return batches.batch(before);
      },
      settings: { classWeights: recipe.classWeights },
    },
    {
      ...options,
      from: parent,
      validation: {
        everySteps: Math.max(FEWEST_STEPS_BETWEEN_LOOKS, Math.ceil(recipe.steps / LOOKS)),
        patience: Infinity,
        // Later is better: so the last weights are the ones that stay.
        score: async (model) => {
          onLook?.(step, await look(model, records, watch, options.threads));
          return step;
        },
      },
    },
  );
}

/** The teacher's probabilities of every beat that windows of the training may show. */
async function withWordOf(
  teacher: TrainedModel,
  records: readonly ConfirmedRecord[],
  known: ReadonlyMap<BeatRecord, Float32Array> | undefined,
  threads: number,
): Promise<ConfirmedRecord[]> {
  const predictor = await BeatPredictor.create(teacher, threads);
  try {
    const found: ConfirmedRecord[] = [];
    for (const one of records) {
      const before = known?.get(one.record) ?? (await predictor.predict(one.record, undefined, near(one)));
      found.push({ ...one, before });
    }
    return found;
  } finally {
    await predictor.release();
  }
}

/** A model's probabilities of what is rehearsed, `beats × classes` of each record. */
export async function parentsWord(
  parent: TrainedModel,
  records: readonly BeatRecord[],
  threads: number,
): Promise<ReadonlyMap<BeatRecord, Float32Array>> {
  const predictor = await BeatPredictor.create(parent, threads);
  try {
    const found = new Map<BeatRecord, Float32Array>();
    for (const record of records) found.set(record, await predictor.predict(record));
    return found;
  } finally {
    await predictor.release();
  }
}

/** Beats that a window around a confirmed one may show: forty on either side. */
function near({ usable }: ConfirmedRecord): Uint8Array {
  const marks = new Uint8Array(usable.length);
  for (let beat = 0; beat < usable.length; beat++) {
    if (usable[beat] === 1) marks.fill(1, Math.max(0, beat - 40), beat + 41);
  }
  return marks;
}

async function look(
  model: TrainedModel,
  records: readonly ConfirmedRecord[],
  watch: readonly BeatRecord[],
  threads: number,
): Promise<Looks> {
  const predictor = await BeatPredictor.create(model, threads);
  try {
    const own = new Tally();
    for (const { record, usable } of records) {
      own.add(record.label, mostProbable(await predictor.predict(record, undefined, usable)), usable);
    }
    const looks: Record<string, number> = { 'own labels': own.accuracy };
    if (watch.length === 0) return looks;
    const others = new Tally();
    for (const record of watch) others.add(record.label, mostProbable(await predictor.predict(record)));
    return {
      ...looks,
      'other patients': others.accuracy,
      'other patients V F1': others.f1('V'),
      'other patients S F1': others.f1('S'),
    };
  } finally {
    await predictor.release();
  }
}

/** Counts of true and predicted classes. */
class Tally {
  readonly #matrix = new Int32Array(AAMI_CLASSES.length ** 2);

  add(truth: Uint8Array, said: Uint8Array, usable?: Uint8Array): void {
    const classes = AAMI_CLASSES.length;
    for (let beat = 0; beat < truth.length; beat++) {
      if (usable?.[beat] !== 0 && truth[beat]! < classes) this.#matrix[truth[beat]! * classes + said[beat]!]!++;
    }
  }

  get accuracy(): number {
    const right = AAMI_CLASSES.reduce((sum, _, c) => sum + this.#matrix[c * AAMI_CLASSES.length + c]!, 0);
    return (100 * right) / this.#matrix.reduce((sum, count) => sum + count, 0);
  }

  f1(name: (typeof AAMI_CLASSES)[number]): number {
    const classes = AAMI_CLASSES.length;
    const own = AAMI_CLASSES.indexOf(name);
    let row = 0;
    let column = 0;
    for (let other = 0; other < classes; other++) {
      row += this.#matrix[own * classes + other]!;
      column += this.#matrix[other * classes + own]!;
    }
    return (200 * this.#matrix[own * classes + own]!) / (row + column);
  }
}
