/** Layers under test: built with every parameter as an input of its own, random where training would start at zero. */
import { Graph, type Tensor } from '../../../src/main/nat/graph/graph.ts';
import { sizeOf } from '../../../src/main/nat/graph/shape.ts';
import { Scope } from '../../../src/main/nat/parameters/scope.ts';
import { CollectingSource } from '../../../src/main/nat/parameters/source.ts';
import { type Feeds, gradientError, randomValues, runReference } from './graph-checks.ts';

export type BuildLayer = (scope: Scope) => Tensor;

/** A scope whose parameters are graph inputs. */
export function scopeOn(graph: Graph, training = false): Scope {
  return new Scope({ graph, parameters: new CollectingSource(graph), training, dropout: [] });
}

/** Random values for every input of a layer, its parameters included, unless given. */
export function randomFeeds(build: BuildLayer, given: Feeds = {}): Feeds {
  const graph = new Graph();
  build(scopeOn(graph));
  return Object.fromEntries(
    graph.inputs.map(({ name, tensor }) => [
      name,
      given[name] ??
        randomValues(tensor.shape, name, name.endsWith('weight') ? 1 / Math.sqrt(tensor.shape[0] ?? 1) : 1),
    ]),
  );
}

/** The layer's output in float64. */
export function evaluateLayer(build: BuildLayer, feeds: Feeds): Float64Array {
  const graph = new Graph();
  graph.output('output', build(scopeOn(graph)));
  const { output } = runReference(graph, feeds);
  return output ?? new Float64Array();
}

/** Error of the gradients with respect to every parameter and the named inputs. */
export function layerGradientError(build: BuildLayer, feeds: Feeds, inputs: readonly string[], sample = 12): number {
  const parameters = Object.keys(feeds).filter((name) => name.startsWith('parameter '));
  return gradientError((graph) => build(scopeOn(graph)), feeds, [...inputs, ...parameters], sample);
}

/** Element of a row-major tensor. */
export function at(values: ArrayLike<number>, shape: readonly number[], ...index: number[]): number {
  let position = 0;
  for (const [axis, length] of shape.entries()) position = position * length + (index[axis] ?? 0);
  const value = values[position];
  if (value === undefined || values.length !== sizeOf(shape)) throw new Error('outside the tensor');
  return value;
}
