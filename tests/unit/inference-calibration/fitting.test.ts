import { describe, expect, it } from 'vitest';
import {
  calibrated,
  type Cases,
  fitTemperature,
  fitVector,
} from '../../../src/main/inference/calibration/fit-calibration.ts';
import { minimise } from '../../../src/main/inference/calibration/newton.ts';
import { reliabilityOfClass, reliabilityOfShown } from '../../../src/main/inference/calibration/reliability.ts';
import { randomStream } from '../../../src/main/nat/random.ts';

const CLASSES = ['N', 'S', 'V'];

/** Cases whose true log-odds are those of the model divided by `temperature`, plus `bias`. */
function exclusiveCases(count: number, temperature: number, bias = [0, 0, 0]): Cases {
  const random = randomStream(3, 'cases');
  const probabilities = new Float32Array(count * 3);
  const truth = new Float32Array(count * 3);
  const softmax = (logits: readonly number[]): number[] => {
    const exponents = logits.map(Math.exp);
    const sum = exponents.reduce((a, b) => a + b, 0);
    return exponents.map((one) => one / sum);
  };
  for (let row = 0; row < count; row++) {
    const logits = [2 * random.normal() + 1.5, 2 * random.normal(), 2 * random.normal()];
    probabilities.set(softmax(logits), 3 * row);
    const likely = softmax(logits.map((logit, c) => logit / temperature + (bias[c] ?? 0)));
    const draw = random.uniform();
    const drawn = draw < (likely[0] ?? 0) ? 0 : draw < (likely[0] ?? 0) + (likely[1] ?? 0) ? 1 : 2;
    truth[3 * row + drawn] = 1;
  }
  return { kind: 'exclusive', classes: CLASSES, probabilities, truth };
}

describe('A calibration', () => {
  it('finds the temperature by which a model is too sure', () => {
    const cases = exclusiveCases(20_000, 2.5);
    const calibration = fitTemperature(cases);
    if (calibration.kind !== 'temperature') throw new Error('not a temperature');
    expect(Math.abs(calibration.temperature - 2.5)).toBeLessThan(0.1);
    const [before, after] = [reliabilityOfShown(cases), reliabilityOfShown(calibrated(cases, calibration))];
    expect(before.expectedError).toBeGreaterThan(0.1);
    expect(after.expectedError).toBeLessThan(0.015);
    expect(after.logLoss).toBeLessThan(before.logLoss);
    expect(after.brier).toBeLessThan(before.brier);
  });

  it('finds what a temperature cannot: a class that is overstated', () => {
    const cases = exclusiveCases(20_000, 1, [0, -2, 0]);
    const errorOfS = (one: Cases): number => reliabilityOfClass(one, 1).expectedError;
    expect(errorOfS(calibrated(cases, fitTemperature(cases)))).toBeGreaterThan(0.05);
    const vector = fitVector(cases);
    if (vector.kind !== 'vector') throw new Error('not a vector');
    expect(errorOfS(calibrated(cases, vector))).toBeLessThan(0.01);
    expect((vector.bias[1] ?? NaN) - (vector.bias[0] ?? NaN)).toBeCloseTo(-2, 0);
  });

  it('leaves a class of a handful of cases nearly as it is', () => {
    const few = exclusiveCases(3, 1, [0, 0, 9]);
    const vector = fitVector(few);
    if (vector.kind !== 'vector') throw new Error('not a vector');
    for (const scale of vector.scale) expect(Math.abs(scale - 1)).toBeLessThan(0.8);
    for (const bias of vector.bias) expect(Math.abs(bias)).toBeLessThan(0.6);
  });

  it('of independent statements is fitted to each where it is known', () => {
    const random = randomStream(4, 'statements');
    const probabilities = new Float32Array(20_000);
    const truth = new Float32Array(20_000);
    for (let at = 0; at < truth.length; at++) {
      const logOdds = 2 * random.normal();
      probabilities[at] = 1 / (1 + Math.exp(-logOdds));
      // The first is true more often than it says, the second is known only of one case in ten.
      const isTrue = random.uniform() < 1 / (1 + Math.exp(-(at % 2 === 0 ? logOdds + 1 : logOdds / 2)));
      truth[at] = at % 2 === 1 && at % 20 !== 1 ? NaN : Number(isTrue);
    }
    const calibration = fitVector({ kind: 'independent', classes: ['MI', 'SR'], probabilities, truth });
    if (calibration.kind !== 'vector') throw new Error('not a vector');
    expect(calibration.bias[0]).toBeCloseTo(1, 0);
    expect(calibration.scale[0]).toBeCloseTo(1, 0);
    expect(Math.abs((calibration.scale[1] ?? NaN) - 0.5)).toBeLessThan(0.12);
  });
});

describe('Reliability', () => {
  const cases: Cases = {
    kind: 'exclusive',
    classes: ['N', 'V'],
    probabilities: Float32Array.of(0.92, 0.08, 0.85, 0.15, 0.25, 0.75, 0.6, 0.4),
    truth: Float32Array.of(1, 0, 0, 1, 0, 1, NaN, NaN),
  };

  it('sets what was stated against what was true, bin by bin; what nobody labelled does not count', () => {
    const { bins, expectedError, brier, cases: count } = reliabilityOfShown(cases);
    expect(count).toBe(3);
    expect(bins.map((bin) => bin.cases)).toEqual([0, 0, 0, 0, 0, 0, 0, 1, 1, 1]);
    expect(bins[8]?.observed).toBe(0);
    expect(bins[8]?.stated).toBeCloseTo(0.85, 6);
    expect(expectedError).toBeCloseTo((0.08 + 0.85 + 0.25) / 3, 6);
    expect(brier).toBeCloseTo((2 * 0.08 ** 2 + 2 * 0.85 ** 2 + 2 * 0.25 ** 2) / 3, 6);
  });

  it('of one class takes its own probability', () => {
    const { bins, logLoss } = reliabilityOfClass(cases, 1);
    expect(bins[1]?.observed).toBe(1);
    expect(logLoss).toBeCloseTo(-(Math.log(0.92) + Math.log(0.15) + Math.log(0.75)) / 3, 5);
  });
});

describe('The least of a convex function', () => {
  it('is found from afar', () => {
    const point = minimise([8, -30], (at) => {
      const [x = 0, y = 0] = at;
      return {
        value: Math.exp(x - 1) - x + (y - 2) ** 2 + 0.5 * x * x,
        gradient: Float64Array.of(Math.exp(x - 1) - 1 + x, 2 * (y - 2)),
        hessian: Float64Array.of(Math.exp(x - 1) + 1, 0, 0, 2),
      };
    });
    const [x = NaN, y = NaN] = point;
    expect(Math.abs(Math.exp(x - 1) - 1 + x)).toBeLessThan(1e-5);
    expect(y).toBeCloseTo(2, 6);
  });
});
