import type { Tensor } from '../graph/graph.ts';
import { activation } from './activation.ts';
import type { Scope } from '../parameters/scope.ts';
import { linear } from './linear.ts';

/** Linear, activation, linear: [.., in] → [.., out] through `hidden` units. */
export function multilayerPerceptron(scope: Scope, input: Tensor, hidden: number, out: number): Tensor {
  return linear(scope.within('out'), activation(linear(scope.within('hidden'), input, hidden)), out);
}
