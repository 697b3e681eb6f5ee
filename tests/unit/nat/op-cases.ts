/** At least one way to use every op of the table. */
import type { Graph, Tensor } from '../../../src/main/nat/graph/graph.ts';
import {
  absolute,
  add,
  batchedProduct,
  concat,
  detach,
  divide,
  expand,
  exponential,
  logarithm,
  matrixProduct,
  maximum,
  minimum,
  multiply,
  negate,
  normalise,
  pad,
  reduceMax,
  reduceSum,
  reshape,
  sigmoid,
  silu,
  slice,
  softmax,
  split,
  squareRoot,
  subtract,
  transpose,
} from '../../../src/main/nat/graph/operations.ts';
import type { Shape } from '../../../src/main/nat/graph/shape.ts';

export interface OpCase {
  readonly type: string;
  readonly how: string;
  readonly inputs: Readonly<Record<string, Shape>>;
  /** Inputs must be positive. */
  readonly positive?: boolean;
  readonly apply: (inputs: readonly Tensor[]) => Tensor | readonly Tensor[];
}

const SHAPE = [2, 3, 4];

function binary(type: string, apply: (a: Tensor, b: Tensor) => Tensor, positive = false): OpCase[] {
  const pairs: [string, Shape, Shape][] = [
    ['equal shapes', SHAPE, SHAPE],
    ['a vector on the right', SHAPE, [4]],
    ['a column on the left', [3, 1], SHAPE],
    ['a number on the right', SHAPE, []],
    ['both expanded', [2, 1, 4], [1, 3, 1]],
  ];
  return pairs.map(([how, a, b]) => ({
    type,
    how,
    positive,
    inputs: { a, b },
    apply: ([left, right]) => apply(one(left), one(right)),
  }));
}

function unary(type: string, apply: (x: Tensor) => Tensor, positive = false): OpCase {
  return { type, how: 'a tensor', positive, inputs: { x: SHAPE }, apply: ([x]) => apply(one(x)) };
}

function on(type: string, how: string, shape: Shape, apply: (x: Tensor) => Tensor | readonly Tensor[]): OpCase {
  return { type, how, inputs: { x: shape }, apply: ([x]) => apply(one(x)) };
}

export const OP_CASES: readonly OpCase[] = [
  ...binary('Add', add),
  ...binary('Sub', subtract),
  ...binary('Mul', multiply),
  ...binary('Div', divide, true),
  ...binary('Min', minimum),
  ...binary('Max', maximum),
  unary('Neg', negate),
  unary('Exp', exponential),
  unary('Log', logarithm, true),
  unary('Sqrt', squareRoot, true),
  unary('Sigmoid', sigmoid),
  unary('Abs', absolute),
  unary('Identity', detach),
  on('Expand', 'inside and in front', [3, 1], (x) => expand(x, [2, 3, 4])),
  on('ReduceSum', 'the last axis', SHAPE, (x) => reduceSum(x, [-1])),
  on('ReduceSum', 'two axes', SHAPE, (x) => reduceSum(x, [0, 2])),
  on('ReduceMax', 'the last axis', SHAPE, (x) => reduceMax(x, [-1])),
  on('Reshape', 'to a matrix', SHAPE, (x) => reshape(x, [4, 6])),
  on('Transpose', 'all axes moved', SHAPE, (x) => transpose(x, [2, 0, 1])),
  on('Slice', 'from the middle', [2, 5, 3], (x) => slice(x, 1, 1, 4)),
  on('Pad', 'both ends', SHAPE, (x) => pad(x, 1, 2, 1)),
  {
    type: 'Concat',
    how: 'three tensors',
    inputs: { a: [2, 1, 3], b: [2, 4, 3], c: [2, 2, 3] },
    apply: (parts) => concat(parts, 1),
  },
  on('Split', 'three parts, all used', [2, 6, 3], (x) => split(x, 1, [1, 2, 3])),
  on('Split', 'three parts, one used', [2, 6, 3], (x) => one(split(x, 1, [1, 2, 3])[1])),
  ...[false, true].flatMap((transposeLeft) =>
    [false, true].map((transposeRight) => ({
      type: 'Gemm',
      how: `${transposeLeft ? 'left' : 'nothing'} and ${transposeRight ? 'right' : 'nothing'} stored transposed, with a bias`,
      inputs: { a: transposeLeft ? [4, 3] : [3, 4], b: transposeRight ? [5, 4] : [4, 5], c: [5] },
      apply: ([a, b, c]: readonly Tensor[]) => matrixProduct(one(a), one(b), { transposeLeft, transposeRight }, one(c)),
    })),
  ),
  {
    type: 'MatMul',
    how: 'equal stacks',
    inputs: { a: [2, 3, 4, 5], b: [2, 3, 5, 2] },
    apply: ([a, b]) => batchedProduct(one(a), one(b)),
  },
  {
    type: 'MatMul',
    how: 'one matrix against a stack',
    inputs: { a: [2, 1, 4, 5], b: [3, 5, 2] },
    apply: ([a, b]) => batchedProduct(one(a), one(b)),
  },
  on('Softmax', 'the last axis', SHAPE, softmax),
  on('LayerNormalization', 'the last axis', SHAPE, normalise),
  unary('Silu', silu),
];

/** The inputs of a case, declared in a graph. */
export function declareInputs(graph: Graph, { inputs }: OpCase): Tensor[] {
  return Object.entries(inputs).map(([name, shape]) => graph.input(name, shape));
}

/** The outputs of a case. */
export function outputsOf(graph: Graph, opCase: OpCase): readonly Tensor[] {
  const result = opCase.apply(declareInputs(graph, opCase));
  return 'graph' in result ? [result] : result;
}

function one(tensor: Tensor | undefined): Tensor {
  if (!tensor) throw new Error('the case has too few inputs');
  return tensor;
}
