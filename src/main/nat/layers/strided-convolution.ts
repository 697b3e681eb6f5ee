import type { Tensor } from '../graph/graph.ts';
import { concat, pad, reshape, slice } from '../graph/operations.ts';
import type { Scope } from '../parameters/scope.ts';
import { linear } from './linear.ts';

/**
 * A convolution along time as one matrix product: [n, length, in] → [n, length / stride, out], zeros beyond both
 * ends, the kernel centred on its stride. The columns are put together from whole slices, never sample by sample
 * (measured: faster than ONNX's Conv, whose gradient would also need ConvTranspose).
 */
export function stridedConvolution(
  scope: Scope,
  input: Tensor,
  { kernel, stride, out }: { kernel: number; stride: number; out: number },
): Tensor {
  return linear(scope, unfold(input, kernel, stride), out);
}

/** Every position's kernel window as one row: [n, length, in] → [n, length / stride, kernel · in]. */
export function unfold(input: Tensor, kernel: number, stride: number): Tensor {
  const [batch = 1, length = 1, channels = 1] = input.shape;
  if (length % stride !== 0) throw new RangeError(`${length} positions are not a multiple of the stride ${stride}`);
  const frames = length / stride;
  const framed = reshape(input, [batch, frames, stride * channels]);
  const before = Math.floor((kernel - stride) / 2);
  const parts: Tensor[] = [];
  for (let offset = -before; offset < kernel - before;) {
    // The taps from here to the end of their frame lie side by side in memory.
    const frame = Math.floor(offset / stride);
    const first = offset - frame * stride;
    const last = Math.min(stride, first + kernel - before - offset);
    parts.push(shiftFrames(slice(framed, 2, first * channels, last * channels), frame));
    offset += last - first;
  }
  return concat(parts, 2);
}

/** Row i becomes row i + by of the input, zeros where there is none. */
function shiftFrames(framed: Tensor, by: number): Tensor {
  const frames = framed.shape[1] ?? 1;
  if (Math.abs(by) >= frames) throw new RangeError('the kernel is wider than the signal');
  if (by < 0) return pad(slice(framed, 1, 0, frames + by), 1, -by, 0);
  return pad(slice(framed, 1, by, frames), 1, 0, by);
}
