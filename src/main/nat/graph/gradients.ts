import type { Graph, Tensor } from './graph.ts';
import { add } from './ops/elementwise.ts';

/**
 * Reverse-mode differentiation: adds to the graph the nodes that compute the gradient of a scalar with respect to
 * the given tensors, and returns those gradients in the same order (undefined where the scalar does not depend on one).
 */
export function gradients(graph: Graph, scalar: Tensor, wanted: readonly Tensor[]): readonly (Tensor | undefined)[] {
  if (scalar.shape.some((length) => length !== 1)) throw new RangeError('only a single number can be differentiated');
  const nodes = [...graph.nodes];
  const reached = new Set(wanted.map((tensor) => tensor.id));
  for (const { op, inputs, outputs } of nodes) {
    if (op.gradient && inputs.some((input) => reached.has(input.id))) {
      for (const output of outputs) reached.add(output.id);
    }
  }
  const known = new Map<number, Tensor>();
  known.set(scalar.id, graph.constant([1], scalar.shape));
  for (const { op, attributes, inputs, outputs } of nodes.reverse()) {
    const given = outputs.map((output) => known.get(output.id));
    const needs = inputs.map((input) => reached.has(input.id));
    if (!op.gradient || given.every((gradient) => !gradient) || !needs.includes(true)) continue;
    const partials = op.gradient({ inputs, outputs, attributes }, given, needs);
    for (const [which, input] of inputs.entries()) {
      const partial = partials[which];
      if (!partial || !needs[which]) continue;
      const sum = known.get(input.id);
      known.set(input.id, sum ? add(sum, partial) : partial);
    }
  }
  return wanted.map((tensor) => known.get(tensor.id));
}
