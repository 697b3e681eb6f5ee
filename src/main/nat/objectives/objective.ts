import type { Tensor } from '../graph/graph.ts';
import type { Shape } from '../graph/shape.ts';
import type { HeadConfig } from '../heads/head-config.ts';
import type { ModelConfig } from '../model-config.ts';
import type { Scope } from '../parameters/scope.ts';

/** What an objective is built from. */
export interface ObjectiveContext {
  readonly scope: Scope;
  readonly model: ModelConfig;
  /** Windows of a batch, and leads of a window. */
  readonly windows: number;
  readonly leads: number;
  /** A tensor that every batch brings. */
  readonly batch: (name: string, shape: Shape) => Tensor;
  /** A number, or a few, that the caller may change from step to step: [length]. */
  readonly setting: (name: string, usual: readonly number[]) => Tensor;
}

/** What is minimised: `total`, and the parts of it worth watching, each a tensor of one element. */
export interface Losses {
  readonly total: Tensor;
  readonly terms: Readonly<Record<string, Tensor>>;
}

/** Something a model can be trained for. */
export interface Objective {
  readonly head: HeadConfig;
  build(context: ObjectiveContext): Losses;
}
