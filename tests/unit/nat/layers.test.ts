import { describe, expect, it } from 'vitest';
import { Graph } from '../../../src/main/nat/graph/graph.ts';
import { attentionPooling } from '../../../src/main/nat/layers/attention-pooling.ts';
import { block } from '../../../src/main/nat/layers/block.ts';
import { convolutionBlock } from '../../../src/main/nat/layers/convolution-block.ts';
import { attendOverLeads, meanOverLeads, mixLeads, placeByName } from '../../../src/main/nat/layers/lead-join.ts';
import { pyramid } from '../../../src/main/nat/layers/pyramid.ts';
import { readAt } from '../../../src/main/nat/layers/read-out.ts';
import { stridedConvolution } from '../../../src/main/nat/layers/strided-convolution.ts';
import { repeatTokens } from '../../../src/main/nat/layers/upsampling.ts';
import type { Scope } from '../../../src/main/nat/parameters/scope.ts';
import { difference, randomValues } from './graph-checks.ts';
import { at, type BuildLayer, evaluateLayer, layerGradientError, randomFeeds, scopeOn } from './layer-checks.ts';

describe('every layer has the gradients of central differences', () => {
  const x = (scope: Scope, ...shape: number[]) => scope.graph.input('x', shape);
  const presence = (scope: Scope) => scope.graph.constant([1, 1, 0, 1, 0, 0], [2, 3]);
  const identity = (scope: Scope) => scope.graph.constant([1, 0, 0, 1, 1, 0, 0, 1, 0, 1, 1, 0], [2, 3, 2]);
  const options = { heads: 2, kernel: 3, expansion: 2, dropPath: 0 };
  const layers: Record<string, BuildLayer> = {
    'attention block': (scope) => block(scope, x(scope, 1, 6, 4), options),
    'convolution block': (scope) => convolutionBlock(scope, x(scope, 2, 6, 3), 3, 0),
    'strided convolution': (scope) => stridedConvolution(scope, x(scope, 2, 8, 2), { kernel: 6, stride: 2, out: 3 }),
    'attention pooling': (scope) => attentionPooling(scope, x(scope, 2, 5, 3), 2),
    'mean over leads': (scope) => meanOverLeads(x(scope, 6, 4), presence(scope)),
    'attention over leads': (scope) => attendOverLeads(scope, x(scope, 6, 2, 3), presence(scope)),
    'mixing of leads': (scope) => mixLeads(scope, x(scope, 6, 2, 3), presence(scope)),
    'placing of leads': (scope) => placeByName(x(scope, 6, 3), identity(scope), presence(scope)),
    'read-out': (scope) => readAt(x(scope, 2, 5, 3), scope.graph.constant([3, 17.5, 39, 0], [2, 2]), 8),
    pyramid: (scope) =>
      pyramid(
        scope,
        [
          { tokens: x(scope, 1, 8, 2), samplesPerToken: 8 },
          { tokens: scope.graph.input('coarse', [1, 4, 3]), samplesPerToken: 16 },
        ],
        4,
      ),
  };
  for (const [name, build] of Object.entries(layers)) {
    it(name, () => {
      expect(layerGradientError(build, randomFeeds(build), ['x'])).toBeLessThan(1e-7);
    });
  }
});

