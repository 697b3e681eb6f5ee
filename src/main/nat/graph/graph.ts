import type { OnnxForm } from './onnx-form.ts';
import { requireSize, type Shape } from './shape.ts';

/** A value in a graph: float32, of a shape known when the graph is built. A handle; it holds no numbers. */
export interface Tensor {
  readonly graph: Graph;
  readonly id: number;
  readonly shape: Shape;
}

/** The attributes of an op that has none. */
export type NoAttributes = Readonly<Record<string, never>>;

/** One application of an op, as its gradient sees it. */
export interface Call<A> {
  readonly inputs: readonly Tensor[];
  readonly outputs: readonly Tensor[];
  readonly attributes: A;
}

/** Shapes and float64 values of one application, as the reference evaluation sees it. */
export interface Evaluation<A> {
  readonly inputs: readonly Float64Array[];
  readonly inputShapes: readonly Shape[];
  readonly outputShapes: readonly Shape[];
  readonly attributes: A;
}

/**
 * One operation: a row of the table in `op-table.ts`. Its name is that of the ONNX operator it is written as, if one is enough.
 * Methods, not function properties, so that ops with different attributes fit in one table.
 */
export interface Op<A extends object> {
  readonly type: string;
  /** Whether outputs nobody uses may be left unnamed in ONNX, so that they are not computed. */
  readonly optionalOutputs?: boolean;
  /** Shapes of the outputs. @throws RangeError when the inputs do not fit. */
  infer(inputs: readonly Shape[], attributes: A): readonly Shape[];
  onnx?(attributes: A, outputShapes: readonly Shape[]): OnnxForm;
  /**
   * Gradients with respect to the inputs, given those with respect to the outputs (undefined where nothing flows).
   * Absent for ops through which no gradient can or need pass; asking for one is then an error.
   */
  gradient?(
    call: Call<A>,
    outputGradients: readonly (Tensor | undefined)[],
    wanted: readonly boolean[],
  ): readonly (Tensor | undefined)[];
  /** What the op means, in float64: the reference that tests hold both ONNX Runtime and the gradients against. */
  evaluate(evaluation: Evaluation<A>): readonly Float64Array[];
}

/** One op applied to tensors. */
export interface Node {
  readonly op: Op<object>;
  readonly attributes: object;
  readonly inputs: readonly Tensor[];
  readonly outputs: readonly Tensor[];
}

export interface GraphInput {
  readonly name: string;
  readonly tensor: Tensor;
}

export interface GraphConstant {
  readonly name: string;
  readonly tensor: Tensor;
  readonly values: ArrayLike<number>;
}

/**
 * A computation under construction. Nodes are kept in the order they were added, which is an order they can be run
 * in, since a node can only use tensors that exist already.
 */
export class Graph {
  readonly nodes: Node[] = [];
  readonly inputs: GraphInput[] = [];
  readonly constants: GraphConstant[] = [];
  readonly outputs = new Map<string, Tensor>();
  readonly #scalars = new Map<number, Tensor>();
  #tensors = 0;

  /** A value fed on every run. */
  input(name: string, shape: Shape): Tensor {
    if (this.inputs.some((input) => input.name === name)) throw new Error(`the graph has an input ${name} already`);
    const tensor = this.#tensor(shape);
    this.inputs.push({ name, tensor });
    return tensor;
  }

  /** A value stored in the graph. The array is kept, not copied. */
  constant(values: ArrayLike<number>, shape: Shape, name?: string): Tensor {
    requireSize(shape, values.length, 'constant');
    const tensor = this.#tensor(shape);
    this.constants.push({ name: name ?? `constant${tensor.id}`, tensor, values });
    return tensor;
  }

  /** A stored number (rank 0); asking twice for the same number gives the same tensor. */
  scalar(value: number): Tensor {
    const known = this.#scalars.get(value);
    if (known) return known;
    const tensor = this.constant([value], []);
    this.#scalars.set(value, tensor);
    return tensor;
  }

  apply<A extends object>(op: Op<A>, inputs: readonly Tensor[], attributes: A): readonly Tensor[] {
    for (const input of inputs) if (input.graph !== this) throw new Error(`${op.type} mixes tensors of two graphs`);
    const shapes = op.infer(
      inputs.map((input) => input.shape),
      attributes,
    );
    const outputs = shapes.map((shape) => this.#tensor(shape));
    this.nodes.push({ op, attributes, inputs, outputs });
    return outputs;
  }

  /** Name a tensor as one of the results of a run. */
  output(name: string, tensor: Tensor): void {
    if (this.outputs.has(name)) throw new Error(`the graph has an output ${name} already`);
    this.outputs.set(name, tensor);
  }

  #tensor(shape: Shape): Tensor {
    for (const length of shape) {
      if (!Number.isInteger(length) || length < 1) throw new RangeError(`[${shape.join(', ')}] is not a shape`);
    }
    return { graph: this, id: this.#tensors++, shape: [...shape] };
  }
}

/** Apply an op that has exactly one output. */
export function applyOne<A extends object>(op: Op<A>, inputs: readonly Tensor[], attributes: A): Tensor {
  const graph = inputs[0]?.graph;
  if (!graph) throw new Error(`${op.type} needs an input`);
  const [output] = graph.apply(op, inputs, attributes);
  if (!output) throw new Error(`${op.type} gave no output`);
  return output;
}
