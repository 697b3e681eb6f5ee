/** Expand and ReduceSum: each is the other's gradient, so they live together. Both keep the rank. */
import { applyOne, type Op, type Tensor } from '../graph.ts';
import { axisFromFront, broadcastShapes, sameShape, type Shape, sizeOf, stridesOf } from '../shape.ts';
import { reshape } from './rearrange.ts';

export const EXPAND: Op<{ shape: Shape }> = {
  type: 'Expand',
  infer([input], { shape }) {
    if (!sameShape(broadcastShapes(input!, shape), shape)) {
      throw new RangeError(`[${input!.join(', ')}] does not expand to [${shape.join(', ')}]`);
    }
    return [shape];
  },
  onnx: ({ shape }) => ({ operands: [shape] }),
  gradient: ({ inputs }, [gradient]) => [gradient && sumTo(gradient, inputs[0]!.shape)],
  evaluate({ inputs, inputShapes, outputShapes }) {
    const index = broadcastIndex(inputShapes[0]!, outputShapes[0]!);
    return [Float64Array.from(index, (from) => inputs[0]![from]!)];
  },
};

export const REDUCE_SUM: Op<{ axes: readonly number[] }> = {
  type: 'ReduceSum',
  infer: ([input], { axes }) => [input!.map((length, axis) => (axes.includes(axis) ? 1 : length))],
  onnx: ({ axes }) => ({ operands: [axes], attributes: { keepdims: { int: 1 } } }),
  gradient: ({ inputs }, [gradient]) => [gradient && expand(gradient, inputs[0]!.shape)],
  evaluate({ inputs, inputShapes, outputShapes }) {
    const sums = new Float64Array(sizeOf(outputShapes[0]!));
    const index = broadcastIndex(outputShapes[0]!, inputShapes[0]!);
    for (let at = 0; at < index.length; at++) sums[index[at]!]! += inputs[0]![at]!;
    return [sums];
  },
};

/** The largest element along the axes. Used for numerical safety only; no gradient passes. */
export const REDUCE_MAX: Op<{ axes: readonly number[] }> = {
  type: 'ReduceMax',
  infer: ([input], { axes }) => [input!.map((length, axis) => (axes.includes(axis) ? 1 : length))],
  onnx: ({ axes }) => ({ operands: [axes], attributes: { keepdims: { int: 1 } } }),
  evaluate({ inputs, inputShapes, outputShapes }) {
    const largest = new Float64Array(sizeOf(outputShapes[0]!)).fill(-Infinity);
    const index = broadcastIndex(outputShapes[0]!, inputShapes[0]!);
    for (let at = 0; at < index.length; at++) {
      largest[index[at]!] = Math.max(largest[index[at]!]!, inputs[0]![at]!);
    }
    return [largest];
  },
};

export function expand(tensor: Tensor, shape: Shape): Tensor {
  return sameShape(tensor.shape, shape) ? tensor : applyOne(EXPAND, [tensor], { shape });
}

/** Sum along axes, which stay with length 1. */
export function reduceSum(tensor: Tensor, axes: readonly number[]): Tensor {
  return applyOne(REDUCE_SUM, [tensor], { axes: frontAxes(tensor, axes) });
}

/** Maximum along axes, which stay with length 1. No gradient passes. */
export function reduceMax(tensor: Tensor, axes: readonly number[]): Tensor {
  return applyOne(REDUCE_MAX, [tensor], { axes: frontAxes(tensor, axes) });
}

/** Undo a broadcast: sum a tensor down to a shape that broadcasts to its own. */
export function sumTo(tensor: Tensor, shape: Shape): Tensor {
  const missing = tensor.shape.length - shape.length;
  const axes = [...tensor.shape.keys()].filter(
    (axis) => (axis < missing ? true : shape[axis - missing] === 1) && tensor.shape[axis] !== 1,
  );
  const summed = axes.length > 0 ? reduceSum(tensor, axes) : tensor;
  return sameShape(summed.shape, shape) ? summed : reshape(summed, shape);
}

function frontAxes(tensor: Tensor, axes: readonly number[]): number[] {
  return axes.map((axis) => axisFromFront(axis, tensor.shape.length)).sort((a, b) => a - b);
}

/** For every element of the wide shape, the element of the narrow one that broadcasts to it. */
export function broadcastIndex(narrow: Shape, wide: Shape): Int32Array {
  const missing = wide.length - narrow.length;
  const wideStrides = stridesOf(wide);
  const narrowStrides = stridesOf(narrow);
  const index = new Int32Array(sizeOf(wide));
  for (let at = 0; at < index.length; at++) {
    let from = 0;
    for (let axis = missing; axis < wide.length; axis++) {
      if (narrow[axis - missing] === 1) continue;
      from += (Math.floor(at / wideStrides[axis]!) % wide[axis]!) * narrowStrides[axis - missing]!;
    }
    index[at] = from;
  }
  return index;
}
