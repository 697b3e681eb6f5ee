/** Why a beat was called what it was: which samples of which lead the decision rests on. */
import { encode } from './encoder.ts';
import { gradients } from './graph/gradients.ts';
import { Graph } from './graph/graph.ts';
import { multiply, reduceSum, reshape } from './graph/operations.ts';
import { beatsHead } from './heads/beats.ts';
import type { InferenceGraph, InferencePlan } from './inference-graph.ts';
import { beatsInput, type Declare, encoderInput } from './model-inputs.ts';
import { writeModel } from './onnx/write-model.ts';
import { Scope } from './parameters/scope.ts';
import { FlatSource } from './parameters/source.ts';

/**
 * Gradient times signal (Shrikumar et al. 2016) of what is selected: besides the beat model's inputs and its
 * `parameters`, `selected` [windows, beats, classes] weighs the logits: 1 for the class that was chosen and −1 for the
 * one it is to be told from. Output `saliency` [windows, leads, channels, samples]: positive where the signal speaks
 * for the selection.
 */
export function buildSaliencyGraph(plan: Omit<InferencePlan, 'parameters'>): InferenceGraph {
  const { head, model, windows, leads, beats, layout } = plan;
  if (head.kind !== 'beats' || beats === undefined) throw new Error('saliency is for beats');
  const graph = new Graph();
  const declare: Declare = (name, shape) => graph.input(name, shape);
  const parameters = new FlatSource(declare('parameters', [layout.size]), layout);
  const scope = new Scope({ graph, parameters, training: false, dropout: [] });
  const encoder = encoderInput(declare, model, plan);
  const levels = encode(scope, model, encoder);
  const input = beatsInput(declare, head, windows, beats, encoder.presence);
  const { logits } = beatsHead(scope, levels, input, head);
  const selected = declare('selected', logits.shape);
  const [gradient] = gradients(graph, reduceSum(multiply(logits, selected), [0, 1, 2]), [encoder.signal]);
  if (!gradient) throw new Error('the logits do not depend on the signal');
  const shape = [windows, leads, model.channels, model.windowSamples];
  graph.output('saliency', reshape(multiply(gradient, encoder.signal), shape));
  return {
    bytes: writeModel(graph),
    inputs: graph.inputs.map(({ name, tensor }) => ({ name, shape: tensor.shape })),
    outputs: [{ name: 'saliency', shape }],
  };
}
