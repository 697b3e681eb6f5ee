import { type Measured, trainingGraph, trainingSteps } from '../nat-bench.ts';
import type { BenchRow } from '../row.ts';

const WINDOWS = 32;
let steps: Measured | undefined;

/** Windows of one lead a second that a training step of a model of 1.8 million parameters takes in. */
const row: BenchRow = {
  name: 'nat-training',
  unit: 'records/s',
  budget: 60,
  higherIsBetter: true,
  setup: async () => {
    steps = await trainingSteps(trainingGraph(WINDOWS, 1));
    return undefined;
  },
  run: async () => WINDOWS / ((await steps?.once()) ?? NaN),
  teardown: async () => {
    await steps?.release();
  },
};

export default row;
