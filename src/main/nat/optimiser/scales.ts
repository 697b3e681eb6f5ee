import { sizeOf } from '../graph/shape.ts';
import type { ParameterLayout } from '../parameters/layout.ts';

/** Per-parameter factors of the learning rate and the weight decay, as long as the flat parameter vector. */
export interface ParameterScales {
  readonly learningRate: Float32Array;
  readonly weightDecay: Float32Array;
}

export interface ScaleOptions {
  /** Factor per block below the deepest (layer-wise learning-rate decay, Clark et al. 2020); 1 for none. */
  readonly layerDecay?: number;
  /** Parameters that stay as they are, by the start of their names (`trunk` for a linear probe). */
  readonly frozen?: readonly string[];
}

export function parameterScales(layout: ParameterLayout, options: ScaleOptions = {}): ParameterScales {
  const { layerDecay = 1, frozen = [] } = options;
  const learningRate = new Float32Array(layout.size);
  const weightDecay = new Float32Array(layout.size);
  const deepest = layout.entries.reduce((depth, entry) => Math.max(depth, entry.depth), 0);
  for (const { name, shape, offset, decays, depth } of layout.entries) {
    const end = offset + sizeOf(shape);
    const still = frozen.some((start) => name === start || name.startsWith(`${start}.`));
    learningRate.fill(still ? 0 : layerDecay ** (deepest - depth), offset, end);
    weightDecay.fill(decays ? 1 : 0, offset, end);
  }
  return { learningRate, weightDecay };
}
