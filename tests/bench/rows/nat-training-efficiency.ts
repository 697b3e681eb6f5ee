import { type Measured, productSpeed, trainingGraph, trainingSteps } from '../nat-bench.ts';
import type { BenchRow } from '../row.ts';

const graph = trainingGraph(32, 1);
let steps: Measured | undefined;
let products: Measured | undefined;

/** What a training step gets out of the machine, of what plain matrix products get; measured by turns. */
const row: BenchRow = {
  name: 'nat-training-efficiency',
  unit: '%',
  budget: 35,
  higherIsBetter: true,
  setup: async () => {
    steps = await trainingSteps(graph);
    products = await productSpeed();
    return undefined;
  },
  run: async () => {
    const before = (await products?.once()) ?? NaN;
    const seconds = (await steps?.once()) ?? NaN;
    const after = (await products?.once()) ?? NaN;
    return (100 * graph.productOperations) / seconds / ((before + after) / 2);
  },
  teardown: async () => {
    await steps?.release();
    await products?.release();
  },
};

export default row;
