import { describe, expect, it } from 'vitest';
import { selfAttention } from '../../../src/main/nat/layers/attention.ts';
import { chooseBlocks, neighborhoodMask, windowStart } from '../../../src/main/nat/layers/neighborhood.ts';
import type { Scope } from '../../../src/main/nat/parameters/scope.ts';
import { difference, type Feeds } from './graph-checks.ts';
import { at, evaluateLayer, layerGradientError, randomFeeds } from './layer-checks.ts';

interface Case {
  readonly length: number;
  readonly dim: number;
  readonly heads: number;
  readonly kernel: number | 'all';
}

const BATCH = 2;

function layer({ length, dim, ...options }: Case, oneBlock = false) {
  return (scope: Scope) =>
    selfAttention(scope.within('a'), scope.graph.input('x', [BATCH, length, dim]), { ...options, oneBlock });
}

/** Attention query by query, from its definition: no blocks, no masks, no skewing. */
function direct({ length, dim, heads, kernel }: Case, feeds: Feeds): Float64Array {
  const value = (name: string, shape: number[], ...index: number[]) => at(feeds[name] ?? [], shape, ...index);
  const reach = kernel === 'all' ? length - 1 : kernel - 1;
  const width = dim / heads;
  const project = (n: number, token: number, channel: number): number => {
    let sum = value('parameter a.in.bias', [3 * dim], channel);
    for (let c = 0; c < dim; c++) {
      sum += value('x', [BATCH, length, dim], n, token, c) * value('parameter a.in.weight', [dim, 3 * dim], c, channel);
    }
    return sum;
  };
  const result = new Float64Array(BATCH * length * dim);
  for (let n = 0; n < BATCH; n++) {
    for (let query = 0; query < length; query++) {
      const start = kernel === 'all' ? 0 : windowStart(query, length, kernel);
      const keys = Array.from({ length: kernel === 'all' ? length : kernel }, (_, index) => start + index);
      const attended: number[] = [];
      for (let head = 0; head < heads; head++) {
        const scores = keys.map((key) => {
          let score = 0;
          for (let c = head * width; c < (head + 1) * width; c++) {
            score += project(n, query, c) * project(n, key, dim + c);
          }
          const bias = value('parameter a.distance', [heads, 2 * reach + 1], head, key - query + reach);
          return Math.exp(score / Math.sqrt(width) + bias);
        });
        const sum = scores.reduce((a, b) => a + b, 0);
        for (let c = head * width; c < (head + 1) * width; c++) {
          attended.push(
            keys.reduce((total, key, k) => total + ((scores[k] ?? 0) / sum) * project(n, key, 2 * dim + c), 0),
          );
        }
      }
      for (let out = 0; out < dim; out++) {
        let sum = value('parameter a.out.bias', [dim], out);
        for (const [c, a] of attended.entries()) sum += a * value('parameter a.out.weight', [dim, dim], c, out);
        result[(n * length + query) * dim + out] = sum;
      }
    }
  }
  return result;
}

const CASES: readonly [string, Case][] = [
  ['several blocks with halos', { length: 30, dim: 4, heads: 2, kernel: 5 }],
  ['a kernel as long as a block', { length: 21, dim: 4, heads: 1, kernel: 7 }],
  ['one block', { length: 13, dim: 4, heads: 2, kernel: 9 }],
  ['a kernel as long as the sequence', { length: 9, dim: 4, heads: 2, kernel: 9 }],
  ['dense attention', { length: 11, dim: 4, heads: 2, kernel: 'all' }],
];

describe('self-attention', () => {
  for (const [how, options] of CASES) {
    it(`equals attention computed query by query, borders included: ${how}`, () => {
      const feeds = randomFeeds(layer(options));
      expect(difference(evaluateLayer(layer(options), feeds), direct(options, feeds))).toBeLessThan(1e-12);
    });

    it(`has the gradients of central differences: ${how}`, () => {
      const feeds = randomFeeds(layer(options));
      expect(layerGradientError(layer(options), feeds, ['x'])).toBeLessThan(1e-7);
    });
  }

  it('gives the same in blocks and in one', () => {
    const options: Case = { length: 52, dim: 8, heads: 2, kernel: 9 };
    const feeds = randomFeeds(layer(options));
    expect(chooseBlocks(52, 9).count).toBeGreaterThan(1);
    expect(difference(evaluateLayer(layer(options), feeds), evaluateLayer(layer(options, true), feeds))).toBeLessThan(
      1e-12,
    );
  });
});

describe('a neighborhood', () => {
  it('shows every query exactly k keys, its own among them, shifted at the borders and never cut', () => {
    for (const [length, kernel] of [
      [312, 9],
      [156, 13],
      [39, 9],
      [12, 3],
    ] as const) {
      const blocks = chooseBlocks(length, kernel);
      const { values, shape } = neighborhoodMask(blocks, kernel);
      const columns = shape[2] ?? 0;
      for (let query = 0; query < length; query++) {
        const firstKey = Math.floor(query / blocks.length) * blocks.length - blocks.halo;
        const row = [...values.subarray(query * columns, (query + 1) * columns)];
        const seen = row.flatMap((value, column) => (value === 0 ? [firstKey + column] : []));
        expect(seen).toEqual(Array.from({ length: kernel }, (_, index) => windowStart(query, length, kernel) + index));
        expect(seen).toContain(query);
        expect(seen.every((key) => key >= 0 && key < length)).toBe(true);
      }
    }
  });

  it('is cut into blocks near 26 tokens that divide the level', () => {
    expect(chooseBlocks(312, 9)).toEqual({ count: 12, length: 26, halo: 4 });
    expect(chooseBlocks(78, 9)).toEqual({ count: 3, length: 26, halo: 4 });
    expect(chooseBlocks(39, 9)).toEqual({ count: 1, length: 39, halo: 0 });
  });

  it('is refused where it has no centre or no room', () => {
    expect(() => chooseBlocks(312, 8)).toThrow(RangeError);
    expect(() => chooseBlocks(7, 9)).toThrow(RangeError);
  });
});
