import { beforeAll, describe, expect, it } from 'vitest';
import { buildInferenceGraph } from '../../../src/main/nat/inference-graph.ts';
import { classifyBeats } from '../../../src/main/nat/objectives/classify-beats.ts';
import { parameterScales } from '../../../src/main/nat/optimiser/scales.ts';
import { InferenceSession } from '../../../src/main/nat/runtime/inference-session.ts';
import {
  type Batch,
  seededState,
  type TrainingState,
  TrainingSession,
} from '../../../src/main/nat/runtime/training-session.ts';
import { buildTrainingGraph, type TrainingGraph } from '../../../src/main/nat/training-graph.ts';
import { TINY_BEATS, TINY_MODEL, TOY_BEATS, toyBeats } from './toy-data.ts';

const CPU = { device: 'cpu', threads: 1 } as const;
const WINDOWS = 16;

function graphFor(leads: number, contrastive = false): TrainingGraph {
  const objective = classifyBeats({ head: TINY_BEATS, beats: TOY_BEATS, contrastive });
  return buildTrainingGraph({ model: TINY_MODEL, objective, windows: WINDOWS, leads, averaged: true });
}

async function trainFrom(graph: TrainingGraph, state: TrainingState, steps: number): Promise<TrainingState> {
  const session = await TrainingSession.create(graph, { ...CPU, seed: 5, state });
  for (let count = 0; count < steps; count++) await session.train(toyBeats(session.step, WINDOWS, 1));
  const after = await session.state();
  await session.release();
  return after;
}

describe('training on windows that can be learnt', () => {
  const graph = graphFor(2, true);
  const losses: number[] = [];
  let trained: TrainingState;

  beforeAll(async () => {
    const session = await TrainingSession.create(graph, { ...CPU, seed: 1, state: seededState(graph, 1) });
    for (let step = 0; step < 60; step++) {
      const report = await session.train(toyBeats(step, WINDOWS, 2), { learningRate: 5e-3, averageDecay: 0.9 });
      losses.push(report.losses['crossEntropy'] ?? NaN);
    }
    trained = await session.state();
    await session.release();
  });

  it('lowers the loss', () => {
    const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;
    expect(mean(losses.slice(0, 5))).toBeGreaterThan(0.5);
    expect(mean(losses.slice(-5))).toBeLessThan(0.2);
  });

  it.each(['parameters', 'averaged'] as const)('classifies windows it never saw, with the %s', async (which) => {
    const batch = toyBeats(1000, WINDOWS, 2);
    const probabilities = await classify(graph, trained.vectors[which] ?? new Float32Array(), batch, 2);
    let correct = 0;
    let beats = 0;
    for (const [slot, present] of (batch['beatPresence'] ?? new Float32Array()).entries()) {
      if (present === 0) continue;
      const wide = (probabilities[2 * slot + 1] ?? 0) > (probabilities[2 * slot] ?? 0);
      beats++;
      if (wide === (batch['beatTargets']?.[2 * slot + 1] === 1)) correct++;
    }
    expect(beats).toBe(3 * WINDOWS);
    expect(correct / beats).toBeGreaterThan(0.95);
  });
});

async function classify(
  graph: TrainingGraph,
  parameters: Float32Array,
  batch: Batch,
  leads: number,
): Promise<Float32Array> {
  const inference = buildInferenceGraph({
    model: TINY_MODEL,
    head: graph.head,
    windows: WINDOWS,
    leads,
    beats: TOY_BEATS,
    layout: graph.layout,
    parameters,
  });
  const session = await InferenceSession.create(inference, CPU);
  const { probabilities } = await session.run(batch);
  await session.release();
  return probabilities ?? new Float32Array();
}

describe('a training session', () => {
  const graph = graphFor(1);

  it('goes on from its state to the very same bits', async () => {
    const start = seededState(graph, 3);
    const inOneGo = await trainFrom(graph, start, 6);
    const inTwo = await trainFrom(graph, await trainFrom(graph, start, 3), 3);
    expect(inTwo).toEqual(inOneGo);
    expect(inOneGo.step).toBe(6);
  });

  it('does not take a step whose loss is not a number', async () => {
    const session = await TrainingSession.create(graph, { ...CPU, seed: 5, state: seededState(graph, 3) });
    await session.train(toyBeats(0, WINDOWS, 1));
    const before = await session.state();
    const broken = toyBeats(1, WINDOWS, 1);
    broken['signal']?.fill(NaN, 0, 100);
    const report = await session.train(broken);
    expect(report.finite).toBe(false);
    expect(await session.state()).toEqual(before);
    expect((await session.train(toyBeats(2, WINDOWS, 1))).finite).toBe(true);
    await session.release();
  });

  it('leaves frozen parameters as they are, and moves the others', async () => {
    const start = seededState(graph, 3);
    const scales = parameterScales(graph.layout, { frozen: ['trunk'] });
    const session = await TrainingSession.create(graph, { ...CPU, seed: 5, state: start, scales });
    for (let step = 0; step < 2; step++) await session.train(toyBeats(step, WINDOWS, 1));
    const { vectors } = await session.state();
    await session.release();
    for (const { name, offset } of graph.layout.entries.filter((entry) => entry.decays)) {
      const moved = vectors.parameters?.[offset] !== start.vectors.parameters?.[offset];
      expect([name, moved]).toEqual([name, !name.startsWith('trunk')]);
    }
  });

  it('says which input a batch lacks and which setting does not exist', async () => {
    const session = await TrainingSession.create(graph, { ...CPU, seed: 5, state: seededState(graph, 3) });
    await expect(session.train({})).rejects.toThrow('signal is missing');
    await expect(session.train(toyBeats(0, WINDOWS, 1), { speed: 1 })).rejects.toThrow('no setting speed');
    await session.release();
  });
});
