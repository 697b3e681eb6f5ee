/** Ops that would be slow or unstable if composed: Softmax, LayerNormalization, Silu. */
import { applyOne, type NoAttributes, type Op, type Tensor } from '../graph.ts';
import { reduceSum } from './broadcast.ts';
import { add, multiply, scale, subtract } from './elementwise.ts';

/** Along the last axis. */
export const SOFTMAX: Op<NoAttributes> = {
  type: 'Softmax',
  infer: ([input]) => [input!],
  onnx: () => ({ attributes: { axis: { int: -1 } } }),
  gradient({ outputs }, [gradient]) {
    if (!gradient) return [];
    const output = outputs[0]!;
    const weighted = multiply(gradient, output);
    return [subtract(weighted, multiply(output, reduceSum(weighted, [-1])))];
  },
  evaluate({ inputs, inputShapes }) {
    return [
      eachRow(inputs[0]!, inputShapes[0]!.at(-1)!, (row) => {
        const largest = row.reduce((a, b) => Math.max(a, b), -Infinity);
        const powers = row.map((value) => Math.exp(value - largest));
        const sum = powers.reduce((a, b) => a + b, 0);
        return powers.map((power) => power / sum);
      }),
    ];
  },
};

/**
 * Zero mean and unit variance along the last axis; the second input is a vector of ones, since ONNX asks for a scale.
 * Outputs: the normalised values, the means and the inverse deviations (the gradient needs the last).
 */
export const LAYER_NORMALIZATION: Op<{ epsilon: number }> = {
  type: 'LayerNormalization',
  optionalOutputs: true,
  infer([input]) {
    const perRow = [...input!.slice(0, -1), 1];
    return [input!, perRow, perRow];
  },
  onnx: ({ epsilon }) => ({ attributes: { axis: { int: -1 }, epsilon: { float: epsilon } } }),
  gradient({ inputs, outputs }, [gradient, viaMean, viaDeviation]) {
    if (viaMean || viaDeviation) throw new Error('no gradient passes through the statistics of a layer norm');
    if (!gradient) return [];
    const [normalised, , inverseDeviation] = outputs;
    const inverseLength = 1 / inputs[0]!.shape.at(-1)!;
    const mean = scale(reduceSum(gradient, [-1]), inverseLength);
    const along = scale(reduceSum(multiply(gradient, normalised!), [-1]), inverseLength);
    const centred = subtract(gradient, add(mean, multiply(normalised!, along)));
    return [multiply(centred, inverseDeviation!)];
  },
  evaluate({ inputs, inputShapes, attributes: { epsilon } }) {
    const length = inputShapes[0]!.at(-1)!;
    const means: number[] = [];
    const inverseDeviations: number[] = [];
    const normalised = eachRow(inputs[0]!, length, (row) => {
      const mean = row.reduce((a, b) => a + b, 0) / length;
      const variance = row.reduce((sum, value) => sum + (value - mean) ** 2, 0) / length;
      const inverse = 1 / Math.sqrt(variance + epsilon);
      means.push(mean);
      inverseDeviations.push(inverse);
      return row.map((value, at) => (value - mean) * inverse * inputs[1]![at]!);
    });
    return [normalised, Float64Array.from(means), Float64Array.from(inverseDeviations)];
  },
};

/**
 * x·σ(x). Outputs: the result and σ(x), which the gradient needs. ONNX has no such operator, and its composition would
 * be differentiated in six passes over memory; this takes four.
 */
export const SILU: Op<NoAttributes> = {
  type: 'Silu',
  infer: ([input]) => [input!, input!],
  onnx: () => ({
    nodes: [
      { type: 'Sigmoid', from: [0], to: 2 },
      { type: 'Mul', from: [0, 2], to: 1 },
    ],
  }),
  gradient({ outputs }, [gradient, viaSigmoid]) {
    if (viaSigmoid) throw new Error('no gradient passes through the sigmoid of a SiLU');
    if (!gradient) return [];
    // σ + x·σ·(1 − σ), with x·σ the output.
    const [output, gate] = [outputs[0]!, outputs[1]!];
    return [multiply(gradient, add(subtract(output, multiply(output, gate)), gate))];
  },
  evaluate({ inputs }) {
    const gate = inputs[0]!.map((x) => 1 / (1 + Math.exp(-x)));
    return [inputs[0]!.map((x, at) => x * gate[at]!), gate];
  },
};

/** Softmax along the last axis. */
export function softmax(tensor: Tensor): Tensor {
  return applyOne(SOFTMAX, [tensor], {});
}

/** Zero mean and unit variance along the last axis, without learnt scale and shift: the next layer's weights can do both. */
export function normalise(tensor: Tensor, epsilon = 1e-5): Tensor {
  const length = tensor.shape.at(-1) ?? 1;
  const ones = tensor.graph.constant(new Float32Array(length).fill(1), [length]);
  const [normalised] = tensor.graph.apply(LAYER_NORMALIZATION, [tensor, ones], { epsilon });
  if (!normalised) throw new Error('LayerNormalization gave no output');
  return normalised;
}

/** x·σ(x): Elfwing et al. 2018. */
export function silu(tensor: Tensor): Tensor {
  const [output] = tensor.graph.apply(SILU, [tensor], {});
  if (!output) throw new Error('Silu gave no output');
  return output;
}

function eachRow(values: Float64Array, length: number, map: (row: Float64Array) => Float64Array): Float64Array {
  const result = new Float64Array(values.length);
  for (let start = 0; start < values.length; start += length) {
    result.set(map(values.slice(start, start + length)), start);
  }
  return result;
}
