import type { Graph } from './graph.ts';
import { sizeOf } from './shape.ts';

/**
 * Floating-point operations of a graph's matrix products (a multiplication and an addition count as two): what a
 * machine's own matrix-product speed can be compared with. Everything else is not counted.
 */
export function productOperations(graph: Graph): number {
  let operations = 0;
  for (const { op, inputs, outputs } of graph.nodes) {
    if (op.type !== 'Gemm' && op.type !== 'MatMul') continue;
    const [left, output] = [inputs[0]!, outputs[0]!];
    const rows = output.shape.at(-2)!;
    // The inner length is what the left matrix has besides the result's rows, whichever way it is stored.
    const inner = op.type === 'MatMul' ? left.shape.at(-1)! : sizeOf(left.shape) / rows;
    operations += 2 * sizeOf(output.shape) * inner;
  }
  return operations;
}
