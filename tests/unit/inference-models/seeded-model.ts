import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packModel } from '../../../src/main/inference/models/pack-model.ts';
import type { UsableModel } from '../../../src/main/inference/models/read-model.ts';
import { writeCheckpoint } from '../../../src/main/nat/checkpoint.ts';
import { BEATS_HEAD } from '../../../src/main/nat/heads/beats.ts';
import { FINDINGS_HEAD } from '../../../src/main/nat/heads/findings.ts';
import { WAVES_HEAD } from '../../../src/main/nat/heads/waves.ts';
import { type ModelConfig, SMALL_MODEL } from '../../../src/main/nat/model-config.ts';
import { classifyBeats } from '../../../src/main/nat/objectives/classify-beats.ts';
import { recogniseFindings } from '../../../src/main/nat/objectives/recognise-findings.ts';
import { segmentWaves } from '../../../src/main/nat/objectives/segment-waves.ts';
import { seededState } from '../../../src/main/nat/runtime/training-session.ts';
import { buildTrainingGraph } from '../../../src/main/nat/training-graph.ts';

/** Smaller than any model worth training; the windows are those of the real one. */
export const TINY: ModelConfig = {
  ...SMALL_MODEL,
  tokenizerChannels: 4,
  levels: [
    { dim: 4, depth: 1, heads: 1, kernel: 3 },
    { dim: 8, depth: 1, heads: 2, kernel: 3 },
  ],
};
export const FINDINGS = ['NORM', 'MI', 'AFIB'];

const objectives = {
  beats: classifyBeats({ head: BEATS_HEAD, beats: 2, contrastive: false }),
  findings: recogniseFindings({ ...FINDINGS_HEAD, findings: FINDINGS }),
  waves: segmentWaves(WAVES_HEAD),
};

/** A checkpoint with parameters of a seed, as a finished training writes it. */
export function seededCheckpoint(
  kind: keyof typeof objectives,
  seed: number,
  model = TINY,
  trainedOn: readonly string[] = ['mitdb/101', 'mitdb/106', 'svdb/800'],
): Uint8Array {
  const graph = buildTrainingGraph({ model, objective: objectives[kind], windows: 1, leads: 1, averaged: false });
  const { vectors } = seededState(graph, seed);
  if (!vectors.parameters) throw new Error('no parameters');
  const notes = { trainedOn };
  const state = { step: 1, vectors: { parameters: vectors.parameters } };
  return writeCheckpoint({ model, head: graph.head, layout: graph.layout, state, seed, notes });
}

export const FACTS = {
  name: 'ecg-nat-tiny',
  version: '1.0.0',
  summary: 'A model with seeded weights.',
  calibration: { beats: { kind: 'temperature', temperature: 1.3 }, findings: { kind: 'temperature', temperature: 1 } },
  thresholds: { AFIB: 0.4 },
  beatLeadPolicy: { join: 'mean', mostLeads: 3, unknownLeads: 'read' },
  licences: [{ of: 'weights', licence: 'Apache-2.0' }],
  metrics: [{ head: 'beats', data: 'MIT-BIH DS1', measure: 'V F1 %', value: 12.5, deviation: 0.5 }],
  limits: ['It knows nothing.'],
};

/** Writes the checkpoints of a seed into `scratch` and packs them as the model `folder`. */
export function packSeeded(
  scratch: string,
  folder: string,
  {
    seed = 1,
    facts = {},
    model = TINY,
    trainedOn,
  }: { seed?: number; facts?: object; model?: ModelConfig; trainedOn?: readonly string[] } = {},
): Promise<UsableModel> {
  const paths = Object.fromEntries(
    (['beats', 'findings', 'waves'] as const).map((kind) => {
      const path = join(scratch, `${kind}-${seed}.nat`);
      writeFileSync(path, seededCheckpoint(kind, seed, model, trainedOn));
      return [kind, path];
    }),
  );
  return packModel(paths, { ...FACTS, ...facts }, folder);
}
