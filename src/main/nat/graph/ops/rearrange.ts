/** Ops that move elements without computing: Reshape, Transpose, Slice, Pad, Concat, Split. */
import { applyOne, type Op, type Tensor } from '../graph.ts';
import { axisFromFront, requireSize, sameShape, type Shape, sizeOf, stridesOf } from '../shape.ts';

export const RESHAPE: Op<{ shape: Shape }> = {
  type: 'Reshape',
  infer([input], { shape }) {
    requireSize(shape, sizeOf(input!), 'reshape');
    return [shape];
  },
  onnx: ({ shape }) => ({ operands: [shape] }),
  gradient: ({ inputs }, [gradient]) => [gradient && reshape(gradient, inputs[0]!.shape)],
  evaluate: ({ inputs }) => [Float64Array.from(inputs[0]!)],
};

export const TRANSPOSE: Op<{ permutation: readonly number[] }> = {
  type: 'Transpose',
  infer: ([input], { permutation }) => [permutation.map((axis) => input![axis]!)],
  onnx: ({ permutation }) => ({ attributes: { perm: { ints: permutation } } }),
  gradient({ attributes: { permutation } }, [gradient]) {
    const inverse = permutation.map((_, axis) => permutation.indexOf(axis));
    return [gradient && transpose(gradient, inverse)];
  },
  evaluate({ inputs, inputShapes, outputShapes, attributes: { permutation } }) {
    const from = stridesOf(inputShapes[0]!);
    const strides = permutation.map((axis) => from[axis]!);
    return [gather(inputs[0]!, outputShapes[0]!, strides, 0)];
  },
};

/** A contiguous range along one axis. */
export const SLICE: Op<{ axis: number; start: number; end: number }> = {
  type: 'Slice',
  infer([input], { axis, start, end }) {
    if (start < 0 || end > input![axis]! || end <= start) {
      throw new RangeError(`no range ${start} to ${end} along axis ${axis} of [${input!.join(', ')}]`);
    }
    return [withLength(input!, axis, end - start)];
  },
  onnx: ({ axis, start, end }) => ({ operands: [[start], [end], [axis]] }),
  gradient: ({ inputs, attributes: { axis, start, end } }, [gradient]) => [
    gradient && pad(gradient, axis, start, inputs[0]!.shape[axis]! - end),
  ],
  evaluate({ inputs, inputShapes, outputShapes, attributes: { axis, start } }) {
    const strides = stridesOf(inputShapes[0]!);
    return [gather(inputs[0]!, outputShapes[0]!, strides, start * strides[axis]!)];
  },
};

/** Zeros before and after along one axis. */
export const PAD: Op<{ axis: number; before: number; after: number; rank: number }> = {
  type: 'Pad',
  infer: ([input], { axis, before, after }) => [withLength(input!, axis, input![axis]! + before + after)],
  onnx({ axis, before, after, rank }) {
    const pads = new Array<number>(2 * rank).fill(0);
    pads[axis] = before;
    pads[axis + rank] = after;
    return { operands: [pads] };
  },
  gradient: ({ inputs, attributes: { axis, before } }, [gradient]) => [
    gradient && slice(gradient, axis, before, before + inputs[0]!.shape[axis]!),
  ],
  evaluate({ inputs, inputShapes, outputShapes, attributes: { axis, before } }) {
    const values = new Float64Array(sizeOf(outputShapes[0]!));
    place(values, outputShapes[0]!, inputs[0]!, inputShapes[0]!, axis, before);
    return [values];
  },
};

export const CONCAT: Op<{ axis: number }> = {
  type: 'Concat',
  infer(inputs, { axis }) {
    for (const input of inputs) {
      if (!sameShape(withLength(input, axis, 1), withLength(inputs[0]!, axis, 1))) {
        throw new RangeError(`[${input.join(', ')}] does not join [${inputs[0]!.join(', ')}] along axis ${axis}`);
      }
    }
    return [
      withLength(
        inputs[0]!,
        axis,
        inputs.reduce((length, input) => length + input[axis]!, 0),
      ),
    ];
  },
  onnx: ({ axis }) => ({ attributes: { axis: { int: axis } } }),
  gradient({ inputs, attributes: { axis } }, [gradient], wanted) {
    let start = 0;
    return inputs.map((input, which) => {
      const end = start + input.shape[axis]!;
      const part = gradient && wanted[which] ? slice(gradient, axis, start, end) : undefined;
      start = end;
      return part;
    });
  },
  evaluate({ inputs, inputShapes, outputShapes, attributes: { axis } }) {
    const values = new Float64Array(sizeOf(outputShapes[0]!));
    let start = 0;
    for (const [which, input] of inputs.entries()) {
      place(values, outputShapes[0]!, input, inputShapes[which]!, axis, start);
      start += inputShapes[which]![axis]!;
    }
    return [values];
  },
};

