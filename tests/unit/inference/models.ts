import { BEATS_HEAD } from '../../../src/main/nat/heads/beats.ts';
import { type ModelConfig, SMALL_MODEL } from '../../../src/main/nat/model-config.ts';
import { classifyBeats } from '../../../src/main/nat/objectives/classify-beats.ts';
import { initialParameters } from '../../../src/main/nat/parameters/layout.ts';
import { buildTrainingGraph } from '../../../src/main/nat/training-graph.ts';
import type { TrainedModel } from '../../../src/main/nat/trained-model.ts';

/** Far smaller than any model worth training. */
const TINY: ModelConfig = {
  ...SMALL_MODEL,
  tokenizerChannels: 4,
  levels: [
    { dim: 4, depth: 1, heads: 1, kernel: 3 },
    { dim: 8, depth: 1, heads: 2, kernel: 3 },
  ],
};

/** A beat model that has learnt nothing, large enough in its weights that its answers differ from beat to beat. */
export function seededBeatModel(seed = 1): TrainedModel {
  const objective = classifyBeats({ head: BEATS_HEAD, beats: 1, contrastive: false });
  const plan = { model: TINY, objective, windows: 1, leads: 1, averaged: false };
  const { head, layout } = buildTrainingGraph(plan);
  return { model: TINY, head, layout, parameters: initialParameters(layout, seed).map((value) => 4 * value) };
}
