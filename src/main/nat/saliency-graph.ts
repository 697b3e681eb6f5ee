/** Why a beat or a recording was called what it was: which samples of which lead the decision rests on. */
import { encode } from './encoder.ts';
import { gradients } from './graph/gradients.ts';
import { Graph, type Tensor } from './graph/graph.ts';
import { multiply, reduceSum, reshape } from './graph/operations.ts';
import { beatsHead } from './heads/beats.ts';
import { findingsHead } from './heads/findings.ts';
import type { InferenceGraph, InferencePlan } from './inference-graph.ts';
import type { EncoderInput, Level } from './level.ts';
import { beatsInput, type Declare, encoderInput } from './model-inputs.ts';
import { writeModel } from './onnx/write-model.ts';
import { Scope } from './parameters/scope.ts';
import { FlatSource } from './parameters/source.ts';

/**
 * Gradient times signal (Shrikumar et al. 2016) of what is selected: besides the model's inputs and its `parameters`,
 * `selected` weighs the logits, of their shape ([windows, beats, classes] or [windows, findings]): 1 for the class that
 * was chosen and −1 for the one it is to be told from. Outputs `saliency` [windows, leads, channels, samples], positive
 * where the signal speaks for the selection, and the `logits`.
 */
export function buildSaliencyGraph(plan: Omit<InferencePlan, 'parameters'>): InferenceGraph {
  const { model, windows, leads, layout } = plan;
  const graph = new Graph();
  const declare: Declare = (name, shape) => graph.input(name, shape);
  const parameters = new FlatSource(declare('parameters', [layout.size]), layout);
  const scope = new Scope({ graph, parameters, training: false, dropout: [] });
  const encoder = encoderInput(declare, model, plan);
  const levels = encode(scope, model, encoder);
  const logits = decision(plan, scope, levels, encoder, declare);
  const selected = declare('selected', logits.shape);
  const all = logits.shape.map((_, axis) => axis);
  const [gradient] = gradients(graph, reduceSum(multiply(logits, selected), all), [encoder.signal]);
  if (!gradient) throw new Error('the logits do not depend on the signal');
  const shape = [windows, leads, model.channels, model.windowSamples];
  graph.output('saliency', reshape(multiply(gradient, encoder.signal), shape));
  graph.output('logits', logits);
  return {
    bytes: writeModel(graph),
    inputs: graph.inputs.map(({ name, tensor }) => ({ name, shape: tensor.shape })),
    outputs: [
      { name: 'saliency', shape },
      { name: 'logits', shape: logits.shape },
    ],
  };
}

/** The logits that are explained. */
function decision(
  { head, windows, beats }: Omit<InferencePlan, 'parameters'>,
  scope: Scope,
  levels: readonly Level[],
  encoder: EncoderInput,
  declare: Declare,
): Tensor {
  if (head.kind === 'findings') return findingsHead(scope, levels, encoder, head);
  if (head.kind !== 'beats' || beats === undefined) throw new Error('saliency is for findings and beats');
  return beatsHead(scope, levels, beatsInput(declare, head, windows, beats, encoder.presence), head).logits;
}
