import { type Calibration, calibrateClasses, calibrateStatements } from '../models/calibration.ts';
import { type Expansion, minimise } from './newton.ts';

/** Probabilities of cases the model had not seen, with what is true. */
export interface Cases {
  /** `exclusive`: one class of several is true (softmax); `independent`: each statement may be (sigmoid). */
  readonly kind: 'exclusive' | 'independent';
  readonly classes: readonly string[];
  /** rows × classes. */
  readonly probabilities: Float32Array;
  /** rows × classes: 1, 0, or NaN where it is not known. */
  readonly truth: Float32Array;
}

/** The finest that held-out probabilities are kept at; fitted to nothing beyond. */
const LEAST = 1 / 131_072;

/** What a calibration scales: the logarithm of a probability, or of its odds. */
function scaledInput(kind: Cases['kind'], probability: number): number {
  const bounded = Math.min(1 - LEAST, Math.max(LEAST, probability));
  return kind === 'exclusive' ? Math.log(bounded) : Math.log(bounded / (1 - bounded));
}

/**
 * Weight of the wish to leave scale 1 and bias 0 as they are, in cases: a class of a handful of cases then keeps them,
 * one of thousands does not notice.
 */
const PRIOR = 5;

/** One temperature for all classes, by log loss (Guo et al. 2017, arXiv:1706.04599). */
export function fitTemperature(cases: Cases): Calibration {
  const known = knownRows(cases);
  const [scale = 1] = minimise([1], (point) => {
    const { value, gradient, hessian } = expansion(
      cases,
      known,
      classwise(cases, () => point[0]!),
      false,
    );
    const sum = (values: Float64Array): number => values.reduce((total, one) => total + one, 0);
    const { away, pull } = prior(point[0]! - 1);
    return {
      value: value + away,
      gradient: Float64Array.of(sum(gradient) + pull),
      hessian: Float64Array.of(sum(hessian) + PRIOR),
    };
  });
  return { kind: 'temperature', temperature: 1 / scale };
}

/** A factor and an offset for each class, by log loss (Guo et al. 2017; of independent statements, Platt 1999). */
export function fitVector(cases: Cases): Calibration {
  const known = knownRows(cases);
  const count = cases.classes.length;
  const start = [...cases.classes.map(() => 1), ...cases.classes.map(() => 0)];
  const point = minimise(start, (at) => {
    const { value, gradient, hessian } = expansion(cases, known, at, true);
    let total = value;
    for (let i = 0; i < 2 * count; i++) {
      const { away, pull } = prior(at[i]! - start[i]!);
      total += away;
      gradient[i]! += pull;
      hessian[i * 2 * count + i]! += PRIOR;
    }
    return { value: total, gradient, hessian };
  });
  return { kind: 'vector', scale: [...point.subarray(0, count)], bias: [...point.subarray(count)] };
}

const prior = (distance: number): { readonly away: number; readonly pull: number } => ({
  away: (PRIOR * distance ** 2) / 2,
  pull: PRIOR * distance,
});

const classwise = ({ classes }: Cases, value: () => number): Float64Array =>
  Float64Array.from([...classes.map(value), ...classes.map(() => 0)]);

/** Rows of exclusive classes are known whole or not at all; of independent statements each by itself. */
function knownRows({ kind, classes, truth }: Cases): Int32Array {
  const rows: number[] = [];
  for (let row = 0; row < truth.length; row += classes.length) {
    if (kind === 'independent' || !Number.isNaN(truth[row])) rows.push(row);
  }
  return Int32Array.from(rows);
}

/**
 * Log loss summed over the cases, with its derivatives by scales and (with `biased`) biases, laid out in that order.
 * @param point scales, then biases
 */
function expansion(cases: Cases, rows: Int32Array, point: Float64Array, biased: boolean): Expansion {
  const { kind, probabilities, truth } = cases;
  const count = cases.classes.length;
  const size = biased ? 2 * count : count;
  const gradient = new Float64Array(size);
  const hessian = new Float64Array(size * size);
  const input = new Float64Array(count);
  const logit = new Float64Array(count);
  const share = new Float64Array(count);
  let value = 0;
  /** Adds the second derivative by the logits of classes j and k. */
  const bend = (j: number, k: number, amount: number): void => {
    hessian[j * size + k]! += amount * input[j]! * input[k]!;
    if (!biased) return;
    hessian[j * size + count + k]! += amount * input[j]!;
    hessian[(count + j) * size + k]! += amount * input[k]!;
    hessian[(count + j) * size + count + k]! += amount;
  };
  for (const row of rows) {
    let largest = -Infinity;
    for (let c = 0; c < count; c++) {
      input[c] = scaledInput(kind, probabilities[row + c]!);
      logit[c] = point[c]! * input[c]! + point[count + c]!;
      largest = Math.max(largest, logit[c]!);
    }
    let sum = 0;
    for (let c = 0; c < count; c++) sum += Math.exp(logit[c]! - largest);
    for (let c = 0; c < count; c++) {
      const is = truth[row + c]!;
      if (Number.isNaN(is)) {
        share[c] = NaN;
        continue;
      }
      if (kind === 'exclusive') {
        share[c] = Math.exp(logit[c]! - largest) / sum;
        value -= is * (logit[c]! - largest - Math.log(sum));
      } else {
        share[c] = 1 / (1 + Math.exp(-logit[c]!));
        // log(1 + e^l) − y·l without overflow.
        value += Math.max(0, logit[c]!) + Math.log1p(Math.exp(-Math.abs(logit[c]!))) - is * logit[c]!;
      }
      const error = share[c]! - is;
      gradient[c]! += error * input[c]!;
      if (biased) gradient[count + c]! += error;
    }
    for (let j = 0; j < count; j++) {
      if (Number.isNaN(share[j])) continue;
      bend(j, j, share[j]! * (1 - share[j]!));
      if (kind === 'independent') continue;
      for (let k = 0; k < count; k++) if (k !== j) bend(j, k, -share[j]! * share[k]!);
    }
  }
  return { value, gradient, hessian };
}

/** The cases as a calibration changes them. */
export function calibrated(cases: Cases, calibration: Calibration): Cases {
  const probabilities = cases.probabilities.map((value) => Math.min(1 - LEAST, Math.max(LEAST, value)));
  const apply = cases.kind === 'exclusive' ? calibrateClasses : calibrateStatements;
  apply(probabilities, cases.classes.length, calibration);
  return { ...cases, probabilities };
}
