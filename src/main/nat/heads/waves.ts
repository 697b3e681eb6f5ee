/** The wave head: what every 8 ms of every lead belong to. */
import type { Tensor } from '../graph/graph.ts';
import { add, reshape, transpose } from '../graph/operations.ts';
import { activation } from '../layers/activation.ts';
import { linear } from '../layers/linear.ts';
import { pyramid } from '../layers/pyramid.ts';
import { stridedConvolution } from '../layers/strided-convolution.ts';
import type { Level } from '../level.ts';
import type { Scope } from '../parameters/scope.ts';

export interface WavesHeadConfig {
  /** Names of the waves in the order of the logits; the first is "none". */
  readonly waves: readonly string[];
  /** Channels of the levels' joint resolution of 32 ms. */
  readonly dim: number;
  /** Channels at 8 ms. */
  readonly fineChannels: number;
}

export const WAVES_HEAD: WavesHeadConfig = {
  waves: ['none', 'P', 'QRS', 'T'],
  dim: 64,
  fineChannels: 24,
};

/** Samples (4 ms each) of one position of the wave head. */
export const SAMPLES_PER_WAVE_POSITION = 2;

/**
 * The levels joined at 32 ms, each token then spread over its four positions of 8 ms and joined with the signal
 * itself, which knows the edges best. signal [n, channels, samples] → logits [n, samples / 2, waves]; position p
 * stands for samples 2p and 2p + 1.
 */
export function wavesHead(root: Scope, levels: readonly Level[], signal: Tensor, config: WavesHeadConfig): Tensor {
  const scope = root.within('waves');
  const [n = 1, , samples = 1] = signal.shape;
  const positions = samples / SAMPLES_PER_WAVE_POSITION;
  const joined = pyramid(scope.within('pyramid'), levels, config.dim);
  const perToken = positions / (joined.shape[1] ?? 1);
  const spread = reshape(linear(scope.within('spread'), joined, perToken * config.fineChannels), [
    n,
    positions,
    config.fineChannels,
  ]);
  const edges = stridedConvolution(scope.within('edges'), transpose(signal, [0, 2, 1]), {
    kernel: 16,
    stride: SAMPLES_PER_WAVE_POSITION,
    out: config.fineChannels,
  });
  const smooth = { kernel: 9, stride: 1, out: config.fineChannels };
  const fine = activation(stridedConvolution(scope.within('smooth'), activation(add(spread, edges)), smooth));
  return linear(scope.within('classes'), fine, config.waves.length);
}
