import { describe, expect, it } from 'vitest';
import { Graph } from '../../../src/main/nat/graph/graph.ts';
import { OP_TABLE } from '../../../src/main/nat/graph/op-table.ts';
import { concat, reshape } from '../../../src/main/nat/graph/operations.ts';
import { sizeOf } from '../../../src/main/nat/graph/shape.ts';
import { difference, type Feeds, gradientError, randomValues, runOnnx, runReference } from './graph-checks.ts';
import { OP_CASES, type OpCase, outputsOf } from './op-cases.ts';

function feedsOf({ inputs, positive = false }: OpCase): Feeds {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, shape]) => {
      const values = randomValues(shape, name);
      return [name, positive ? values.map((value) => 0.5 + Math.abs(value)) : values];
    }),
  );
}

describe('the table of ops', () => {
  it('has each op once, and a case here for each', () => {
    const types = OP_TABLE.map((op) => op.type);
    expect(new Set(types).size).toBe(types.length);
    expect(new Set(OP_CASES.map((opCase) => opCase.type))).toEqual(new Set(types));
  });

  for (const opCase of OP_CASES) {
    const op = OP_TABLE.find((row) => row.type === opCase.type);
    if (!op?.gradient) continue;
    it(`differentiates ${opCase.type} as central differences do: ${opCase.how}`, () => {
      const flat = (graph: Graph) =>
        concat(
          outputsOf(graph, opCase).map((output) => reshape(output, [sizeOf(output.shape)])),
          0,
        );
      expect(gradientError(flat, feedsOf(opCase), Object.keys(opCase.inputs))).toBeLessThan(1e-7);
    });
  }

  for (const opCase of OP_CASES) {
    it(`means by ${opCase.type} what ONNX Runtime means: ${opCase.how}`, async () => {
      const graph = new Graph();
      for (const [index, output] of outputsOf(graph, opCase).entries()) graph.output(`output${index}`, output);
      const feeds = feedsOf(opCase);
      const actual = await runOnnx(graph, feeds);
      const expected = runReference(graph, feeds);
      for (const name of graph.outputs.keys()) {
        expect(difference(actual[name] ?? [], expected[name] ?? [])).toBeLessThan(2e-6);
      }
    });
  }

  it('refuses shapes that do not fit', () => {
    const graph = new Graph();
    const [a, b] = [graph.input('a', [2, 3]), graph.input('b', [4, 3])];
    expect(() => concat([a, reshape(b, [3, 4])], 0)).toThrow(RangeError);
    expect(() => reshape(a, [7])).toThrow(RangeError);
  });
});
