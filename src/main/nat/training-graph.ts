/** One training step as an ONNX graph: batch, settings and state in; losses and the next state out. */
import { productOperations } from './graph/cost.ts';
import { Graph, type Tensor } from './graph/graph.ts';
import { gradients } from './graph/gradients.ts';
import { concat, reshape } from './graph/operations.ts';
import { type Shape, sizeOf } from './graph/shape.ts';
import type { HeadConfig } from './heads/head-config.ts';
import type { ModelConfig } from './model-config.ts';
import type { Losses, Objective } from './objectives/objective.ts';
import { writeModel } from './onnx/write-model.ts';
import { adamw } from './optimiser/adamw.ts';
import type { StepNumber } from './optimiser/step-numbers.ts';
import type { ParameterLayout } from './parameters/layout.ts';
import { type DropoutMask, Scope } from './parameters/scope.ts';
import { CollectingSource, FlatSource, type ParameterSource } from './parameters/source.ts';

export interface TrainingPlan {
  readonly model: ModelConfig;
  readonly objective: Objective;
  readonly windows: number;
  /** Leads of every window in the batch; the encoder runs windows · leads times. */
  readonly leads: number;
  /** Keep an exponential moving average of the parameters. */
  readonly averaged: boolean;
}

export interface NamedShape {
  readonly name: string;
  readonly shape: Shape;
}

/** A number, or a few, with the value it has unless the caller says otherwise. */
export interface Setting extends NamedShape {
  readonly usual: readonly number[];
}

/** A training graph and everything needed to feed it. */
export interface TrainingGraph {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly model: ModelConfig;
  readonly head: HeadConfig;
  readonly layout: ParameterLayout;
  /** What a batch brings. */
  readonly batch: readonly NamedShape[];
  /** What the objective lets be changed from step to step; the optimiser's are the same for all. */
  readonly settings: readonly Setting[];
  readonly dropout: readonly DropoutMask[];
  /** Names of the losses it reports; `total` is what is minimised. */
  readonly losses: readonly string[];
  /** Names of the state vectors, each fed under its name and returned as `next ` + name. */
  readonly state: readonly StateName[];
  /** Floating-point operations of the matrix products of one step. */
  readonly productOperations: number;
}

export const STATE_NAMES = ['parameters', 'firstMoment', 'secondMoment', 'averaged'] as const;
export type StateName = (typeof STATE_NAMES)[number];

export function buildTrainingGraph(plan: TrainingPlan): TrainingGraph {
  const layout = trainingLayout(plan);
  const graph = new Graph();
  const flat = graph.input('parameters', [layout.size]);
  const built = buildLosses(plan, graph, new FlatSource(flat, layout));
  const steering = {
    numbers: numberInputs(graph),
    learningRateScale: graph.input('learningRateScale', [layout.size]),
    weightDecayScale: graph.input('weightDecayScale', [layout.size]),
  };
  const state = {
    parameters: flat,
    firstMoment: graph.input('firstMoment', [layout.size]),
    secondMoment: graph.input('secondMoment', [layout.size]),
    averaged: plan.averaged ? graph.input('averaged', [layout.size]) : undefined,
  };
  const { next, gradientNorm } = adamw(flatGradient(graph, built, layout), state, steering);
  const losses = { total: built.losses.total, ...built.losses.terms };
  for (const [name, loss] of Object.entries(losses)) graph.output(name, loss);
  graph.output('gradientNorm', gradientNorm);
  const names = STATE_NAMES.filter((name) => next[name]);
  for (const name of names) {
    const tensor = next[name];
    if (tensor) graph.output(`next ${name}`, tensor);
  }
  return {
    bytes: writeModel(graph),
    model: plan.model,
    head: plan.objective.head,
    layout,
    batch: built.batch,
    settings: built.settings,
    dropout: built.dropout,
    losses: Object.keys(losses),
    state: names,
    productOperations: productOperations(graph),
  };
}

/** The parameters a plan's model has, in order, without building its gradient. */
export function trainingLayout(plan: Omit<TrainingPlan, 'averaged'>): ParameterLayout {
  const graph = new Graph();
  const source = new CollectingSource(graph);
  buildLosses(plan, graph, source);
  return source.layout();
}

interface BuiltLosses {
  readonly losses: Losses;
  readonly batch: NamedShape[];
  readonly settings: Setting[];
  readonly dropout: DropoutMask[];
  readonly source: ParameterSource;
}

function buildLosses(plan: Omit<TrainingPlan, 'averaged'>, graph: Graph, source: ParameterSource): BuiltLosses {
  const batch: NamedShape[] = [];
  const settings: Setting[] = [];
  const dropout: DropoutMask[] = [];
  const losses = plan.objective.build({
    scope: new Scope({ graph, parameters: source, training: true, dropout }),
    model: plan.model,
    windows: plan.windows,
    leads: plan.leads,
    batch(name, shape) {
      batch.push({ name, shape });
      return graph.input(name, shape);
    },
    setting(name, usual) {
      settings.push({ name, shape: [usual.length], usual });
      return graph.input(name, [usual.length]);
    },
  });
  return { losses, batch, settings, dropout, source };
}

/** Gradient of the total with respect to every parameter, laid out as the parameters are. */
function flatGradient(graph: Graph, { losses, source }: BuiltLosses, layout: ParameterLayout): Tensor {
  const tensors = layout.entries.map((entry) => source.parameter(entry));
  const found = gradients(graph, losses.total, tensors);
  const parts = layout.entries.map((entry, index) => {
    const size = sizeOf(entry.shape);
    const gradient = found[index];
    return gradient ? reshape(gradient, [size]) : graph.constant(new Float32Array(size), [size]);
  });
  return concat(parts, 0);
}

function numberInputs(graph: Graph): Record<StepNumber, Tensor> {
  const input = (name: StepNumber): Tensor => graph.input(name, [1]);
  return {
    stepSize: input('stepSize'),
    epsilon: input('epsilon'),
    decay: input('decay'),
    clipNorm: input('clipNorm'),
    firstShare: input('firstShare'),
    secondShare: input('secondShare'),
    averageShare: input('averageShare'),
  };
}
