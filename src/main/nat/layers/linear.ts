import type { Tensor } from '../graph/graph.ts';
import { matrixProduct, reshape } from '../graph/operations.ts';
import { sizeOf } from '../graph/shape.ts';
import type { Scope } from '../parameters/scope.ts';

/** x·W + b along the last axis: [.., in] → [.., out]. A `deviation` of 0 starts the layer silent. */
export function linear(scope: Scope, input: Tensor, out: number, options: { deviation?: number } = {}): Tensor {
  const into = input.shape.at(-1) ?? 1;
  const rows = sizeOf(input.shape) / into;
  const weight = scope.weight('weight', [into, out], options.deviation);
  const product = matrixProduct(reshape(input, [rows, into]), weight, {}, scope.bias('bias', [out]));
  return reshape(product, [...input.shape.slice(0, -1), out]);
}
