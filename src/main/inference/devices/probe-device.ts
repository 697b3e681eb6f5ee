import type { DeviceName } from '../../../shared/contract/analysis.ts';
import { Graph } from '../../nat/graph/graph.ts';
import { multiply } from '../../nat/graph/operations.ts';
import { buildInferenceGraph, type InferenceGraph } from '../../nat/inference-graph.ts';
import { BEAT_SLOTS } from '../../nat/inputs/beat-windows.ts';
import { writeModel } from '../../nat/onnx/write-model.ts';
import { InferenceSession } from '../../nat/runtime/inference-session.ts';
import type { RuntimeOptions } from '../../nat/runtime/devices.ts';
import type { TrainedModel } from '../../nat/trained-model.ts';
import { windowsAtOnce } from './device-options.ts';
import { fixedInput } from './fixed-input.ts';
import type { ProbeOutcome } from './probe-outcome.ts';

/** Windows a device is first tried with: a graphics adapter made of software takes seconds for each. */
const FIRST_WINDOWS = 2;
/** Seconds a whole batch may be expected to take to be tried at all; what is slower than this loses in any case. */
const PATIENCE_SECONDS = 1;
const MOST_RUNS = 15;
/** No further run is begun when timing has taken so long. */
const TIMING_SECONDS = 0.5;

type Session = Pick<InferenceSession, 'run' | 'release'>;
type CreateSession = (graph: InferenceGraph, options: RuntimeOptions) => Promise<Session>;

/**
 * Tries a device in this process, which it may end or hold up for ever: run it in one of its own. The beat model is run
 * on a fixed input on the CPU and on the device, first a few windows, then a batch as a reading has them, and timed.
 */
export async function probeDevice(
  { device, model, threads }: { device: DeviceName; model: TrainedModel; threads: number },
  create: CreateSession = (graph, options) => InferenceSession.create(graph, options),
): Promise<ProbeOutcome> {
  try {
    await runSmallest(create, { device, threads });
  } catch (thrown) {
    return { kind: 'absent', detail: wordsOf(thrown) };
  }
  const tryWith = async (windows: number): Promise<Trial> => {
    const graph = buildInferenceGraph({ ...model, windows, leads: 1, beats: BEAT_SLOTS });
    const feeds = fixedInput(graph);
    const expected = await trial(await create(graph, { device: 'cpu', threads }), feeds, 1);
    const found = await trial(await create(graph, { device, threads }), feeds, MOST_RUNS);
    return { difference: largestDifference(found.probabilities, expected.probabilities), seconds: found.seconds };
  };
  try {
    const few = await tryWith(FIRST_WINDOWS);
    const windows = windowsAtOnce(device);
    const expectedSeconds = (few.seconds * windows) / FIRST_WINDOWS;
    const many = expectedSeconds <= PATIENCE_SECONDS ? await tryWith(windows) : undefined;
    const difference = Math.max(few.difference, many?.difference ?? 0); // NaN where one is
    if (Number.isNaN(difference)) return { kind: 'no-numbers' };
    const windowsPerSecond = many ? windows / many.seconds : FIRST_WINDOWS / few.seconds;
    return { kind: 'ran', difference, windowsPerSecond };
  } catch (thrown) {
    return { kind: 'failed', detail: wordsOf(thrown) };
  }
}

interface Trial {
  readonly difference: number;
  /** Median time of one batch. */
  readonly seconds: number;
}

/** A graph of one product: what even this cannot be run on, is not there. */
async function runSmallest(create: CreateSession, options: RuntimeOptions): Promise<void> {
  const graph = new Graph();
  const input = graph.input('numbers', [4]);
  graph.output('products', multiply(input, input));
  const shape = [4];
  const session = await create(
    { bytes: writeModel(graph), inputs: [{ name: 'numbers', shape }], outputs: [{ name: 'products', shape }] },
    options,
  );
  await session.run({ numbers: Float32Array.of(1, 2, 3, 4) });
  await session.release();
}

/** What a session says, and the median time it takes to say it once more (the first run compiles and allocates). */
async function trial(
  session: Session,
  feeds: Readonly<Record<string, Float32Array>>,
  mostRuns: number,
): Promise<{ readonly probabilities: Float32Array; readonly seconds: number }> {
  try {
    const probabilities = probabilitiesOf(await session.run(feeds));
    const seconds: number[] = [];
    let spent = 0;
    while (seconds.length < mostRuns && (spent < TIMING_SECONDS || seconds.length === 0)) {
      const from = performance.now();
      await session.run(feeds);
      const one = (performance.now() - from) / 1000;
      seconds.push(one);
      spent += one;
    }
    seconds.sort((a, b) => a - b);
    return { probabilities, seconds: seconds[seconds.length >> 1]! };
  } finally {
    await session.release();
  }
}

function probabilitiesOf({ probabilities }: Readonly<Record<string, Float32Array>>): Float32Array {
  if (!probabilities) throw new Error('the model gave no probabilities');
  return probabilities.slice();
}

/** NaN where one of them is not a number, or they are not as many. */
function largestDifference(found: Float32Array, expected: Float32Array): number {
  if (found.length !== expected.length) return NaN;
  let largest = 0;
  for (let at = 0; at < found.length; at++) {
    const apart = Math.abs(found[at]! - expected[at]!);
    if (Number.isNaN(apart)) return NaN;
    if (apart > largest) largest = apart;
  }
  return largest;
}

const wordsOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown)).slice(0, 500);
