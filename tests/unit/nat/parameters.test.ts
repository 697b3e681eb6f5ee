import { describe, expect, it } from 'vitest';
import { Graph } from '../../../src/main/nat/graph/graph.ts';
import { sizeOf } from '../../../src/main/nat/graph/shape.ts';
import { RECONSTRUCTION_HEAD } from '../../../src/main/nat/heads/reconstruction.ts';
import { BASE_MODEL, CONVOLUTION_BASELINE, SMALL_MODEL } from '../../../src/main/nat/model-config.ts';
import { BEATS_HEAD } from '../../../src/main/nat/heads/beats.ts';
import { classifyBeats } from '../../../src/main/nat/objectives/classify-beats.ts';
import { reconstruct } from '../../../src/main/nat/objectives/reconstruct.ts';
import {
  initialParameters,
  type ParameterLayout,
  transferParameters,
} from '../../../src/main/nat/parameters/layout.ts';
import { randomStream } from '../../../src/main/nat/random.ts';
import { drawMask } from '../../../src/main/nat/runtime/dropout.ts';
import { trainingLayout } from '../../../src/main/nat/training-graph.ts';
import { scopeOn } from './layer-checks.ts';
import { TINY_BEATS, TINY_MODEL, TOY_BEATS } from './toy-data.ts';

const plan = { model: TINY_MODEL, windows: 1, leads: 1 };
const forBeats = trainingLayout({
  ...plan,
  objective: classifyBeats({ head: TINY_BEATS, beats: TOY_BEATS, contrastive: false }),
});
const forPretraining = trainingLayout({ ...plan, objective: reconstruct(RECONSTRUCTION_HEAD) });

function partOf(layout: ParameterLayout, values: Float32Array, name: string): number[] {
  const entry = layout.entries.find((candidate) => candidate.name === name);
  if (!entry) throw new Error(`no ${name}`);
  return [...values.subarray(entry.offset, entry.offset + sizeOf(entry.shape))];
}

describe('the parameters of a model', () => {
  it('lie one after the other without gaps or overlaps, each under its own name', () => {
    let end = 0;
    for (const { offset, shape } of forBeats.entries) {
      expect(offset).toBe(end);
      end += sizeOf(shape);
    }
    expect(forBeats.size).toBe(end);
    expect(new Set(forBeats.entries.map((entry) => entry.name)).size).toBe(forBeats.entries.length);
  });

  it('start the trunk alike whatever the head, from the same seed only', () => {
    const name = 'trunk.level0.block0.attention.in.weight';
    const trunk = partOf(forBeats, initialParameters(forBeats, 4), name);
    expect(partOf(forPretraining, initialParameters(forPretraining, 4), name)).toEqual(trunk);
    expect(partOf(forBeats, initialParameters(forBeats, 5), name)).not.toEqual(trunk);
  });

  it('carry a pretrained trunk under a new head', () => {
    const pretrained = initialParameters(forPretraining, 4).map((value) => value + 1);
    const { values, fresh } = transferParameters({ layout: forPretraining, values: pretrained }, forBeats, 9);
    const start = initialParameters(forBeats, 9);
    for (const { name } of forBeats.entries) {
      const isFresh = name.startsWith('beats.');
      expect(fresh.includes(name)).toBe(isFresh);
      const expected = isFresh ? partOf(forBeats, start, name) : partOf(forPretraining, pretrained, name);
      expect(partOf(forBeats, values, name)).toEqual(expected);
    }
  });

  it('are as many as the documentation says', () => {
    const objective = classifyBeats({ head: BEATS_HEAD, beats: 24, contrastive: false });
    const count = (model: typeof BASE_MODEL) => trainingLayout({ model, objective, windows: 1, leads: 1 }).size;
    expect(count(SMALL_MODEL) / 1e6).toBeCloseTo(0.16, 2);
    expect(count(BASE_MODEL) / 1e6).toBeCloseTo(1.8, 1);
    expect(count(CONVOLUTION_BASELINE) / 1e6).toBeCloseTo(0.2, 1);
  });

  it('are shared by whoever asks for the same name, and never with two shapes', () => {
    const scope = scopeOn(new Graph()).within('shared');
    expect(scope.weight('weight', [2, 3])).toBe(scope.weight('weight', [2, 3]));
    expect(() => scope.weight('weight', [3, 2])).toThrow('two shapes');
  });
});

describe('random streams', () => {
  it('depend on the seed and the label, and on nothing else', () => {
    const draw = (seed: number, label: string) => {
      const stream = randomStream(seed, label);
      return [stream.uniform(), stream.normal(), stream.uniform()];
    };
    expect(draw(1, 'a')).toEqual(draw(1, 'a'));
    expect(draw(1, 'a')).not.toEqual(draw(2, 'a'));
    expect(draw(1, 'a')).not.toEqual(draw(1, 'b'));
  });

  it('are uniform and normal', () => {
    const stream = randomStream(3, 'moments');
    const moments = (values: number[]) => {
      const mean = values.reduce((a, b) => a + b, 0) / values.length;
      return [mean, values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length];
    };
    const [mean = NaN, variance = NaN] = moments(Array.from({ length: 20_000 }, () => stream.uniform()));
    expect(mean).toBeCloseTo(0.5, 1.5);
    expect(variance).toBeCloseTo(1 / 12, 2);
    const [normalMean = NaN, normalVariance = NaN] = moments(Array.from({ length: 20_000 }, () => stream.normal()));
    expect(normalMean).toBeCloseTo(0, 1.3);
    expect(normalVariance).toBeCloseTo(1, 1);
  });

  it('draw a mask that drops its share, the same for a step, another for the next', () => {
    const mask = { name: 'dropout x', shape: [100, 50], rate: 0.3, keep: 1 / 0.7 };
    const values = drawMask(mask, 1, 1);
    const dropped = values.filter((value) => value === 0).length / values.length;
    expect(dropped).toBeCloseTo(0.3, 1);
    expect(values.every((value) => value === 0 || value === Math.fround(mask.keep))).toBe(true);
    expect(drawMask(mask, 1, 1)).toEqual(values);
    expect(drawMask(mask, 1, 2)).not.toEqual(values);
  });
});
