import { sizeOf } from '../graph/shape.ts';
import type { DropoutMask } from '../parameters/scope.ts';
import { randomStream } from '../random.ts';

/** The mask of one step: it depends on the seed, the step and the mask's name, and on nothing that came before. */
export function drawMask({ name, shape, rate, keep }: DropoutMask, seed: number, step: number): Float32Array {
  const random = randomStream(seed, `${name} ${step}`);
  const values = new Float32Array(sizeOf(shape));
  for (let at = 0; at < values.length; at++) values[at] = random.uniform() < rate ? 0 : keep;
  return values;
}
