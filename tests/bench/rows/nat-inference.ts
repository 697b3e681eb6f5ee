import { buildInferenceGraph } from '../../../src/main/nat/inference-graph.ts';
import { BASE_MODEL } from '../../../src/main/nat/model-config.ts';
import { initialParameters } from '../../../src/main/nat/parameters/layout.ts';
import { InferenceSession } from '../../../src/main/nat/runtime/inference-session.ts';
import type { Batch } from '../../../src/main/nat/runtime/training-session.ts';
import { BEATS, CPU, plausibleBatch, timed, trainingGraph } from '../nat-bench.ts';
import type { BenchRow } from '../row.ts';

const WINDOWS = 16;
let session: InferenceSession | undefined;
let windows: Batch = {};

/** Windows of one lead a second that a model of 1.8 million parameters scores. */
const row: BenchRow = {
  name: 'nat-inference',
  unit: 'windows/s',
  budget: 200,
  higherIsBetter: true,
  setup: async () => {
    const { head, layout } = trainingGraph(1, 1);
    const plan = { model: BASE_MODEL, head, layout, windows: WINDOWS, leads: 1, beats: BEATS };
    const graph = buildInferenceGraph({ ...plan, parameters: initialParameters(layout, 1) });
    session = await InferenceSession.create(graph, CPU);
    windows = plausibleBatch(graph.inputs);
    return undefined;
  },
  run: async () =>
    WINDOWS /
    (await timed(async () => {
      await session?.run(windows);
    })),
  teardown: async () => {
    await session?.release();
  },
};

export default row;
