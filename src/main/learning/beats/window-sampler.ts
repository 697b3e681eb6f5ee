import { AAMI_CLASSES, type AamiClass } from '../../../shared/annotation-codes.ts';
import { WINDOW_SAMPLES } from '../../nat/model-config.ts';
import { type RandomStream, randomStream } from '../../nat/random.ts';
import {
  type AugmentationStrength,
  disturb,
  type NoiseBank,
  stretchedPosition,
  stretchTime,
  USUAL_AUGMENTATION,
} from './augmentation.ts';
import { type BeatBatch, NO_LABEL, placeBeats, placeLead, scaleLead } from '../../nat/inputs/beat-batch.ts';
import type { BeatRecord } from './beat-record.ts';
import { drawStretch, type SimulatedRhythm, type Stretch, STRETCHES } from './simulated-rhythm.ts';

const NORMAL = AAMI_CLASSES.indexOf('N');
const SUPRAVENTRICULAR = AAMI_CLASSES.indexOf('S');

export interface SamplingPlan {
  /** Share of windows drawn around a beat of a rare class; the rest are drawn anywhere. */
  readonly focused: number;
  /** How the focused windows divide among the classes. */
  readonly focus: Readonly<Partial<Record<AamiClass, number>>>;
  /** Probability of a record from each set; sets not named share nothing. */
  readonly setShare: Readonly<Record<string, number>>;
  /** Shares of the windows without S that are given the RR features, and with ectopy the class, of simulated rhythm. */
  readonly simulated: Readonly<Record<Stretch, number>>;
  /** Share of windows whose residual is blanked, so that the model also works before a median beat is known. */
  readonly withoutResidual: number;
  readonly augmentation: AugmentationStrength;
}

/** Probability of a record from each set. */
export const USUAL_SHARE: Readonly<Record<string, number>> = { mitdb: 0.6, svdb: 0.4 };

/** Found by cross-validation on DS1 and svdb; see docs/results.md. */
export const BEAT_PLAN: Omit<SamplingPlan, 'setShare'> = {
  focused: 0.5,
  focus: { S: 0.4, V: 0.45, F: 0.15 },
  simulated: { fibrillation: 0.25, ectopy: 0.1, sinus: 0.1 },
  withoutResidual: 0.1,
  augmentation: USUAL_AUGMENTATION,
};

export interface Labelled {
  readonly record: BeatRecord;
  /** 1 for the beats whose labels may be learned from; all where absent (label fractions, confirmed beats). */
  readonly usable?: Uint8Array | undefined;
}

/** Some beats of a set's records, to draw from. */
interface BeatIndex {
  /** Per record. */
  readonly beats: readonly Int32Array[];
  /** Running sum of √count per record: many beats of one patient do not crowd out the others. */
  readonly weights: Float64Array;
}

/** The records of a set. */
interface Pool {
  readonly records: readonly Labelled[];
  readonly classes: ReadonlyMap<number, BeatIndex>;
  /** Where only some beats may be learned from: all of those, so that no window is drawn in vain. */
  readonly usable: BeatIndex | undefined;
}

/** Draws training batches: the batch of a step depends on the seed and the step alone, so a resumed run goes on as it would have. */
export class WindowSampler {
  readonly #pools: ReadonlyMap<string, Pool>;
  readonly #plan: SamplingPlan;
  readonly #noise: NoiseBank;
  readonly #rhythms: readonly SimulatedRhythm[];
  readonly #seed: number;
  readonly #onWindow: ((window: number, labelled: Labelled) => void) | undefined;

