import type { Graph, Tensor } from '../graph/graph.ts';
import { multiply } from '../graph/operations.ts';
import type { Shape } from '../graph/shape.ts';
import type { ParameterSource } from './source.ts';

/** A random mask that a training step is fed: 0 with probability `rate`, else `keep`. */
export interface DropoutMask {
  readonly name: string;
  readonly shape: Shape;
  readonly rate: number;
  /** Value of what is kept: 1/(1 − rate) keeps the mean (Srivastava et al. 2014), 1 does not. */
  readonly keep: number;
}

/** What everything built into one graph shares. */
export interface Build {
  readonly graph: Graph;
  readonly parameters: ParameterSource;
  /** Dropout exists in training only. */
  readonly training: boolean;
  /** Masks asked for so far, in order. */
  readonly dropout: DropoutMask[];
}

/** A place in the model: gives parameters their full names and their depth. Layers take one as first argument. */
export class Scope {
  readonly build: Build;
  readonly path: string;
  readonly depth: number;

  constructor(build: Build, path = '', depth = 0) {
    this.build = build;
    this.path = path;
    this.depth = depth;
  }

  get graph(): Graph {
    return this.build.graph;
  }

  /** A part of this place, at the same depth unless told. */
  within(name: string, depth = this.depth): Scope {
    return new Scope(this.build, [this.path, name].filter(Boolean).join('.'), depth);
  }

  /** A matrix, subject to weight decay; normal with the deviation of Glorot and Bengio 2010 unless told. */
  weight(name: string, shape: readonly [number, number], deviation = Math.sqrt(2 / (shape[0] + shape[1]))): Tensor {
    return this.build.parameters.parameter({
      name: `${this.path}.${name}`,
      shape,
      initial: deviation === 0 ? { kind: 'zeros' } : { kind: 'normal', deviation },
      decays: true,
      depth: this.depth,
    });
  }

  /** An offset or a small table that starts at zero and does not decay. */
  bias(name: string, shape: Shape): Tensor {
    const initial = { kind: 'zeros' } as const;
    return this.build.parameters.parameter({
      name: `${this.path}.${name}`,
      shape,
      initial,
      decays: false,
      depth: this.depth,
    });
  }

  /**
   * The tensor with random elements set to zero during training. The mask comes in as a graph input, so that every
   * device sees the same one. Its shape broadcasts to the tensor's: axes of length 1 are dropped as a whole.
   */
  drop(tensor: Tensor, rate: number, options: { shape?: Shape; keepMean?: boolean } = {}): Tensor {
    if (!this.build.training || rate === 0) return tensor;
    if (rate < 0 || rate >= 1) throw new RangeError(`a dropout rate of ${rate} drops everything or nothing known`);
    const { shape = tensor.shape, keepMean = true } = options;
    const name = `dropout ${this.path} ${this.build.dropout.length}`;
    this.build.dropout.push({ name, shape, rate, keep: keepMean ? 1 / (1 - rate) : 1 });
    return multiply(tensor, this.graph.input(name, shape));
  }
}
