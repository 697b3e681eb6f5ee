import { drawFraction } from '../label-fraction.ts';
import { LEARNING_PERIOD_SECONDS } from '../../signal/beat-comparison.ts';
import { MODEL_RATE } from '../../nat/inputs/model-band.ts';
import type { BeatRecord } from './beat-record.ts';
import type { Labelled } from './window-sampler.ts';

/**
 * The records with a share of their beats labelled, of every class the same over all records together.
 * @param fraction 1 leaves all labels
 */
export function withLabelFraction(records: readonly BeatRecord[], fraction: number, seed: number): Labelled[] {
  if (fraction >= 1) return records.map((record) => ({ record }));
  const classes = new Uint8Array(records.reduce((sum, { label }) => sum + label.length, 0));
  const starts: number[] = [];
  let at = 0;
  for (const { label } of records) {
    starts.push(at);
    classes.set(label, at);
    at += label.length;
  }
  const chosen = drawFraction(classes, fraction, seed);
  return records.map((record, index) => {
    const start = starts[index]!;
    return { record, usable: chosen.slice(start, start + record.label.length) };
  });
}

/** How many beats may be learned from. */
export const labelCount = (records: readonly Labelled[]): number =>
  records.reduce(
    (sum, { record, usable }) => sum + (usable ? usable.reduce((count, one) => count + one, 0) : record.label.length),
    0,
  );

/** A record of which a reader labelled the learning period: its first five minutes. */
export const withLearningPeriod = (record: BeatRecord): Labelled => ({
  record,
  usable: Uint8Array.from(record.position, (at) => (at < LEARNING_PERIOD_SECONDS * MODEL_RATE ? 1 : 0)),
});
