/** The decoder of masked reconstruction: light, and thrown away after pretraining. */
import type { Tensor } from '../graph/graph.ts';
import { reshape } from '../graph/operations.ts';
import { linear } from '../layers/linear.ts';
import { pyramid } from '../layers/pyramid.ts';
import type { Level } from '../level.ts';
import type { Scope } from '../parameters/scope.ts';

export interface ReconstructionHeadConfig {
  readonly dim: number;
}

export const RECONSTRUCTION_HEAD: ReconstructionHeadConfig = { dim: 48 };

/** All levels joined at the finest, each token then drawn as its own samples: → [n, samples]. */
export function reconstructionHead(root: Scope, levels: readonly Level[], config: ReconstructionHeadConfig): Tensor {
  const scope = root.within('reconstruction');
  const finest = levels[0];
  if (!finest) throw new Error('a model without levels has nothing to draw');
  const [n = 1, length = 1] = finest.tokens.shape;
  const joined = pyramid(scope.within('pyramid'), levels, config.dim);
  const drawn = linear(scope.within('samples'), joined, finest.samplesPerToken);
  return reshape(drawn, [n, length * finest.samplesPerToken]);
}
