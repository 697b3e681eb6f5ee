/** Matrix products: Gemm for a matrix times weights, MatMul for stacks of matrices. */
import { applyOne, type NoAttributes, type Op, type Tensor } from '../graph.ts';
import { broadcastShapes, type Shape, sizeOf } from '../shape.ts';
import { broadcastIndex, sumTo } from './broadcast.ts';
import { transpose } from './rearrange.ts';

interface Sides {
  readonly transposeLeft: boolean;
  readonly transposeRight: boolean;
}

/** left [m, k] × right [k, n], each possibly stored transposed, plus an optional bias that broadcasts to [m, n]. */
export const GEMM: Op<Sides> = {
  type: 'Gemm',
  infer([left, right, bias], sides) {
    if (left!.length !== 2 || right!.length !== 2) throw new RangeError('Gemm multiplies matrices');
    const [rows, inner] = oriented(left!, sides.transposeLeft);
    const [outer, columns] = oriented(right!, sides.transposeRight);
    if (inner !== outer) throw new RangeError(`Gemm: ${inner} columns against ${outer} rows`);
    if (bias) broadcastShapes(bias, [rows, columns]);
    return [[rows, columns]];
  },
  onnx: ({ transposeLeft, transposeRight }) => ({
    attributes: { transA: { int: Number(transposeLeft) }, transB: { int: Number(transposeRight) } },
  }),
  gradient({ inputs, attributes: { transposeLeft, transposeRight } }, [gradient], wanted) {
    if (!gradient) return [];
    const [left, right, bias] = [inputs[0]!, inputs[1]!, inputs[2]];
    const forLeft = () =>
      transposeLeft
        ? matrixProduct(right, gradient, { transposeLeft: transposeRight, transposeRight: true })
        : matrixProduct(gradient, right, { transposeRight: !transposeRight });
    const forRight = () =>
      transposeRight
        ? matrixProduct(gradient, left, { transposeLeft: true, transposeRight: transposeLeft })
        : matrixProduct(left, gradient, { transposeLeft: !transposeLeft });
    return [
      wanted[0] ? forLeft() : undefined,
      wanted[1] ? forRight() : undefined,
      bias && wanted[2] ? sumTo(gradient, bias.shape) : undefined,
    ];
  },
  evaluate({ inputs, inputShapes, outputShapes, attributes: { transposeLeft, transposeRight } }) {
    const [rows, columns] = oriented(outputShapes[0]!, false);
    const [, inner] = oriented(inputShapes[0]!, transposeLeft);
    const product = new Float64Array(rows * columns);
    const bias = inputs[2] && broadcastIndex(inputShapes[2]!, outputShapes[0]!);
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        let sum = bias ? inputs[2]![bias[row * columns + column]!]! : 0;
        for (let k = 0; k < inner; k++) {
          const left = inputs[0]![transposeLeft ? k * rows + row : row * inner + k]!;
          sum += left * inputs[1]![transposeRight ? column * inner + k : k * columns + column]!;
        }
        product[row * columns + column] = sum;
      }
    }
    return [product];
  },
};

/** Stacks of matrices, left [.., m, k] × right [.., k, n]; the leading axes broadcast. */
export const MATMUL: Op<NoAttributes> = {
  type: 'MatMul',
  infer([left, right]) {
    const [rows, inner] = lastTwo(left!);
    const [outer, columns] = lastTwo(right!);
    if (inner !== outer) throw new RangeError(`MatMul: ${inner} columns against ${outer} rows`);
    return [[...broadcastShapes(left!.slice(0, -2), right!.slice(0, -2)), rows, columns]];
  },
  gradient({ inputs }, [gradient], wanted) {
    if (!gradient) return [];
    const [left, right] = [inputs[0]!, inputs[1]!];
    return [
      wanted[0] ? sumTo(batchedProduct(gradient, swapLastTwo(right)), left.shape) : undefined,
      wanted[1] ? sumTo(batchedProduct(swapLastTwo(left), gradient), right.shape) : undefined,
    ];
  },
  evaluate({ inputs, inputShapes, outputShapes }) {
    const [rows, columns] = lastTwo(outputShapes[0]!);
    const [, inner] = lastTwo(inputShapes[0]!);
    const stack = outputShapes[0]!.slice(0, -2);
    const leftOf = broadcastIndex(inputShapes[0]!.slice(0, -2), stack);
    const rightOf = broadcastIndex(inputShapes[1]!.slice(0, -2), stack);
    const product = new Float64Array(sizeOf(outputShapes[0]!));
    for (let at = 0; at < product.length; at++) {
      const matrix = Math.floor(at / (rows * columns));
      const row = Math.floor(at / columns) % rows;
      const left = leftOf[matrix]! * rows * inner + row * inner;
      const right = rightOf[matrix]! * inner * columns + (at % columns);
      let sum = 0;
      for (let k = 0; k < inner; k++) sum += inputs[0]![left + k]! * inputs[1]![right + k * columns]!;
      product[at] = sum;
    }
    return [product];
  },
};

/** Product of two matrices, each possibly stored transposed, plus an optional bias. */
export function matrixProduct(left: Tensor, right: Tensor, sides: Partial<Sides> = {}, bias?: Tensor): Tensor {
  const { transposeLeft = false, transposeRight = false } = sides;
  return applyOne(GEMM, bias ? [left, right, bias] : [left, right], { transposeLeft, transposeRight });
}

/** Products of two stacks of matrices. */
export function batchedProduct(left: Tensor, right: Tensor): Tensor {
  return applyOne(MATMUL, [left, right], {});
}

export function swapLastTwo(tensor: Tensor): Tensor {
  const rank = tensor.shape.length;
  return transpose(tensor, [...Array(rank - 2).keys(), rank - 1, rank - 2]);
}

function oriented(shape: Shape, transposed: boolean): [number, number] {
  return transposed ? [shape[1]!, shape[0]!] : [shape[0]!, shape[1]!];
}

function lastTwo(shape: Shape): [number, number] {
  if (shape.length < 2) throw new RangeError('MatMul multiplies matrices');
  return [shape[shape.length - 2]!, shape[shape.length - 1]!];
}
