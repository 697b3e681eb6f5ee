/** Everything a layer may do with tensors, in one import. */
export { expand, reduceMax, reduceSum, sumTo } from './ops/broadcast.ts';
export * from './ops/elementwise.ts';
export { normalise, silu, softmax } from './ops/fused.ts';
export { batchedProduct, matrixProduct, swapLastTwo } from './ops/matrix.ts';
export { concat, pad, reshape, slice, split, transpose } from './ops/rearrange.ts';
export { logSumExp, meanAlong, weightedMean } from './composed.ts';
