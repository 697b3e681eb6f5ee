import { InferenceSession, Tensor } from 'onnxruntime-node';
import { Graph } from '../graph/graph.ts';
import { multiply } from '../graph/operations.ts';
import { writeModel } from '../onnx/write-model.ts';
import { type RuntimeOptions, sessionOptions } from './devices.ts';

/**
 * Copies vectors from the device to the host. `Tensor.getData()` aborts the whole process on Node for tensors on the
 * GPU, so a graph that multiplies by one and answers on the host stands in for it.
 */
export class StateReader {
  readonly #session: InferenceSession;

  private constructor(session: InferenceSession) {
    this.#session = session;
  }

  static async create(length: number, options: RuntimeOptions): Promise<StateReader> {
    const graph = new Graph();
    const input = graph.input('vector', [length]);
    graph.output('copy', multiply(input, graph.input('one', [1])));
    return new StateReader(await InferenceSession.create(writeModel(graph), sessionOptions(options)));
  }

  async read(vector: Tensor): Promise<Float32Array> {
    const one = new Tensor('float32', Float32Array.of(1), [1]);
    const { copy } = await this.#session.run({ vector, one });
    if (!(copy?.data instanceof Float32Array)) throw new Error('the device gave no copy of its state');
    return copy.data;
  }

  async release(): Promise<void> {
    await this.#session.release();
  }
}
