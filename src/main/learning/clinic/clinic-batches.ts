import { AAMI_CLASSES, type AamiClass } from '../../../shared/annotation-codes.ts';
import { type BeatBatch, beatBatch, feedsOf, NO_LABEL } from '../../nat/inputs/beat-batch.ts';
import { WINDOW_SAMPLES } from '../../nat/model-config.ts';
import type { Batch } from '../../nat/runtime/training-session.ts';
import type { BeatRecord } from '../beats/beat-record.ts';
import { type SimulatedRhythm, simulatedRhythms } from '../beats/simulated-rhythm.ts';
import { BEAT_PLAN, type Labelled, WindowSampler } from '../beats/window-sampler.ts';
import { classFocus, type ClinicRecipe } from './clinic-recipe.ts';

/** A recording of the clinic, or a stretch of one, of whose beats a person confirmed some. */
export interface ConfirmedRecord extends Labelled {
  readonly record: BeatRecord;
  /** 1 for the beats that a person set or confirmed. */
  readonly usable: Uint8Array;
  /** The parent's probabilities, `beats × classes`; absent where nothing is to be kept of it. */
  readonly before?: Float32Array | undefined;
}

/** A public recording that is rehearsed, with the parent's probabilities where these are its targets. */
export interface RehearsedRecord {
  readonly record: BeatRecord;
  readonly before?: Float32Array | undefined;
}

/** How many confirmed beats there are of each class. */
export function confirmedCounts(records: readonly ConfirmedRecord[]): Record<AamiClass, number> {
  const counts = { N: 0, S: 0, V: 0, F: 0, Q: 0 };
  for (const { record, usable } of records) {
    for (let beat = 0; beat < usable.length; beat++) {
      const name = usable[beat] === 1 ? AAMI_CLASSES[record.label[beat]!] : undefined;
      if (name) counts[name]++;
    }
  }
  return counts;
}

const OWN = 'own';
/** What is simulated is right for the public recordings alone: the rhythm of the clinic's patients is what it is. */
const NOTHING_SIMULATED = { fibrillation: 0, ectopy: 0, sinus: 0 };

/** Draws the batches of a clinic's training: its own windows first, then the rehearsed ones. */
export class ClinicBatches {
  readonly #recipe: ClinicRecipe;
  readonly #own: WindowSampler;
  readonly #rehearsal: WindowSampler | undefined;
  readonly #ownBatch: BeatBatch;
  readonly #otherBatch: BeatBatch;
  readonly #records: ReadonlyMap<BeatRecord, ConfirmedRecord>;
  readonly #drawn: (BeatRecord | undefined)[];
  readonly #rehearsed: ReadonlyMap<BeatRecord, RehearsedRecord>;
  readonly #shown: (BeatRecord | undefined)[];

