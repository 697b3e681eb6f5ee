/** The names and shapes under which a model's inputs are fed, in training and in use alike. */
import type { Tensor } from './graph/graph.ts';
import { reshape } from './graph/operations.ts';
import type { Shape } from './graph/shape.ts';
import type { BeatsHeadConfig, BeatsInput } from './heads/beats.ts';
import type { EncoderInput } from './level.ts';
import { LEAD_NAMES, type ModelConfig } from './model-config.ts';

/** Declares an input of the graph. */
export type Declare = (name: string, shape: Shape) => Tensor;

export interface BatchShape {
  readonly windows: number;
  readonly leads: number;
}

/**
 * `signal` [windows, leads, channels, samples]; `leadPresence` [windows, leads];
 * `leadIdentity` [windows, leads, LEAD_NAMES.length], one-hot, for models that know lead names.
 */
export function encoderInput(declare: Declare, model: ModelConfig, { windows, leads }: BatchShape): EncoderInput {
  const { channels, windowSamples } = model;
  const signal = declare('signal', [windows, leads, channels, windowSamples]);
  return {
    signal: reshape(signal, [windows * leads, channels, windowSamples]),
    presence: declare('leadPresence', [windows, leads]),
    identity: model.leadNames ? declare('leadIdentity', [windows, leads, LEAD_NAMES.length]) : undefined,
  };
}

/**
 * `beatPositions` [windows, beats] in samples from the window's start; `beatPresence` [windows, beats];
 * `beatRhythm` [windows, beats, rhythmFeatures] when the head uses any.
 */
export function beatsInput(
  declare: Declare,
  head: BeatsHeadConfig,
  windows: number,
  beats: number,
  leadPresence: Tensor,
): BeatsInput {
  return {
    positions: declare('beatPositions', [windows, beats]),
    present: declare('beatPresence', [windows, beats]),
    rhythm: head.rhythmFeatures > 0 ? declare('beatRhythm', [windows, beats, head.rhythmFeatures]) : undefined,
    leadPresence,
  };
}
