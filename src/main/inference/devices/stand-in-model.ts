import { BEATS_HEAD } from '../../nat/heads/beats.ts';
import { SMALL_MODEL } from '../../nat/model-config.ts';
import { classifyBeats } from '../../nat/objectives/classify-beats.ts';
import { initialParameters } from '../../nat/parameters/layout.ts';
import { buildTrainingGraph } from '../../nat/training-graph.ts';
import type { TrainedModel } from '../../nat/trained-model.ts';

/** What devices are tried with where there is no model: one that has learnt nothing, of the usual size. */
export function standInModel(): TrainedModel {
  const objective = classifyBeats({ head: BEATS_HEAD, beats: 1, contrastive: false });
  const { layout, head } = buildTrainingGraph({ model: SMALL_MODEL, objective, windows: 1, leads: 1, averaged: false });
  return { model: SMALL_MODEL, head, layout, parameters: initialParameters(layout, 1) };
}
