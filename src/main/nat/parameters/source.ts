/** Where the layers' parameters come from while a graph is built. */
import type { Graph, Tensor } from '../graph/graph.ts';
import { reshape, slice } from '../graph/operations.ts';
import { sameShape, type Shape, sizeOf } from '../graph/shape.ts';
import type { ParameterEntry, ParameterLayout, StoredLayout } from './layout.ts';

export type Declaration = Omit<ParameterEntry, 'offset'>;

export interface ParameterSource {
  /** The parameter of that name; asking again for a name gives the same tensor, so weights can be shared. */
  parameter(declaration: Declaration): Tensor;
}

/** Collects what a model declares; its tensors are placeholders. */
export class CollectingSource implements ParameterSource {
  readonly #graph: Graph;
  readonly #entries: ParameterEntry[] = [];
  readonly #tensors = new Map<string, Tensor>();
  #size = 0;

  constructor(graph: Graph) {
    this.#graph = graph;
  }

  parameter(declaration: Declaration): Tensor {
    const known = this.#tensors.get(declaration.name);
    if (known) return requireShape(known, declaration);
    const tensor = this.#graph.input(`parameter ${declaration.name}`, declaration.shape);
    this.#entries.push({ ...declaration, offset: this.#size });
    this.#size += sizeOf(declaration.shape);
    this.#tensors.set(declaration.name, tensor);
    return tensor;
  }

  layout(): ParameterLayout {
    return { entries: this.#entries, size: this.#size };
  }
}

/** Cuts parameters out of one flat graph input. One Slice each, not a Split: WebGPU cannot bind that many outputs. */
export class FlatSource implements ParameterSource {
  readonly flat: Tensor;
  readonly #tensors = new Map<string, Tensor>();

  constructor(flat: Tensor, layout: StoredLayout) {
    this.flat = flat;
    for (const { name, shape, offset } of layout.entries) {
      this.#tensors.set(name, reshape(slice(flat, 0, offset, offset + sizeOf(shape)), shape));
    }
  }

  parameter(declaration: Declaration): Tensor {
    return requireShape(this.#tensors.get(declaration.name), declaration);
  }
}

/** Stores parameters in the graph: for a model that is shipped and only run. */
export class StoredSource implements ParameterSource {
  readonly #graph: Graph;
  readonly #tensors = new Map<string, Tensor>();
  readonly #values: ReadonlyMap<string, Float32Array>;

  constructor(graph: Graph, layout: StoredLayout, values: Float32Array) {
    this.#graph = graph;
    this.#values = new Map(
      layout.entries.map(({ name, shape, offset }) => [name, values.subarray(offset, offset + sizeOf(shape))]),
    );
  }

  parameter(declaration: Declaration): Tensor {
    const known = this.#tensors.get(declaration.name);
    if (known) return requireShape(known, declaration);
    const values = this.#values.get(declaration.name);
    if (!values) return requireShape(undefined, declaration);
    const tensor = this.#graph.constant(values, declaration.shape, declaration.name);
    this.#tensors.set(declaration.name, tensor);
    return tensor;
  }
}

function requireShape(tensor: Tensor | undefined, { name, shape }: { name: string; shape: Shape }): Tensor {
  if (!tensor) throw new Error(`the model has no parameter ${name}`);
  if (!sameShape(tensor.shape, shape)) throw new Error(`parameter ${name} is declared with two shapes`);
  return tensor;
}
