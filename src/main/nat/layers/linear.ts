import type { Tensor } from '../graph/graph.ts';
import { matrixProduct, reshape } from '../graph/operations.ts';
import { sizeOf } from '../graph/shape.ts';
import type { Scope } from '../parameters/scope.ts';

export interface LinearOptions {
  /** Deviation of the starting weights; 0 starts the layer silent. */
  readonly deviation?: number;
  /** Leave out the offset, where what follows cannot see it (scores before a softmax). */
  readonly withoutBias?: boolean;
}

/** x·W + b along the last axis: [.., in] → [.., out]. */
export function linear(scope: Scope, input: Tensor, out: number, options: LinearOptions = {}): Tensor {
  const into = input.shape.at(-1) ?? 1;
  const rows = sizeOf(input.shape) / into;
  const weight = scope.weight('weight', [into, out], options.deviation);
  const bias = options.withoutBias ? undefined : scope.bias('bias', [out]);
  const product = matrixProduct(reshape(input, [rows, into]), weight, {}, bias);
  return reshape(product, [...input.shape.slice(0, -1), out]);
}
