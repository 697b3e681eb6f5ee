/** The beat head: classes of all beats of a window at once. */
import type { Tensor } from '../graph/graph.ts';
import {
  concat,
  divide,
  expand,
  logarithm,
  multiply,
  reduceSum,
  reshape,
  shift,
  softmax,
  squareRoot,
  subtract,
  weightedMean,
} from '../graph/operations.ts';
import { activation } from '../layers/activation.ts';
import { attendOverLeads, meanOverLeads } from '../layers/lead-join.ts';
import { linear } from '../layers/linear.ts';
import { readAt } from '../layers/read-out.ts';
import type { Level } from '../level.ts';
import type { Scope } from '../parameters/scope.ts';

export interface BeatsHeadConfig {
  /** Class names in the order of the logits. */
  readonly classes: readonly string[];
  /** RR features a beat comes with; 0 for a head that sees the signal alone. */
  readonly rhythmFeatures: number;
  readonly rhythmUnits: number;
  readonly hiddenUnits: number;
  /** Length of the embedding the contrastive loss compares. */
  readonly embedding: number;
  /** Probability that one signal feature is dropped in training. */
  readonly featureDropout: number;
  /** Probability that a beat loses all its signal features in training, and has to be told from its rhythm. */
  readonly morphologyDropout: number;
  /** Where leads are joined: their features averaged or attended, or each lead's probabilities averaged. */
  readonly leadJoin: 'features' | 'attention' | 'probabilities';
}

export const BEATS_HEAD: BeatsHeadConfig = {
  classes: ['N', 'S', 'V', 'F', 'Q'],
  rhythmFeatures: 24,
  rhythmUnits: 64,
  hiddenUnits: 128,
  embedding: 64,
  featureDropout: 0.3,
  morphologyDropout: 0.2,
  leadJoin: 'features',
};

export interface BeatsInput {
  /** [windows, beats] in samples from the window's start; anything for slots without a beat. */
  readonly positions: Tensor;
  /** [windows, beats]: 1 for a beat, 0 for an empty slot. */
  readonly present: Tensor;
  /** [windows, beats, rhythmFeatures]; absent when the head has none. */
  readonly rhythm?: Tensor | undefined;
  /** [windows, leads]. */
  readonly leadPresence: Tensor;
}

export interface BeatsOutput {
  /** [windows, beats, classes], before softmax. */
  readonly logits: Tensor;
  /** [windows, beats, embedding], of unit length. */
  readonly embedding: Tensor;
}

/**
 * Features of every level at the beat, the same minus their mean over the window's beats (how this beat differs from
 * its neighbours), and a small network over the RR features.
 */
export function beatsHead(
  root: Scope,
  levels: readonly Level[],
  input: BeatsInput,
  config: BeatsHeadConfig,
): BeatsOutput {
  const scope = root.within('beats');
  const [windows = 1, leads = 1] = input.leadPresence.shape;
  const beats = input.positions.shape[1] ?? 1;
  const perLead = (tensor: Tensor): Tensor => repeatForLeads(tensor, leads);
  const positions = perLead(input.positions);
  const seen = concat(
    levels.map((level) => readAt(level.tokens, positions, level.samplesPerToken)),
    2,
  );
  if (config.leadJoin === 'probabilities') {
    const present = perLead(input.present);
    const rhythm = input.rhythm && perLead(input.rhythm);
    const single = classify(scope, seen, present, rhythm, config);
    const classes = config.classes.length;
    const probabilities = meanOverLeads(softmax(single.logits), input.leadPresence);
    return {
      logits: reshape(logarithm(shift(probabilities, 1e-6)), [windows, beats, classes]),
      embedding: unitLength(meanOverLeads(single.embedding, input.leadPresence)),
    };
  }
  const joined =
    config.leadJoin === 'attention'
      ? attendOverLeads(scope.within('leads'), seen, input.leadPresence)
      : meanOverLeads(seen, input.leadPresence);
  const { logits, embedding } = classify(scope, joined, input.present, input.rhythm, config);
  return { logits, embedding: unitLength(embedding) };
}

/** features [n, beats, f], present [n, beats], rhythm [n, beats, r] → logits and raw embedding [n, beats, ..]. */
function classify(
  scope: Scope,
  features: Tensor,
  present: Tensor,
  rhythm: Tensor | undefined,
  config: BeatsHeadConfig,
): BeatsOutput {
  const [n = 1, beats = 1] = features.shape;
  const usual = weightedMean(features, reshape(present, [n, beats, 1]), [1]);
  const both = concat([features, subtract(features, usual)], 2);
  const kept = scope.within('feature').drop(both, config.featureDropout);
  const morphology = scope
    .within('morphology')
    .drop(kept, config.morphologyDropout, { shape: [n, beats, 1], keepMean: false });
  const parts = [morphology];
  if (rhythm) parts.push(activation(linear(scope.within('rhythm'), rhythm, config.rhythmUnits)));
  const hidden = activation(linear(scope.within('hidden'), concat(parts, 2), config.hiddenUnits));
  return {
    logits: linear(scope.within('classes'), hidden, config.classes.length),
    embedding: linear(scope.within('embedding'), hidden, config.embedding),
  };
}

/** [windows, ..rest] → [windows · leads, ..rest], every lead of a window alike. */
function repeatForLeads(tensor: Tensor, leads: number): Tensor {
  const [windows = 1, ...rest] = tensor.shape;
  if (leads === 1) return tensor;
  const repeated = expand(reshape(tensor, [windows, 1, ...rest]), [windows, leads, ...rest]);
  return reshape(repeated, [windows * leads, ...rest]);
}

function unitLength(vectors: Tensor): Tensor {
  return divide(vectors, squareRoot(shift(reduceSum(multiply(vectors, vectors), [-1]), 1e-8)));
}
