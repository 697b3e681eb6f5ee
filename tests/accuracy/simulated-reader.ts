import { AAMI_CLASSES } from '../../src/shared/annotation-codes.ts';

/** Of a record of half an hour, the part of which a queue may ask; what is counted lies behind it. */
export const ASKED_SECONDS = 900;
/** Behind the part that is asked of: windows that show its last beats reach no further. */
const GAP_SECONDS = 30;

/** Counts of one class: hits, misses, false alarms. */
export type Counts = readonly [hits: number, misses: number, alarms: number];

export interface TimedBeats {
  /** Samples at the record's own rate. */
  readonly sample: Int32Array;
  /** Index into AAMI_CLASSES. */
  readonly label: Uint8Array;
  readonly reference: { readonly rate: number };
}

/** What a reader did on the way through a queue. */
export interface Work {
  /** 1 for the beats whose label became the reader's. */
  readonly usable: Uint8Array;
  readonly looked: number;
  readonly corrected: number;
}

/** Beats of which a queue may ask. */
export const askable = ({ sample, reference }: TimedBeats): number[] =>
  Array.from(sample.keys()).filter((beat) => (sample[beat] ?? 0) < ASKED_SECONDS * reference.rate);

/** 1 for the beats that are counted: the same ones whatever was asked, so that an answer is never counted as a gain. */
export const countedBeats = ({ sample, reference }: TimedBeats): Uint8Array =>
  Uint8Array.from(sample, (at) => (at >= (ASKED_SECONDS + GAP_SECONDS) * reference.rate ? 1 : 0));

/**
 * Goes through a queue until a budget is used up: of corrections, or of answers.
 * @param said what the model says of every beat
 * @param queue beats that are asked of, in their order
 */
export function review(
  { label }: Pick<TimedBeats, 'label'>,
  said: Uint8Array,
  queue: readonly number[],
  budget: number,
  reader: 'corrects' | 'answers',
): Work {
  const usable = new Uint8Array(label.length);
  let [looked, corrected] = [0, 0];
  for (const beat of queue) {
    if ((reader === 'answers' ? looked : corrected) >= budget) break;
    looked++;
    const wrong = said[beat] !== label[beat];
    if (wrong) corrected++;
    if (wrong || reader === 'answers') usable[beat] = 1;
  }
  return { usable, looked, corrected };
}

/** What a reader did on the way through the queues of several patients. */
export interface WorkInTurn extends Omit<Work, 'usable'> {
  /** As in `Work`, of every patient. */
  readonly usable: readonly Uint8Array[];
}

/**
 * Goes through the queues of several patients, looking at one beat of each in turn, until a number of corrections is reached.
 * @param said what the model says of every beat of every record
 * @param queues beats of every record that are asked of, in their order
 * @param reader whether what was looked at and right becomes a label too
 */
export function reviewInTurn(
  records: readonly Pick<TimedBeats, 'label'>[],
  said: readonly Uint8Array[],
  queues: readonly (readonly number[])[],
  budget: number,
  reader: 'corrects' | 'confirms',
): WorkInTurn {
  const usable = records.map(({ label }) => new Uint8Array(label.length));
  const longest = Math.max(0, ...queues.map(({ length }) => length));
  let [looked, corrected] = [0, 0];
  for (let place = 0; place < longest; place++) {
    for (const [at, queue] of queues.entries()) {
      const beat = queue[place];
      if (beat === undefined) continue;
      if (corrected >= budget) return { usable, looked, corrected };
      looked++;
      const wrong = said[at]?.[beat] !== records[at]?.label[beat];
      if (wrong) corrected++;
      if (wrong || reader === 'confirms') usable[at]?.fill(1, beat, beat + 1);
    }
  }
  return { usable, looked, corrected };
}

/** @param counted 1 for the beats that count; all when absent */
export function countsOf(
  label: Uint8Array,
  said: Uint8Array,
  name: (typeof AAMI_CLASSES)[number],
  counted?: Uint8Array,
): Counts {
  const own = AAMI_CLASSES.indexOf(name);
  let [hits, misses, alarms] = [0, 0, 0];
  for (const [beat, truth] of label.entries()) {
    if (counted?.[beat] === 0) continue;
    if (truth === own) {
      if (said[beat] === own) hits++;
      else misses++;
    } else if (said[beat] === own) alarms++;
  }
  return [hits, misses, alarms];
}

export const added = (all: readonly Counts[]): Counts =>
  all.reduce<Counts>(([a, b, c], [d, e, f]) => [a + d, b + e, c + f], [0, 0, 0]);

/** In percent; NaN where there is neither a beat of the class nor an alarm. */
export const f1 = ([hits, misses, alarms]: Counts): number => (200 * hits) / (2 * hits + misses + alarms);
