/** Every op there is. Tests go through this table: each op must have a correct gradient and agree with ONNX Runtime. */
import type { Op } from './graph.ts';
import { EXPAND, REDUCE_MAX, REDUCE_SUM } from './ops/broadcast.ts';
import { ABS, ADD, DIV, EXP, IDENTITY, LOG, MAX, MIN, MUL, NEG, SIGMOID, SQRT, SUB } from './ops/elementwise.ts';
import { LAYER_NORMALIZATION, SILU, SOFTMAX } from './ops/fused.ts';
import { GEMM, MATMUL } from './ops/matrix.ts';
import { CONCAT, PAD, RESHAPE, SLICE, SPLIT, TRANSPOSE } from './ops/rearrange.ts';

export const OP_TABLE: readonly Op<object>[] = [
  // one or two values at a time
  ...[ADD, SUB, MUL, DIV, MIN, MAX, NEG, EXP, LOG, SQRT, SIGMOID, ABS, IDENTITY],
  // broadcasts and their adjoints
  ...[EXPAND, REDUCE_SUM, REDUCE_MAX],
  // moving elements
  ...[RESHAPE, TRANSPOSE, SLICE, PAD, CONCAT, SPLIT],
  // matrix products
  ...[GEMM, MATMUL],
  // more than a step each
  ...[SOFTMAX, LAYER_NORMALIZATION, SILU],
] as const;