describe('strided convolution', () => {
  it.each([
    [12, 4],
    [6, 2],
    [4, 2],
    [3, 1],
    [9, 1],
    [7, 2],
  ])('with a kernel of %i and a stride of %i equals the sum over taps, zeros outside', (kernel, stride) => {
    const [length, into, out] = [24, 2, 3];
    const build: BuildLayer = (scope) =>
      stridedConvolution(scope.within('c'), scope.graph.input('x', [1, length, into]), { kernel, stride, out });
    const feeds = randomFeeds(build);
    const before = Math.floor((kernel - stride) / 2);
    const expected: number[] = [];
    for (let frame = 0; frame < length / stride; frame++) {
      for (let to = 0; to < out; to++) {
        let sum = at(feeds['parameter c.bias'] ?? [], [out], to);
        for (let tap = 0; tap < kernel; tap++) {
          const sample = frame * stride + tap - before;
          if (sample < 0 || sample >= length) continue;
          for (let from = 0; from < into; from++) {
            const weight = at(feeds['parameter c.weight'] ?? [], [kernel * into, out], tap * into + from, to);
            sum += weight * at(feeds['x'] ?? [], [1, length, into], 0, sample, from);
          }
        }
        expected.push(sum);
      }
    }
    expect(difference(evaluateLayer(build, feeds), expected)).toBeLessThan(1e-12);
  });
});

describe('reading tokens at a position', () => {
  const tokens = Float32Array.of(10, 20, 30, 40);
  const read = (positions: number[]) =>
    evaluateLayer(
      ({ graph }) => readAt(graph.input('x', [1, 4, 1]), graph.constant(positions, [1, positions.length]), 8),
      { x: tokens },
    );

  it('gives a token at its centre and the mean of two half-way between', () => {
    // Token t covers samples 8t to 8t + 7, so its centre is 8t + 3.5.
    expect([...read([3.5, 7.5, 11.5, 19.5])]).toEqual([10, 15, 20, 30]);
  });

  it('gives the outermost token beyond the outermost centres', () => {
    expect([...read([0, 31, -50, 999])]).toEqual([10, 40, 10, 40]);
  });
});

describe('joining leads', () => {
  const presence = [1, 0, 1, 0, 0, 0];
  const x = randomValues([6, 2], 'x');

  it('leaves out the leads that are absent, and gives zero where none is present', () => {
    const mean = evaluateLayer(
      ({ graph }) => meanOverLeads(graph.input('x', [6, 2]), graph.constant(presence, [2, 3])),
      { x },
    );
    expect(difference(mean, [((x[0] ?? 0) + (x[4] ?? 0)) / 2, ((x[1] ?? 0) + (x[5] ?? 0)) / 2, 0, 0])).toBeLessThan(
      1e-5,
    );
  });

  it('starts attending to all leads that are present alike', () => {
    const build: BuildLayer = (scope) =>
      attendOverLeads(scope, scope.graph.input('x', [3, 1, 2]), scope.graph.constant([1, 0, 1], [1, 3]));
    const graph = new Graph();
    build(scopeOn(graph));
    const still = Object.fromEntries(
      Object.entries(randomFeeds(build, { x: x.slice(0, 6) })).map(([name, values]) => [
        name,
        name === 'x' ? values : values.map(() => 0),
      ]),
    );
    expect(
      difference(evaluateLayer(build, still), [((x[0] ?? 0) + (x[4] ?? 0)) / 2, ((x[1] ?? 0) + (x[5] ?? 0)) / 2]),
    ).toBeLessThan(1e-9);
  });

  it('puts a lead where its name belongs', () => {
    const placed = evaluateLayer(
      ({ graph }) =>
        placeByName(
          graph.input('x', [3, 2]),
          graph.constant([0, 1, 0, 1, 0, 0, 0, 0, 1], [1, 3, 3]),
          graph.constant([1, 1, 0], [1, 3]),
        ),
      { x: Float32Array.of(1, 2, 3, 4, 5, 6) },
    );
    expect(difference(placed, [3, 4, 1, 2, 0, 0])).toBeLessThan(1e-5);
  });
});

describe('repeating tokens', () => {
  it('keeps the copies of a token side by side', () => {
    const repeated = evaluateLayer(({ graph }) => repeatTokens(graph.input('x', [1, 2, 2]), 2), {
      x: Float32Array.of(1, 2, 3, 4),
    });
    expect([...repeated]).toEqual([1, 2, 1, 2, 3, 4, 3, 4]);
  });
});
