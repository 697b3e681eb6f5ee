import { describe, expect, it } from 'vitest';
import {
  calibrateClasses,
  calibrateStatements,
  NO_CALIBRATION,
} from '../../../src/main/inference/models/calibration.ts';

const softmax = (logits: readonly number[]): number[] => {
  const powers = logits.map(Math.exp);
  const total = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / total);
};
const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

const expectClose = (found: Float32Array, expected: readonly number[]): void => {
  expect(found).toHaveLength(expected.length);
  for (const [at, value] of expected.entries()) expect(found[at]).toBeCloseTo(value, 6);
};

describe('calibrated probabilities', () => {
  const logits = [2, -1, 0.5];

  it('are those of the logits divided by the temperature', () => {
    const rows = Float32Array.from([...softmax(logits), ...softmax([0, 0, 1])]);
    calibrateClasses(rows, 3, { kind: 'temperature', temperature: 2 });
    expectClose(rows, [...softmax([1, -0.5, 0.25]), ...softmax([0, 0, 0.5])]);
  });

  it('are those of the logits scaled and shifted class by class', () => {
    const rows = Float32Array.from(softmax(logits));
    calibrateClasses(rows, 3, { kind: 'vector', scale: [1, 1, 1], bias: [0, 1, -1] });
    expectClose(rows, softmax([2, 0, -0.5]));
  });

  it('of several statements are each one’s own', () => {
    const rows = Float32Array.from([sigmoid(2), sigmoid(-1)]);
    calibrateStatements(rows, 2, { kind: 'vector', scale: [0.5, 2], bias: [0, 1] });
    expectClose(rows, [sigmoid(1), sigmoid(-1)]);
  });

  it('stay numbers where the model is certain', () => {
    const classes = Float32Array.of(1, 0, 0, 0, 1, 0);
    calibrateClasses(classes, 3, { kind: 'temperature', temperature: 3 });
    expect([...classes].every((p) => p >= 0 && p <= 1)).toBe(true);
    expect(classes[0]).toBeGreaterThan(0.99);
    const statements = Float32Array.of(0, 1);
    calibrateStatements(statements, 2, { kind: 'temperature', temperature: 3 });
    expect(statements[0]).toBeLessThan(0.001);
    expect(statements[1]).toBeGreaterThan(0.999);
  });

  it('are unchanged without a calibration', () => {
    const rows = Float32Array.from(softmax(logits));
    calibrateClasses(rows, 3, NO_CALIBRATION);
    expectClose(rows, softmax(logits));
  });

  it('of another number of classes are refused', () => {
    const calibration = { kind: 'vector' as const, scale: [1, 1], bias: [0, 0] };
    expect(() => calibrateClasses(new Float32Array(3), 3, calibration)).toThrow(RangeError);
  });
});
