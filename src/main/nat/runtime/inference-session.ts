import { InferenceSession as OnnxSession, Tensor } from 'onnxruntime-node';
import { requireSize } from '../graph/shape.ts';
import type { InferenceGraph } from '../inference-graph.ts';
import { type RuntimeOptions, sessionOptions } from './devices.ts';

/** An inference graph being run; blocks its thread, so it belongs in a process of its own. */
export class InferenceSession {
  readonly graph: InferenceGraph;
  readonly #session: OnnxSession;

  private constructor(graph: InferenceGraph, session: OnnxSession) {
    this.graph = graph;
    this.#session = session;
  }

  static async create(graph: InferenceGraph, options: RuntimeOptions): Promise<InferenceSession> {
    return new InferenceSession(graph, await OnnxSession.create(graph.bytes, sessionOptions(options)));
  }

  /** Values of all outputs by name, for values of all inputs by name. */
  async run(feeds: Readonly<Record<string, Float32Array>>): Promise<Readonly<Record<string, Float32Array>>> {
    const tensors = Object.fromEntries(
      this.graph.inputs.map(({ name, shape }) => {
        const values = feeds[name];
        if (!values) throw new Error(`${name} is missing`);
        requireSize(shape, values.length, name);
        return [name, new Tensor('float32', values, shape)];
      }),
    );
    const results = await this.#session.run(tensors);
    return Object.fromEntries(
      this.graph.outputs.map(({ name }) => {
        const data = results[name]?.data;
        if (!(data instanceof Float32Array)) throw new Error(`the graph gave no ${name}`);
        return [name, data];
      }),
    );
  }

  async release(): Promise<void> {
    await this.#session.release();
  }
}
