import { AAMI_CLASSES } from '../../../shared/annotation-codes.ts';
import type { BeatRecord } from '../beats/beat-record.ts';
import { ADAPTATION_PLAN, guarded } from '../beats/adapt-beats.ts';
import { BeatPredictor } from '../beats/predict-beats.ts';
import type { FreshModel } from '../train-model.ts';
import type { TrainedModel } from '../trained-model.ts';
import { type ConfirmedRecord, confirmedCounts } from './clinic-batches.ts';
import { clinicRecipe, type ClinicRecipe } from './clinic-recipe.ts';
import { type ClinicTraining, type ClinicTrainOptions, trainClinic } from './train-clinic.ts';

/**
 * What record-adaptive use is trained with: short, and the recording itself decides half of it. Nobody else is read with
 * what comes of it, so that the parent's word weighs less than where a model is to stay good for other patients.
 */
export const adaptationRecipe = (steps = ADAPTATION_PLAN.steps): ClinicRecipe => ({
  ...clinicRecipe(steps),
  learningRate: ADAPTATION_PLAN.learningRate,
  ownShare: ADAPTATION_PLAN.ownShare,
  keepShare: 0.25,
  rehearsalKeep: 0.5,
});

/** Fine-tunes a model on the labelled minutes of one recording. @throws Problem as `trainClinic` does */
export const adaptToRecording = (
  training: Omit<ClinicTraining, 'watch'>,
  options: Omit<ClinicTrainOptions, 'onLook'>,
): Promise<FreshModel> => trainClinic({ ...training, watch: [] }, options);

/** 1 for each class of which the labelled minutes hold no beat: the parent keeps its word on these. */
export function unseenClasses(records: readonly ConfirmedRecord[]): Uint8Array {
  const counts = confirmedCounts(records);
  return Uint8Array.from(AAMI_CLASSES, (name) => (counts[name] === 0 ? 1 : 0));
}

/** What an adapted model says of a stretch, unseen classes guarded. */
export class AdaptedPredictor {
  readonly #before: BeatPredictor;
  readonly #after: BeatPredictor;
  readonly #unseen: Uint8Array;

  private constructor(before: BeatPredictor, after: BeatPredictor, unseen: Uint8Array) {
    this.#before = before;
    this.#after = after;
    this.#unseen = unseen;
  }

  static async create(
    parent: TrainedModel,
    adapted: TrainedModel,
    unseen: Uint8Array,
    threads: number,
  ): Promise<AdaptedPredictor> {
    return new AdaptedPredictor(
      await BeatPredictor.create(parent, threads),
      await BeatPredictor.create(adapted, threads),
      unseen,
    );
  }

  /** @returns `beats × classes` */
  async predict(record: BeatRecord, wanted: Uint8Array): Promise<Float32Array> {
    const before = await this.#before.predict(record, undefined, wanted);
    const after = await this.#after.predict(record, undefined, wanted);
    return guarded(before, after, this.#unseen, ADAPTATION_PLAN.guard);
  }

  async release(): Promise<void> {
    await this.#before.release();
    await this.#after.release();
  }
}
