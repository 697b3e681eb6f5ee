/** What the rows about the model share: a model of about 2 million parameters and batches of plausible values. */
import { availableParallelism } from 'node:os';
import { InferenceSession as OnnxSession, Tensor } from 'onnxruntime-node';
import { Graph } from '../../src/main/nat/graph/graph.ts';
import { matrixProduct } from '../../src/main/nat/graph/operations.ts';
import { sizeOf } from '../../src/main/nat/graph/shape.ts';
import { BEATS_HEAD } from '../../src/main/nat/heads/beats.ts';
import { BASE_MODEL, LEAD_NAMES } from '../../src/main/nat/model-config.ts';
import { classifyBeats } from '../../src/main/nat/objectives/classify-beats.ts';
import { writeModel } from '../../src/main/nat/onnx/write-model.ts';
import { randomStream } from '../../src/main/nat/random.ts';
import { sessionOptions } from '../../src/main/nat/runtime/devices.ts';
import { type Batch, seededState, TrainingSession } from '../../src/main/nat/runtime/training-session.ts';
import { buildTrainingGraph, type NamedShape, type TrainingGraph } from '../../src/main/nat/training-graph.ts';

export const CPU = { device: 'cpu', threads: availableParallelism() } as const;
export const BEATS = 24;

/** Noise for signals, beats 100 samples apart, one-hot labels. */
export function plausibleBatch(inputs: readonly NamedShape[]): Batch {
  const random = randomStream(1, 'bench');
  const value = (name: string, at: number): number => {
    if (name === 'signal' || name === 'beatRhythm') return random.normal();
    if (name === 'beatPositions') return 100 * (at % BEATS) + 50 * random.uniform();
    if (name === 'beatTargets') return Number(at % 5 === Math.floor(at / 5) % 5);
    if (name === 'leadIdentity') return Number(at % LEAD_NAMES.length === 1);
    return 1;
  };
  return Object.fromEntries(
    inputs.map(({ name, shape }) => [name, Float32Array.from({ length: sizeOf(shape) }, (_, at) => value(name, at))]),
  );
}

export function trainingGraph(windows: number, leads: number): TrainingGraph {
  const objective = classifyBeats({ head: BEATS_HEAD, beats: BEATS, contrastive: false });
  return buildTrainingGraph({ model: BASE_MODEL, objective, windows, leads, averaged: true });
}

export interface Measured {
  /** Does the work once and says how many seconds it took. */
  readonly once: () => Promise<number>;
  readonly release: () => Promise<void>;
}

/** Steps of a training graph, always with the same batch. */
export async function trainingSteps(graph: TrainingGraph): Promise<Measured> {
  const session = await TrainingSession.create(graph, { ...CPU, seed: 1, state: seededState(graph, 1) });
  const batch = plausibleBatch(graph.batch);
  return { once: () => timed(() => session.train(batch)), release: () => session.release() };
}

/** Side of the square matrices whose product stands for the machine's own speed. */
const SIDE = 1024;

/** Floating-point operations a second of a plain matrix product. */
export async function productSpeed(): Promise<Measured> {
  const graph = new Graph();
  graph.output('product', matrixProduct(graph.input('a', [SIDE, SIDE]), graph.input('b', [SIDE, SIDE])));
  const session = await OnnxSession.create(writeModel(graph), sessionOptions(CPU));
  const matrix = (): Tensor => new Tensor('float32', new Float32Array(SIDE * SIDE).fill(0.5), [SIDE, SIDE]);
  const feeds = { a: matrix(), b: matrix() };
  const five = async (): Promise<void> => {
    for (let count = 0; count < 5; count++) await session.run(feeds);
  };
  return { once: async () => (5 * 2 * SIDE ** 3) / (await timed(five)), release: () => session.release() };
}

export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}
