import { describe, expect, it } from 'vitest';
import { Graph } from '../../../src/main/nat/graph/graph.ts';
import { adamw } from '../../../src/main/nat/optimiser/adamw.ts';
import { parameterScales } from '../../../src/main/nat/optimiser/scales.ts';
import { stepNumbers } from '../../../src/main/nat/optimiser/step-numbers.ts';
import { learningRateAt } from '../../../src/main/nat/optimiser/schedule.ts';
import { difference, type Feeds, randomValues, runOnnx } from './graph-checks.ts';

const SIZE = 50;
const SETTINGS = { learningRate: 0.01, weightDecay: 0.1, firstDecay: 0.9, secondDecay: 0.99, averageDecay: 0.95 };
const learningRateScale = Float32Array.from({ length: SIZE }, (_, at) => (at < 10 ? 0 : at < 25 ? 0.5 : 1));
const weightDecayScale = Float32Array.from({ length: SIZE }, (_, at) => at % 2);

function stepGraph(): Graph {
  const graph = new Graph();
  const flat = (name: string) => graph.input(name, [SIZE]);
  const number = (name: string) => graph.input(name, [1]);
  const { next, gradientNorm } = adamw(
    flat('gradient'),
    {
      parameters: flat('parameters'),
      firstMoment: flat('firstMoment'),
      secondMoment: flat('secondMoment'),
      averaged: flat('averaged'),
    },
    {
      numbers: {
        stepSize: number('stepSize'),
        epsilon: number('epsilon'),
        decay: number('decay'),
        clipNorm: number('clipNorm'),
        firstShare: number('firstShare'),
        secondShare: number('secondShare'),
        averageShare: number('averageShare'),
      },
      learningRateScale: flat('learningRateScale'),
      weightDecayScale: flat('weightDecayScale'),
    },
  );
  for (const name of ['parameters', 'firstMoment', 'secondMoment', 'averaged'] as const) {
    const tensor = next[name];
    if (tensor) graph.output(`next ${name}`, tensor);
  }
  graph.output('norm', gradientNorm);
  return graph;
}

/** The same, one number at a time in float64, after Loshchilov and Hutter 2019, algorithm 2. */
function reference(gradients: readonly Float32Array[], start: Float32Array, clipNorm: number): Float64Array[] {
  const { learningRate, weightDecay, firstDecay, secondDecay, averageDecay } = SETTINGS;
  const parameters = Float64Array.from(start);
  const averaged = Float64Array.from(start);
  const first = new Float64Array(SIZE);
  const second = new Float64Array(SIZE);
  for (const [index, gradient] of gradients.entries()) {
    const norm = Math.sqrt(gradient.reduce((sum, value) => sum + value * value, 0));
    const shrink = Math.min(1, clipNorm / norm);
    for (let at = 0; at < SIZE; at++) {
      const g = (gradient[at] ?? 0) * shrink;
      first[at] = firstDecay * (first[at] ?? 0) + (1 - firstDecay) * g;
      second[at] = secondDecay * (second[at] ?? 0) + (1 - secondDecay) * g * g;
      const m = (first[at] ?? 0) / (1 - firstDecay ** (index + 1));
      const v = (second[at] ?? 0) / (1 - secondDecay ** (index + 1));
      const decay = weightDecay * (weightDecayScale[at] ?? 0) * (parameters[at] ?? 0);
      const move = learningRate * (learningRateScale[at] ?? 0) * (m / (Math.sqrt(v) + 1e-8) + decay);
      parameters[at] = (parameters[at] ?? 0) - move;
      averaged[at] = averageDecay * (averaged[at] ?? 0) + (1 - averageDecay) * (parameters[at] ?? 0);
    }
  }
  return [parameters, first, second, averaged];
}

describe('AdamW', () => {
  it.each([
    ['clipped', 1],
    ['not clipped', 1e6],
  ])('agrees with a loop in float64 over ten steps, %s', async (_, clipNorm) => {
    const graph = stepGraph();
    const start = randomValues([SIZE], 'start');
    const gradients = Array.from({ length: 10 }, (__, step) => randomValues([SIZE], `gradient ${step}`, 3));
    let state: Feeds = {
      parameters: start,
      averaged: start,
      firstMoment: new Float32Array(SIZE),
      secondMoment: new Float32Array(SIZE),
    };
    for (const [index, gradient] of gradients.entries()) {
      const results = await runOnnx(graph, {
        ...state,
        ...Object.fromEntries(
          Object.entries(stepNumbers({ ...SETTINGS, clipNorm }, index + 1)).map(([name, value]) => [
            name,
            Float32Array.of(value),
          ]),
        ),
        gradient,
        learningRateScale,
        weightDecayScale,
      });
      expect(results['norm']?.[0]).toBeCloseTo(Math.hypot(...gradient), 3);
      state = Object.fromEntries(
        Object.keys(state).map((name) => [name, results[`next ${name}`] ?? new Float32Array()]),
      );
    }
    const [parameters, first, second, averaged] = reference(gradients, start, clipNorm);
    expect(difference(state['parameters'] ?? [], parameters ?? [])).toBeLessThan(5e-7);
    expect(difference(state['firstMoment'] ?? [], first ?? [])).toBeLessThan(5e-7);
    expect(difference(state['secondMoment'] ?? [], second ?? [])).toBeLessThan(5e-7);
    expect(difference(state['averaged'] ?? [], averaged ?? [])).toBeLessThan(5e-7);
    expect([...(state['parameters'] ?? [])].slice(0, 10)).toEqual([...start.slice(0, 10)]);
  });
});

describe('parameter scales', () => {
  const entry = (name: string, offset: number, depth: number, decays: boolean) => ({
    ...{ name, offset, depth, decays, shape: [2] },
    initial: { kind: 'zeros' } as const,
  });
  const layout = {
    entries: [entry('trunk.a', 0, 0, true), entry('trunkless', 2, 1, false), entry('head', 4, 3, true)],
    size: 6,
  };

  it('lower the learning rate block by block towards the input', () => {
    const { learningRate, weightDecay } = parameterScales(layout, { layerDecay: 0.5 });
    expect([...learningRate]).toEqual([0.125, 0.125, 0.25, 0.25, 1, 1]);
    expect([...weightDecay]).toEqual([1, 1, 0, 0, 1, 1]);
  });

  it('freeze by whole parts of a name', () => {
    expect([...parameterScales(layout, { frozen: ['trunk'] }).learningRate]).toEqual([0, 0, 1, 1, 1, 1]);
  });
});

describe('the cosine schedule', () => {
  it('rises linearly, peaks, and ends at its floor', () => {
    const schedule = { peak: 2, warmUpSteps: 4, totalSteps: 14, floor: 0.1 };
    expect(learningRateAt(1, schedule)).toBe(0.5);
    expect(learningRateAt(4, schedule)).toBe(2);
    expect(learningRateAt(9, schedule)).toBeCloseTo(1.1);
    expect(learningRateAt(14, schedule)).toBeCloseTo(0.2);
    expect(learningRateAt(99, schedule)).toBeCloseTo(0.2);
  });
});
