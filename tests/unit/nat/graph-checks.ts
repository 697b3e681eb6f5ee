/** Three ways to look at a graph: run by ONNX Runtime, run in float64, differentiated by small steps. */
import { InferenceSession, Tensor as OnnxTensor } from 'onnxruntime-node';
import { expect } from 'vitest';
import { Graph, type Tensor } from '../../../src/main/nat/graph/graph.ts';
import { gradients } from '../../../src/main/nat/graph/gradients.ts';
import { multiply, reduceSum } from '../../../src/main/nat/graph/operations.ts';
import { interpret } from '../../../src/main/nat/graph/reference.ts';
import { type Shape, sizeOf } from '../../../src/main/nat/graph/shape.ts';
import { writeModel } from '../../../src/main/nat/onnx/write-model.ts';
import { randomStream } from '../../../src/main/nat/random.ts';
import { sessionOptions } from '../../../src/main/nat/runtime/devices.ts';

export type Feeds = Record<string, Float32Array>;

/** Normal values; float32, so that both interpreters start from the same numbers. */
export function randomValues(shape: Shape, label: string, scale = 1): Float32Array {
  const random = randomStream(7, label);
  return Float32Array.from({ length: sizeOf(shape) }, () => scale * random.normal());
}

/** Run a graph's outputs on ONNX Runtime's CPU. */
export async function runOnnx(graph: Graph, feeds: Feeds): Promise<Record<string, Float32Array>> {
  const session = await InferenceSession.create(writeModel(graph), sessionOptions({ device: 'cpu', threads: 1 }));
  const tensors = Object.fromEntries(
    graph.inputs.map(({ name, tensor }) => [
      name,
      new OnnxTensor('float32', feeds[name] ?? new Float32Array(), tensor.shape),
    ]),
  );
  const results = await session.run(tensors);
  await session.release();
  return Object.fromEntries(
    Object.entries(results).map(([name, { data }]) => [name, data instanceof Float32Array ? data : new Float32Array()]),
  );
}

/** Outputs of a graph in float64. */
export function runReference(graph: Graph, feeds: Feeds): Record<string, Float64Array> {
  const valueOf = interpret(graph, feeds);
  return Object.fromEntries([...graph.outputs].map(([name, tensor]) => [name, valueOf(tensor)]));
}

/** Largest difference, relative to the largest value of the second. */
export function difference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  expect(actual.length).toBe(expected.length);
  let worst = 0;
  let size = 1e-12;
  for (let at = 0; at < expected.length; at++) {
    const [a, b] = [actual[at] ?? NaN, expected[at] ?? NaN];
    if (Number.isNaN(a) !== Number.isNaN(b)) return Infinity;
    worst = Math.max(worst, Math.abs(a - b));
    size = Math.max(size, Math.abs(b));
  }
  return worst / size;
}

/**
 * Compare the gradients of Σ weights·output, for random weights, with central differences in float64, for every
 * element of the named inputs (or a sample of them, when there are many).
 * @returns the largest error relative to the largest derivative of that input
 */
export function gradientError(
  build: (graph: Graph) => Tensor,
  feeds: Feeds,
  wanted: readonly string[],
  sample = 40,
): number {
  const graph = new Graph();
  const output = build(graph);
  const weights = graph.constant(randomValues(output.shape, 'weights of the sum'), output.shape);
  const axes = [...output.shape.keys()];
  const scalar = axes.length > 0 ? reduceSum(multiply(output, weights), axes) : multiply(output, weights);
  const forwardNodes = graph.nodes.length;
  const inputs = wanted.map((name) => inputOf(graph, name));
  const found = gradients(graph, scalar, inputs);
  const valueOf = interpret(graph, feeds);
  // Only the forward part is needed again and again.
  graph.nodes.splice(forwardNodes);
  let worst = 0;
  for (const [index, name] of wanted.entries()) {
    const gradient = found[index];
    if (!gradient) throw new Error(`no gradient reaches ${name}`);
    const analytic = valueOf(gradient);
    const feed = Float64Array.from(feeds[name] ?? []);
    const numeric: number[] = [];
    const compared: number[] = [];
    const stride = Math.max(1, Math.floor(feed.length / sample));
    for (let at = 0; at < feed.length; at += stride) {
      const centre = feed[at] ?? 0;
      const step = 1e-5;
      const sum = (value: number): number => {
        feed[at] = value;
        return interpret(graph, { ...feeds, [name]: feed })(scalar)[0] ?? NaN;
      };
      numeric.push((sum(centre + step) - sum(centre - step)) / (2 * step));
      compared.push(analytic[at] ?? NaN);
      feed[at] = centre;
    }
    const largest = analytic.reduce((size, value) => Math.max(size, Math.abs(value)), 1e-12);
    for (const [which, value] of numeric.entries()) {
      worst = Math.max(worst, Math.abs(value - (compared[which] ?? NaN)) / largest);
    }
  }
  return worst;
}

function inputOf(graph: Graph, name: string): Tensor {
  const found = graph.inputs.find((input) => input.name === name);
  if (!found) throw new Error(`the graph has no input ${name}`);
  return found.tensor;
}