  /** @param rehearsal none where nothing can be rehearsed: all windows are then the clinic's */
  constructor(
    recipe: ClinicRecipe,
    own: readonly ConfirmedRecord[],
    rehearsal: readonly RehearsedRecord[],
    seed: number,
    rhythms: readonly SimulatedRhythm[] = simulatedRhythms(seed),
  ) {
    const rehearsed = rehearsal.length > 0;
    const ownWindows = rehearsed ? recipe.ownWindows : recipe.windows;
    const shape = { leads: recipe.leads, beats: recipe.beats };
    this.#recipe = recipe;
    this.#ownBatch = beatBatch({ ...shape, windows: ownWindows });
    this.#otherBatch = beatBatch({ ...shape, windows: recipe.windows - ownWindows });
    const named = own.map((one) => ({ ...one, record: { ...one.record, set: OWN } }));
    this.#records = new Map(named.map((one) => [one.record, one]));
    this.#drawn = new Array<BeatRecord | undefined>(ownWindows).fill(undefined);
    const focus = classFocus(confirmedCounts(own));
    this.#own = new WindowSampler(
      named,
      { ...BEAT_PLAN, focused: 1, focus, setShare: { [OWN]: 1 }, simulated: NOTHING_SIMULATED },
      { noise: [], rhythms, seed, onWindow: (window, { record }) => (this.#drawn[window] = record) },
    );
    this.#rehearsed = new Map(rehearsal.map((one) => [one.record, one]));
    this.#shown = new Array<BeatRecord | undefined>(recipe.windows - ownWindows).fill(undefined);
    const sets = [...new Set(rehearsal.map(({ record }) => record.set))];
    // What the parent says holds for the rhythm as it was.
    const simulated = recipe.rehearsalKeep > 0 ? NOTHING_SIMULATED : BEAT_PLAN.simulated;
    this.#rehearsal = rehearsed
      ? new WindowSampler(
          rehearsal.map(({ record }) => ({ record })),
          { ...BEAT_PLAN, simulated, setShare: Object.fromEntries(sets.map((set) => [set, 1 / sets.length])) },
          { noise: [], rhythms, seed, onWindow: (window, { record }) => (this.#shown[window] = record) },
        )
      : undefined;
  }

  /** What is fed after `step` steps; it depends on `step` alone. */
  batch(step: number): Batch {
    this.#own.fill(this.#ownBatch, step);
    const own = feedsOf(this.#ownBatch);
    const kept = this.#keep();
    if (!this.#rehearsal) return own;
    this.#rehearsal.fill(this.#otherBatch, step);
    const others = feedsOf(this.#otherBatch);
    this.#blend();
    this.#weigh(labelsIn(this.#ownBatch) + kept, labelsIn(this.#otherBatch));
    return Object.fromEntries(Object.entries(own).map(([name, values]) => [name, joined(values, others[name])]));
  }

  /** Gives unconfirmed beats the parent's word as their target; returns how many labels they are worth together. */
  #keep(): number {
    const { keepShare, beats } = this.#recipe;
    const { label, present, index, targets, positions } = this.#ownBatch;
    const classes = AAMI_CLASSES.length;
    let worth = 0;
    for (let slot = 0; slot < label.length; slot++) {
      if (present[slot] !== 1 || label[slot] !== NO_LABEL) continue;
      if (positions[slot]! < 0 || positions[slot]! > WINDOW_SAMPLES - 1) continue;
      const record = this.#drawn[Math.floor(slot / beats)];
      const before = record && this.#records.get(record)?.before;
      if (!before) continue;
      for (let c = 0; c < classes; c++) targets[slot * classes + c] = keepShare * before[index[slot]! * classes + c]!;
      worth += keepShare;
    }
    return worth;
  }

  /** Mixes the parent's word into what is rehearsed. */
  #blend(): void {
    const { rehearsalKeep, beats } = this.#recipe;
    const { label, index, targets } = this.#otherBatch;
    if (rehearsalKeep === 0) return;
    const classes = AAMI_CLASSES.length;
    for (let slot = 0; slot < label.length; slot++) {
      const record = label[slot] === NO_LABEL ? undefined : this.#shown[Math.floor(slot / beats)];
      const before = record && this.#rehearsed.get(record)?.before;
      if (!before) continue;
      for (let c = 0; c < classes; c++) {
        const at = slot * classes + c;
        targets[at] = (1 - rehearsalKeep) * targets[at]! + rehearsalKeep * before[index[slot]! * classes + c]!;
      }
    }
  }

  /** Scales the own targets so that they decide their share of the loss. */
  #weigh(own: number, others: number): void {
    const { ownShare, mostWeight } = this.#recipe;
    if (own === 0 || others === 0) return;
    const weight = Math.min(mostWeight, (ownShare * others) / ((1 - ownShare) * own));
    const { targets } = this.#ownBatch;
    for (let i = 0; i < targets.length; i++) targets[i]! *= weight;
  }
}

const labelsIn = ({ label }: BeatBatch): number => label.reduce((sum, one) => sum + (one === NO_LABEL ? 0 : 1), 0);

function joined(first: Float32Array, second: Float32Array | undefined): Float32Array {
  const all = new Float32Array(first.length + (second?.length ?? 0));
  all.set(first);
  if (second) all.set(second, first.length);
  return all;
}
