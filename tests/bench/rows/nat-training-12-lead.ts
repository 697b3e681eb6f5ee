import { type Measured, trainingGraph, trainingSteps } from '../nat-bench.ts';
import type { BenchRow } from '../row.ts';

const WINDOWS = 4;
let steps: Measured | undefined;

/** Windows of twelve leads a second: the same encoder runs once for every lead. */
const row: BenchRow = {
  name: 'nat-training-12-lead',
  unit: 'records/s',
  budget: 5,
  higherIsBetter: true,
  setup: async () => {
    steps = await trainingSteps(trainingGraph(WINDOWS, 12));
    return undefined;
  },
  run: async () => WINDOWS / ((await steps?.once()) ?? NaN),
  teardown: async () => {
    await steps?.release();
  },
};

export default row;
