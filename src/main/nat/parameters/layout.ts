import { sameShape, type Shape, sizeOf } from '../graph/shape.ts';
import { randomStream } from '../random.ts';

/** How a parameter starts. */
export type Initial = { readonly kind: 'zeros' } | { readonly kind: 'normal'; readonly deviation: number };

/** One named parameter inside the flat vector of all of them. */
export interface ParameterEntry {
  readonly name: string;
  readonly shape: Shape;
  /** Index of its first element in the flat vector. */
  readonly offset: number;
  readonly initial: Initial;
  /** Whether weight decay applies: to matrices, not to biases. */
  readonly decays: boolean;
  /** How deep in the model it sits, 0 at the tokenizer; layer-wise learning rates follow it. */
  readonly depth: number;
}

/** All parameters of a model in the order they were declared, as one flat float32 vector. */
export interface ParameterLayout {
  readonly entries: readonly ParameterEntry[];
  /** Length of the flat vector. */
  readonly size: number;
}

/** What a checkpoint remembers of a layout. */
export interface StoredLayout {
  readonly entries: readonly Pick<ParameterEntry, 'name' | 'shape' | 'offset'>[];
  readonly size: number;
}

/** Starting values, each parameter from its own stream: adding a head leaves the trunk's values as they were. */
export function initialParameters(layout: ParameterLayout, seed: number): Float32Array {
  const values = new Float32Array(layout.size);
  for (const entry of layout.entries) initialise(values, entry, seed);
  return values;
}

function initialise(values: Float32Array, { name, shape, offset, initial }: ParameterEntry, seed: number): void {
  const end = offset + sizeOf(shape);
  if (initial.kind === 'zeros') {
    values.fill(0, offset, end);
    return;
  }
  const random = randomStream(seed, name);
  for (let at = offset; at < end; at++) {
    // Truncated at two deviations, as is usual for transformers.
    let value = random.normal();
    while (Math.abs(value) > 2) value = random.normal();
    values[at] = value * initial.deviation;
  }
}

/** What carrying parameters from one layout to another did. */
export interface Transfer {
  readonly values: Float32Array;
  /** Names that had no counterpart of the same shape and started afresh. */
  readonly fresh: readonly string[];
}

/**
 * Parameters for a new layout from those of another model: the same name and shape keep their values, the rest
 * starts from the seed. This is how a pretrained trunk receives a head.
 */
export function transferParameters(
  from: { readonly layout: StoredLayout; readonly values: Float32Array },
  to: ParameterLayout,
  seed: number,
): Transfer {
  const values = initialParameters(to, seed);
  const known = new Map(from.layout.entries.map((entry) => [entry.name, entry]));
  const fresh: string[] = [];
  for (const entry of to.entries) {
    const source = known.get(entry.name);
    if (source && sameShape(source.shape, entry.shape)) {
      values.set(from.values.subarray(source.offset, source.offset + sizeOf(entry.shape)), entry.offset);
    } else {
      fresh.push(entry.name);
    }
  }
  return { values, fresh };
}
