import { windowsOf } from '../../../src/main/inference/blocks/block-predictor.ts';
import { windowsAtOnce } from '../../../src/main/inference/devices/device-options.ts';
import { fixedInput } from '../../../src/main/inference/devices/fixed-input.ts';
import { productOperations } from '../../../src/main/nat/graph/cost.ts';
import { buildInferenceGraph, declareInference } from '../../../src/main/nat/inference-graph.ts';
import { BEAT_SLOTS } from '../../../src/main/nat/inputs/beat-windows.ts';
import { MODEL_RATE } from '../../../src/main/nat/inputs/model-band.ts';
import { InferenceSession } from '../../../src/main/nat/runtime/inference-session.ts';
import { dayReadings, type DayReadings } from '../day-reading.ts';
import { notMeasurable } from '../measured-job.ts';
import { CPU, type Measured, productSpeed, timed } from '../nat-bench.ts';
import type { BenchRow } from '../row.ts';

const WINDOWS = windowsAtOnce('cpu');
const BATCHES = 20;
/** Windows of the day's three leads. */
const DAY_WINDOWS = windowsOf(86_400 * MODEL_RATE, 3);

/** What the bare model does: windows a second, and processor time of a window. */
interface Bare {
  readonly windowsPerSecond: number;
  readonly processor: number;
}

let readings: DayReadings | undefined;
let session: InferenceSession | undefined;
let feeds: Readonly<Record<string, Float32Array>> = {};
let products: Measured | undefined;
/** Floating-point operations of a window's matrix products. */
let operations = 0;

const setup = async (): Promise<string | undefined> => {
  const reason = notMeasurable();
  if (reason !== undefined) return reason;
  readings = await dayReadings();
  const plan = { ...readings.model.usable.beats, windows: WINDOWS, leads: 1, beats: BEAT_SLOTS };
  const graph = buildInferenceGraph(plan);
  operations = productOperations(declareInference(plan)) / WINDOWS;
  session = await InferenceSession.create(graph, CPU);
  products = await productSpeed();
  feeds = fixedInput(graph);
  await session.run(feeds);
  return undefined;
};

const teardown = async (): Promise<void> => {
  await session?.release();
  await products?.release();
  session = products = undefined;
};

async function runBare(): Promise<Bare> {
  const before = process.cpuUsage();
  const seconds = await timed(async () => {
    for (let batch = 0; batch < BATCHES; batch++) await session?.run(feeds);
  });
  const { user, system } = process.cpuUsage(before);
  const windows = BATCHES * WINDOWS;
  return { windowsPerSecond: windows / seconds, processor: (user + system) / 1e6 / windows };
}

function row(
  about: Pick<BenchRow, 'name' | 'budget'>,
  share: (reading: { readonly all: number; readonly processor: number }) => Promise<number>,
): BenchRow {
  let next = 0;
  return {
    ...about,
    unit: '%',
    higherIsBetter: true,
    runs: 3,
    setup,
    run: async () => {
      if (!readings) throw new Error('setup comes first');
      return 100 * (await share(await readings.reading(next++)));
    },
    teardown,
  };
}

/** What comes of the model's own speed while a day is read, everything else included; on the CPU. */
const rows: readonly BenchRow[] = [
  row({ name: 'reading-24h-of-bare-run', budget: 80 }, async ({ all }) => {
    const { windowsPerSecond } = await runBare();
    return DAY_WINDOWS / all / windowsPerSecond;
  }),
  // The same by processor time, which other work beside the bench disturbs less.
  row({ name: 'reading-24h-of-bare-run-processor' }, async ({ processor }) => {
    const bare = await runBare();
    return (DAY_WINDOWS * bare.processor) / processor;
  }),
  row({ name: 'reading-24h-of-matrix-products' }, async ({ all }) => {
    const peak = (await products?.once()) ?? NaN;
    return ((DAY_WINDOWS / all) * operations) / peak;
  }),
];
export default rows;