  constructor(
    records: readonly Labelled[],
    plan: SamplingPlan,
    extras: {
      readonly noise: NoiseBank;
      readonly rhythms: readonly SimulatedRhythm[];
      readonly seed: number;
      /** Told which recording each window of a batch shows. */
      readonly onWindow?: ((window: number, labelled: Labelled) => void) | undefined;
    },
  ) {
    this.#plan = plan;
    this.#noise = extras.noise;
    this.#rhythms = extras.rhythms;
    this.#seed = extras.seed;
    this.#onWindow = extras.onWindow;
    const sets = Map.groupBy(records, ({ record }) => record.set);
    this.#pools = new Map(
      [...sets].map(([set, own]) => [set, { records: own, classes: indexByClass(own), usable: usableBeats(own) }]),
    );
  }

  /**
   * Fills the batch of `step`. With `views` 2 the second half of the windows shows the first half again, disturbed
   * anew, so that the contrastive loss has a positive pair for every beat.
   */
  fill(batch: BeatBatch, step: number, views: 1 | 2 = 1): void {
    const { windows } = batch.shape;
    const choice = randomStream(this.#seed, `windows ${step}`);
    const distinct = windows / views;
    for (let window = 0; window < distinct; window++) {
      const { labelled, from } = this.#draw(choice);
      for (let view = 0; view < views; view++) {
        const random = randomStream(this.#seed, `view ${view} of ${window} at ${step}`);
        this.#place(batch, window + view * distinct, labelled, from, random);
        this.#onWindow?.(window + view * distinct, labelled);
      }
    }
  }

  #draw(random: RandomStream): { labelled: Labelled; from: number } {
    const pool = this.#pools.get(pick(this.#plan.setShare, random));
    if (!pool) throw new Error('the sampling plan names a set without records');
    const { focused, focus } = this.#plan;
    if (random.uniform() < focused) {
      const label = AAMI_CLASSES.indexOf(pick(focus, random) as AamiClass);
      const index = pool.classes.get(label);
      if (index) return drawAround(pool, index, random);
    }
    if (pool.usable) return drawAround(pool, pool.usable, random);
    const labelled = pool.records[Math.floor(random.uniform() * pool.records.length)]!;
    return { labelled, from: within(labelled.record, Math.floor(random.uniform() * lengthOf(labelled.record))) };
  }

  #place(batch: BeatBatch, window: number, { record, usable }: Labelled, from: number, random: RandomStream): void {
    const { leads, beats } = batch.shape;
    const { augmentation, withoutResidual } = this.#plan;
    placeBeats(batch, window, record, from);
    const order = shuffled(record.leads.length, random);
    const speed = 1 + augmentation.timeScale * (2 * random.uniform() - 1);
    const blankResidual = random.uniform() < withoutResidual;
    for (let slot = 0; slot < leads; slot++) {
      placeLead(batch, window, slot, record, order[slot] ?? record.leads.length, from);
      if (batch.presence[window * leads + slot] === 0) continue;
      const at = (window * leads + slot) * 2 * WINDOW_SAMPLES;
      scaleLead(batch.signal, at);
      stretchTime(batch.signal, at, speed);
      disturb(batch.signal, at, random, augmentation, this.#noise);
      if (blankResidual) batch.signal.fill(0, at + WINDOW_SAMPLES, at + 2 * WINDOW_SAMPLES);
    }
    const first = window * beats;
    let present = 0;
    let holdsS = false;
    for (let slot = first; slot < first + beats && batch.present[slot] === 1; slot++) {
      present++;
      batch.positions[slot] = stretchedPosition(batch.positions[slot]!, speed);
      if (batch.positions[slot]! < 0 || batch.positions[slot]! > WINDOW_SAMPLES - 1) batch.label[slot] = NO_LABEL;
      if (usable && usable[batch.index[slot]!] === 0) batch.label[slot] = NO_LABEL;
      holdsS ||= batch.label[slot] === SUPRAVENTRICULAR;
    }
    if (!holdsS && present > 0) this.#simulate(batch, first, present, random);
  }

  /** In some windows the rhythm is replaced by a simulated one; normal beats become S where it says so. */
  #simulate(batch: BeatBatch, first: number, present: number, random: RandomStream): void {
    let point = random.uniform();
    const stretch = STRETCHES.find((each) => (point -= this.#plan.simulated[each]) < 0);
    if (!stretch) return;
    const ectopic = drawStretch(this.#rhythms, stretch, random, present, batch.rhythm, first);
    for (let at = 0; at < present; at++) {
      if (ectopic?.[at] === 1 && batch.label[first + at] === NORMAL) batch.label[first + at] = SUPRAVENTRICULAR;
    }
  }
}

/** A window with one of the beats somewhere in its inner four fifths. */
function drawAround(
  { records }: Pool,
  { beats, weights }: BeatIndex,
  random: RandomStream,
): { labelled: Labelled; from: number } {
  const index = drawWeighted(weights, random);
  const own = beats[index]!;
  const labelled = records[index]!;
  const beat = labelled.record.position[own[Math.floor(random.uniform() * own.length)]!]!;
  const offset = Math.floor((0.1 + 0.8 * random.uniform()) * WINDOW_SAMPLES);
  return { labelled, from: within(labelled.record, beat - offset) };
}

const lengthOf = (record: BeatRecord): number => record.leads[0]?.signal.length ?? 0;
const within = (record: BeatRecord, from: number): number =>
  Math.max(0, Math.min(lengthOf(record) - WINDOW_SAMPLES, from));

function indexByClass(records: readonly Labelled[]): Map<number, BeatIndex> {
  const classes = new Map<number, BeatIndex>();
  for (let label = 0; label < AAMI_CLASSES.length; label++) {
    const index = indexOf(records, (labelled, beat) => labelled.record.label[beat] === label);
    if (index) classes.set(label, index);
  }
  return classes;
}

const usableBeats = (records: readonly Labelled[]): BeatIndex | undefined =>
  records.some(({ usable }) => usable) ? indexOf(records, () => true) : undefined;

/** The beats that may be learned from and are `wanted`; undefined where there are none. */
function indexOf(
  records: readonly Labelled[],
  wanted: (labelled: Labelled, beat: number) => boolean,
): BeatIndex | undefined {
  const beats = records.map((labelled) => {
    const own: number[] = [];
    for (let beat = 0; beat < labelled.record.label.length; beat++) {
      if (labelled.usable?.[beat] !== 0 && wanted(labelled, beat)) own.push(beat);
    }
    return Int32Array.from(own);
  });
  if (beats.every((own) => own.length === 0)) return undefined;
  const weights = new Float64Array(beats.length);
  let sum = 0;
  for (let i = 0; i < beats.length; i++) weights[i] = sum += Math.sqrt(beats[i]!.length);
  return { beats, weights };
}

/** Index drawn in proportion to the steps of a running sum. */
function drawWeighted(runningSum: Float64Array, random: RandomStream): number {
  const point = random.uniform() * runningSum[runningSum.length - 1]!;
  let index = 0;
  while (index < runningSum.length - 1 && runningSum[index]! <= point) index++;
  return index;
}

/** A name drawn in proportion to its share. */
function pick(shares: Readonly<Record<string, number | undefined>>, random: RandomStream): string {
  const entries = Object.entries(shares);
  let point = random.uniform() * entries.reduce((sum, [, share]) => sum + (share ?? 0), 0);
  for (const [name, share] of entries) {
    point -= share ?? 0;
    if (point < 0) return name;
  }
  return entries.at(-1)?.[0] ?? '';
}

function shuffled(count: number, random: RandomStream): number[] {
  const order = Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const other = Math.floor(random.uniform() * (i + 1));
    [order[i], order[other]] = [order[other]!, order[i]!];
  }
  return order;
}
