/** A model in use as an ONNX graph: windows in, what its head says out. */
import { encode } from './encoder.ts';
import { Graph, type Tensor } from './graph/graph.ts';
import { reshape, sigmoid, softmax } from './graph/operations.ts';
import { beatsHead } from './heads/beats.ts';
import { findingsHead } from './heads/findings.ts';
import type { HeadConfig } from './heads/head-config.ts';
import { reconstructionHead } from './heads/reconstruction.ts';
import { wavesHead } from './heads/waves.ts';
import type { EncoderInput, Level } from './level.ts';
import type { ModelConfig } from './model-config.ts';
import { beatsInput, type Declare, encoderInput } from './model-inputs.ts';
import { writeModel } from './onnx/write-model.ts';
import type { StoredLayout } from './parameters/layout.ts';
import { Scope } from './parameters/scope.ts';
import { FlatSource, StoredSource } from './parameters/source.ts';
import type { NamedShape } from './training-graph.ts';

export interface InferencePlan {
  readonly model: ModelConfig;
  readonly head: HeadConfig;
  readonly windows: number;
  readonly leads: number;
  /** Beat slots of a window; only the beat head asks. */
  readonly beats?: number;
  readonly layout: StoredLayout;
  /** The parameters to store in the graph, or `fed` to make them its input `parameters`. */
  readonly parameters: Float32Array | 'fed';
}

export interface InferenceGraph {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly inputs: readonly NamedShape[];
  readonly outputs: readonly NamedShape[];
}

/** A model in use as a session is given it; what it says is described at `declareInference`. */
export function buildInferenceGraph(plan: InferencePlan): InferenceGraph {
  const graph = declareInference(plan);
  return {
    bytes: writeModel(graph),
    inputs: graph.inputs.map(({ name, tensor }) => ({ name, shape: tensor.shape })),
    outputs: [...graph.outputs].map(([name, { shape }]) => ({ name, shape })),
  };
}

/**
 * Outputs by head:
 * - beats: `logits`, `probabilities` [windows, beats, classes], `embedding` [windows, beats, embedding]
 * - findings: `logits`, `probabilities` [windows, findings]
 * - waves: `logits`, `probabilities` [windows, leads, samples / 2, waves]
 * - reconstruction: `samples` [windows, leads, samples]
 */
export function declareInference(plan: InferencePlan): Graph {
  const graph = new Graph();
  const { layout, parameters } = plan;
  const source =
    parameters === 'fed'
      ? new FlatSource(graph.input('parameters', [layout.size]), layout)
      : new StoredSource(graph, layout, parameters);
  const scope = new Scope({ graph, parameters: source, training: false, dropout: [] });
  const declare: Declare = (name, shape) => graph.input(name, shape);
  const input = encoderInput(declare, plan.model, plan);
  const levels = encode(scope, plan.model, input);
  for (const [name, tensor] of Object.entries(headOutputs(plan, scope, levels, input, declare))) {
    graph.output(name, tensor);
  }
  return graph;
}

function headOutputs(
  { head, windows, leads, beats }: InferencePlan,
  scope: Scope,
  levels: readonly Level[],
  input: EncoderInput,
  declare: Declare,
): Record<string, Tensor> {
  switch (head.kind) {
    case 'beats': {
      if (beats === undefined) throw new Error('a beat head needs to know how many beats a window holds');
      const { logits, embedding } = beatsHead(
        scope,
        levels,
        beatsInput(declare, head, windows, beats, input.presence),
        head,
      );
      return { logits, probabilities: softmax(logits), embedding };
    }
    case 'findings': {
      const logits = findingsHead(scope, levels, input, head);
      return { logits, probabilities: sigmoid(logits) };
    }
    case 'waves': {
      const flat = wavesHead(scope, levels, input.signal, head);
      const logits = reshape(flat, [windows, leads, ...flat.shape.slice(1)]);
      return { logits, probabilities: softmax(logits) };
    }
    case 'reconstruction': {
      const flat = reconstructionHead(scope, levels, head);
      return { samples: reshape(flat, [windows, leads, flat.shape[1] ?? 1]) };
    }
  }
}
