/** Ops of one or two values at a time; two tensors broadcast as in NumPy. */
import { applyOne, type Call, type NoAttributes, type Op, type Tensor } from '../graph.ts';
import { broadcastShapes } from '../shape.ts';
import { broadcastIndex, sumTo } from './broadcast.ts';

/** Gradients of a binary op before they are summed down to each operand's shape; lazy, so that only the wanted are built. */
type BinaryGradient = (
  gradient: Tensor,
  left: Tensor,
  right: Tensor,
  output: Tensor,
) => readonly [() => Tensor, () => Tensor];

function binary(
  type: string,
  compute: (left: number, right: number) => number,
  partials?: BinaryGradient,
): Op<NoAttributes> {
  const gradient = (
    { inputs, outputs }: Call<NoAttributes>,
    [given]: readonly (Tensor | undefined)[],
    wanted: readonly boolean[],
  ): (Tensor | undefined)[] => {
    if (!given || !partials) return [];
    const [left, right] = [inputs[0]!, inputs[1]!];
    return partials(given, left, right, outputs[0]!).map((partial, which) =>
      wanted[which] ? sumTo(partial(), inputs[which]!.shape) : undefined,
    );
  };
  return {
    type,
    infer: ([left, right]) => [broadcastShapes(left!, right!)],
    ...(partials ? { gradient } : {}),
    evaluate({ inputs, inputShapes, outputShapes }) {
      const left = broadcastIndex(inputShapes[0]!, outputShapes[0]!);
      const right = broadcastIndex(inputShapes[1]!, outputShapes[0]!);
      return [Float64Array.from(left, (from, at) => compute(inputs[0]![from]!, inputs[1]![right[at]!]!))];
    },
  };
}

function unary(
  type: string,
  compute: (value: number) => number,
  partial?: (gradient: Tensor, input: Tensor, output: Tensor) => Tensor,
): Op<NoAttributes> {
  const gradient = ({ inputs, outputs }: Call<NoAttributes>, [given]: readonly (Tensor | undefined)[]) => [
    given && partial?.(given, inputs[0]!, outputs[0]!),
  ];
  return {
    type,
    infer: ([input]) => [input!],
    ...(partial ? { gradient } : {}),
    evaluate: ({ inputs }) => [Float64Array.from(inputs[0]!, compute)],
  };
}

export const ADD = binary(
  'Add',
  (left, right) => left + right,
  (gradient) => [() => gradient, () => gradient],
);
export const SUB = binary(
  'Sub',
  (left, right) => left - right,
  (gradient) => [() => gradient, () => negate(gradient)],
);
export const MUL = binary(
  'Mul',
  (left, right) => left * right,
  (gradient, left, right) => [() => multiply(gradient, right), () => multiply(gradient, left)],
);
export const DIV = binary(
  'Div',
  (left, right) => left / right,
  (gradient, _, right, output) => [
    () => divide(gradient, right),
    () => negate(multiply(divide(gradient, right), output)),
  ],
);
/** No gradient passes: used for clamps of things that are not learnt. */
export const MIN = binary('Min', Math.min);
/** No gradient passes: used for clamps of things that are not learnt. */
export const MAX = binary('Max', Math.max);

export const NEG = unary('Neg', (value) => -value, negate);
export const EXP = unary('Exp', Math.exp, (gradient, _, output) => multiply(gradient, output));
export const LOG = unary('Log', Math.log, (gradient, input) => divide(gradient, input));
export const SQRT = unary('Sqrt', Math.sqrt, (gradient, _, output) => divide(scale(gradient, 0.5), output));
export const SIGMOID = unary(
  'Sigmoid',
  (value) => 1 / (1 + Math.exp(-value)),
  (gradient, _, output) => multiply(gradient, subtract(output, multiply(output, output))),
);
/** No gradient passes: its derivative needs Sign, which WebGPU leaves to the CPU. */
export const ABS = unary('Abs', Math.abs);
/** The value itself, through which no gradient passes. */
export const IDENTITY = unary('Identity', (value) => value);

export function add(left: Tensor, right: Tensor): Tensor {
  return applyOne(ADD, [left, right], {});
}
export function subtract(left: Tensor, right: Tensor): Tensor {
  return applyOne(SUB, [left, right], {});
}
export function multiply(left: Tensor, right: Tensor): Tensor {
  return applyOne(MUL, [left, right], {});
}
export function divide(left: Tensor, right: Tensor): Tensor {
  return applyOne(DIV, [left, right], {});
}
/** The smaller of two; no gradient passes. */
export function minimum(left: Tensor, right: Tensor): Tensor {
  return applyOne(MIN, [left, right], {});
}
/** The larger of two; no gradient passes. */
export function maximum(left: Tensor, right: Tensor): Tensor {
  return applyOne(MAX, [left, right], {});
}
export function negate(tensor: Tensor): Tensor {
  return applyOne(NEG, [tensor], {});
}
export function exponential(tensor: Tensor): Tensor {
  return applyOne(EXP, [tensor], {});
}
export function logarithm(tensor: Tensor): Tensor {
  return applyOne(LOG, [tensor], {});
}
export function squareRoot(tensor: Tensor): Tensor {
  return applyOne(SQRT, [tensor], {});
}
export function sigmoid(tensor: Tensor): Tensor {
  return applyOne(SIGMOID, [tensor], {});
}
/** Distance from zero; no gradient passes. */
export function absolute(tensor: Tensor): Tensor {
  return applyOne(ABS, [tensor], {});
}
/** The same value, taken for a constant by everything that follows. */
export function detach(tensor: Tensor): Tensor {
  return applyOne(IDENTITY, [tensor], {});
}
/** Times a number known when the graph is built. */
export function scale(tensor: Tensor, factor: number): Tensor {
  return factor === 1 ? tensor : multiply(tensor, tensor.graph.scalar(factor));
}
/** Plus a number known when the graph is built. */
export function shift(tensor: Tensor, amount: number): Tensor {
  return add(tensor, tensor.graph.scalar(amount));
}
