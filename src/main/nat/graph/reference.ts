import type { Graph, Tensor } from './graph.ts';
import { requireSize } from './shape.ts';

/**
 * Run a graph in float64, one plain loop per op. Slow and exact: what tests hold ONNX Runtime and the gradients
 * against. Nothing in the program depends on it.
 * @param feeds values by input name
 * @returns the value of any tensor that was computed
 */
export function interpret(
  graph: Graph,
  feeds: Readonly<Record<string, ArrayLike<number>>>,
): (of: Tensor) => Float64Array {
  const values = new Map<number, Float64Array>();
  for (const { name, tensor } of graph.inputs) {
    const feed = feeds[name];
    if (!feed) throw new Error(`input ${name} is missing`);
    requireSize(tensor.shape, feed.length, `input ${name}`);
    values.set(tensor.id, Float64Array.from(feed));
  }
  for (const { tensor, values: stored } of graph.constants) values.set(tensor.id, Float64Array.from(stored));
  const valueOf = (tensor: Tensor): Float64Array => {
    const value = values.get(tensor.id);
    if (!value) throw new Error(`tensor ${tensor.id} has not been computed`);
    return value;
  };
  for (const { op, attributes, inputs, outputs } of graph.nodes) {
    const results = op.evaluate({
      inputs: inputs.map(valueOf),
      inputShapes: inputs.map((input) => input.shape),
      outputShapes: outputs.map((output) => output.shape),
      attributes,
    });
    for (const [which, output] of outputs.entries()) {
      const result = results[which];
      if (!result) throw new Error(`${op.type} computed no output ${which}`);
      values.set(output.id, result);
    }
  }
  return valueOf;
}