/**
 * Cut along an axis into parts. Its gradient is one Concat, where separate slices would each need a Pad and an Add.
 * WebGPU binds every part to its own storage buffer, of which there may be as few as 8: cut into few parts.
 */
export const SPLIT: Op<{ axis: number; lengths: readonly number[] }> = {
  type: 'Split',
  infer([input], { axis, lengths }) {
    if (lengths.length > 6 || lengths.reduce((sum, length) => sum + length, 0) !== input![axis]) {
      throw new RangeError(`[${input!.join(', ')}] does not split into ${lengths.join(' + ')} along axis ${axis}`);
    }
    return lengths.map((length) => withLength(input!, axis, length));
  },
  onnx: ({ axis, lengths }) => ({ attributes: { axis: { int: axis } }, operands: [lengths] }),
  gradient({ outputs, attributes: { axis } }, gradients) {
    return [
      concat(
        outputs.map((output, part) => gradients[part] ?? zeros(output)),
        axis,
      ),
    ];
  },
  evaluate({ inputs, inputShapes, outputShapes, attributes: { axis, lengths } }) {
    const strides = stridesOf(inputShapes[0]!);
    let start = 0;
    return lengths.map((length, part) => {
      const values = gather(inputs[0]!, outputShapes[part]!, strides, start * strides[axis]!);
      start += length;
      return values;
    });
  },
};

export function reshape(tensor: Tensor, shape: Shape): Tensor {
  return sameShape(tensor.shape, shape) ? tensor : applyOne(RESHAPE, [tensor], { shape });
}

export function transpose(tensor: Tensor, permutation: readonly number[]): Tensor {
  if ([...permutation].sort((a, b) => a - b).some((axis, at) => axis !== at)) {
    throw new RangeError(`[${permutation.join(', ')}] is not a permutation`);
  }
  return applyOne(TRANSPOSE, [tensor], { permutation });
}

export function slice(tensor: Tensor, axis: number, start: number, end: number): Tensor {
  const front = axisFromFront(axis, tensor.shape.length);
  if (start === 0 && end === tensor.shape[front]) return tensor;
  return applyOne(SLICE, [tensor], { axis: front, start, end });
}

export function pad(tensor: Tensor, axis: number, before: number, after: number): Tensor {
  if (before === 0 && after === 0) return tensor;
  const rank = tensor.shape.length;
  return applyOne(PAD, [tensor], { axis: axisFromFront(axis, rank), before, after, rank });
}

export function concat(tensors: readonly Tensor[], axis: number): Tensor {
  const first = tensors[0];
  if (!first) throw new RangeError('nothing to join');
  if (tensors.length === 1) return first;
  return applyOne(CONCAT, tensors, { axis: axisFromFront(axis, first.shape.length) });
}

function zeros(like: Tensor): Tensor {
  return like.graph.constant(new Float32Array(sizeOf(like.shape)), like.shape);
}

/** Parts of the given lengths along an axis; at most six. */
export function split(tensor: Tensor, axis: number, lengths: readonly number[]): readonly Tensor[] {
  return tensor.graph.apply(SPLIT, [tensor], { axis: axisFromFront(axis, tensor.shape.length), lengths });
}

function withLength(shape: Shape, axis: number, length: number): number[] {
  return shape.map((known, at) => (at === axis ? length : known));
}

/** Elements of `values` read with the given strides, in the row-major order of `shape`. */
function gather(values: Float64Array, shape: Shape, strides: readonly number[], offset: number): Float64Array {
  const own = stridesOf(shape);
  return Float64Array.from({ length: sizeOf(shape) }, (_, at) => {
    let from = offset;
    for (let axis = 0; axis < shape.length; axis++) {
      from += (Math.floor(at / own[axis]!) % shape[axis]!) * strides[axis]!;
    }
    return values[from]!;
  });
}

/** Copy a part into a whole, `start` elements along `axis`. */
function place(
  whole: Float64Array,
  wholeShape: Shape,
  part: Float64Array,
  partShape: Shape,
  axis: number,
  start: number,
): void {
  const strides = stridesOf(wholeShape);
  const own = stridesOf(partShape);
  for (let at = 0; at < part.length; at++) {
    let to = start * strides[axis]!;
    for (let along = 0; along < partShape.length; along++) {
      to += (Math.floor(at / own[along]!) % partShape[along]!) * strides[along]!;
    }
    whole[to] = part[at]!;
  }
}
