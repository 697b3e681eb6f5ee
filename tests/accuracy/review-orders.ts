import { join } from 'node:path';
import { AAMI_CLASSES } from '../../src/shared/annotation-codes.ts';
import type { BeatRecord } from '../../src/main/learning/beats/beat-record.ts';
import { randomStream } from '../../src/main/nat/random.ts';
import { BeatClusters } from '../../src/main/signal/clusters/cluster-beats.ts';
import { leadWeights } from '../../src/main/signal/clusters/lead-weights.ts';
import { ShapeTable } from '../../src/main/signal/clusters/shape-table.ts';
import { readRealRecord } from './real-records.ts';
import { askable } from './simulated-reader.ts';

/** Orders in which a review queue may ask. */
export const STRATEGIES = ['random', 'least-confidence', 'clusters'] as const;
export type Strategy = (typeof STRATEGIES)[number];

const CLASSES = AAMI_CLASSES.length;

/**
 * Beats of a record of which a reader may be asked, in the order in which it is done.
 * @param probabilities the model's, `beats × classes`
 * @param from seed of chance, and the folder of the sets
 */
export function reviewOrder(
  strategy: Strategy,
  record: BeatRecord,
  probabilities: Float32Array,
  { seed, data }: { readonly seed: number; readonly data: string },
): number[] {
  const all = askable(record);
  const doubt = (beat: number): number => Math.max(...probabilities.subarray(beat * CLASSES, (beat + 1) * CLASSES));
  if (strategy === 'least-confidence') return all.sort((a, b) => doubt(a) - doubt(b) || a - b);
  const random = randomStream(seed, `queue of ${record.id}`);
  if (strategy === 'random')
    return all
      .map((beat) => ({ beat, at: random.uniform() }))
      .sort((a, b) => a.at - b.at)
      .map(({ beat }) => beat);
  // The least certain beat of every group, largest group first; then the next of every group.
  const asked = new Set(all);
  const groups = [...clustersOf(record, data).values()]
    .map((group) => group.filter((beat) => asked.has(beat)))
    .sort((a, b) => b.length - a.length);
  for (const group of groups) group.sort((a, b) => doubt(a) - doubt(b) || a - b);
  const queue: number[] = [];
  for (let round = 0; queue.length < all.length; round++) {
    for (const group of groups) {
      const beat = group[round];
      if (beat !== undefined) queue.push(beat);
    }
  }
  return queue;
}

/** Groups of beats by shape, as the workstation makes them. */
function clustersOf(record: BeatRecord, data: string): Map<number, number[]> {
  const { header, leads } = readRealRecord(join(data, record.set), record.record);
  const shapes = new ShapeTable(record.sample.length, leads.length);
  for (const [at, samples] of leads.entries()) {
    const { rate = header.rate, gain = 1 } = header.leads[at] ?? {};
    for (const [beat, sample] of record.sample.entries()) {
      shapes.read(beat, at, sample / header.rate, { samples, start: 0, rate, gain });
    }
  }
  const clusters = new BeatClusters(shapes, leadWeights(shapes).perEnergy);
  for (const beat of record.sample.keys()) clusters.add(beat);
  clusters.settle();
  return Map.groupBy(record.sample.keys(), (beat) => clusters.groupOf(beat));
}
