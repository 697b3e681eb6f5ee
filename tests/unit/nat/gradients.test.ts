import { describe, expect, it } from 'vitest';
import { Graph } from '../../../src/main/nat/graph/graph.ts';
import { gradients } from '../../../src/main/nat/graph/gradients.ts';
import {
  absolute,
  add,
  detach,
  logSumExp,
  multiply,
  reduceSum,
  weightedMean,
} from '../../../src/main/nat/graph/operations.ts';
import { interpret } from '../../../src/main/nat/graph/reference.ts';
import { gradientError, randomValues } from './graph-checks.ts';

describe('reverse-mode differentiation', () => {
  it('adds up the ways a tensor reaches the result', () => {
    const graph = new Graph();
    const x = graph.input('x', [3]);
    const result = reduceSum(add(multiply(x, x), x), [0]);
    const [gradient] = gradients(graph, result, [x]);
    expect(gradient && [...interpret(graph, { x: [1, -2, 5] })(gradient)]).toEqual([3, -3, 11]);
  });

  it('gives nothing for tensors the result does not depend on, nor through a detached one', () => {
    const graph = new Graph();
    const [x, y, z] = [graph.input('x', [2]), graph.input('y', [2]), graph.input('z', [2])];
    const result = reduceSum(multiply(multiply(x, detach(y)), absolute(z)), [0]);
    const [forX, forY, forZ] = gradients(graph, result, [x, y, z]);
    expect(forX).toBeDefined();
    expect(forY).toBeUndefined();
    expect(forZ).toBeUndefined();
  });

  it('refuses to differentiate more than one number', () => {
    const graph = new Graph();
    const x = graph.input('x', [2]);
    expect(() => gradients(graph, x, [x])).toThrow(RangeError);
  });

  it('is exact through a log-sum-exp whose maximum counts as a constant, even for huge values', () => {
    const x = randomValues([4, 5], 'x', 400);
    expect(gradientError((graph) => logSumExp(graph.input('x', [4, 5])), { x }, ['x'])).toBeLessThan(1e-6);
  });

  it('is exact through a weighted mean', () => {
    const feeds = { x: randomValues([3, 4], 'x'), w: randomValues([3, 4], 'w').map(Math.abs) };
    const mean = (graph: Graph) => weightedMean(graph.input('x', [3, 4]), graph.input('w', [3, 4]), [1]);
    expect(gradientError(mean, feeds, ['x', 'w'])).toBeLessThan(1e-7);
  });
});
