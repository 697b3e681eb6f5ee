import { dataRoot, realData } from '../../real-data.ts';
import { peakMemory } from '../peak-memory.ts';
import type { BenchRow } from '../row.ts';

/** A training of the model of 1.8 million parameters at batch 32, with all its data in memory. */
const BATCH = { preset: 'base', batch: 32, steps: 3, seed: 1, threads: 2 };

const row = (name: string, task: Readonly<Record<string, unknown>>): BenchRow => ({
  name,
  unit: 'MB',
  budget: 1536,
  higherIsBetter: false,
  runs: 1,
  setup: () => (realData.mitdb && realData.svdb ? undefined : 'no recordings of mitdb and svdb'),
  run: () => peakMemory({ ...BATCH, ...task }),
});

const rows: readonly BenchRow[] = [
  row('learning-memory-beats', { kind: 'finetune', task: 'beats', data: [dataRoot] }),
  row('learning-memory-pretraining', { kind: 'pretrain', leads: 1, data: [dataRoot] }),
];

export default rows;
