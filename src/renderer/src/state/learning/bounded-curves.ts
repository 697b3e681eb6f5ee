import type { LearningCurves } from '../../../../shared/contract/learning.ts';

/** Points of a curve that are kept: about as many as a chart has pixels for. */
export const MOST_POINTS = 1024;

export const NO_CURVES: LearningCurves = {
  step: new Int32Array(0),
  losses: [],
  validationStep: new Int32Array(0),
  validation: [],
};

/** The same curves with every second, fourth, … point where they have become too long; the last point always stays. */
export function boundCurves(curves: LearningCurves, most = MOST_POINTS): LearningCurves {
  const { step, losses, validationStep, validation } = curves;
  const kept = keptPlaces(step.length, most);
  const keptLooks = keptPlaces(validationStep.length, most);
  if (!kept && !keptLooks) return curves;
  const thin = (values: Float32Array, places: Int32Array | undefined): Float32Array<ArrayBuffer> =>
    Float32Array.from(places ?? values.keys(), (place) => values[place] ?? Number.NaN);
  const thinSteps = (values: Int32Array, places: Int32Array | undefined): Int32Array<ArrayBuffer> =>
    Int32Array.from(places ?? values.keys(), (place) => values[place] ?? 0);
  return {
    step: thinSteps(step, kept),
    losses: losses.map(({ name, values }) => ({ name, values: thin(values, kept) })),
    validationStep: thinSteps(validationStep, keptLooks),
    validation: validation.map(({ name, values }) => ({ name, values: thin(values, keptLooks) })),
  };
}

/** Which places of so many are kept; undefined where all are. */
function keptPlaces(length: number, most: number): Int32Array | undefined {
  if (length <= most) return undefined;
  const stride = 2 ** Math.ceil(Math.log2((length - 1) / (most - 1)));
  const count = Math.floor((length - 1) / stride) + 1;
  const isLastKept = (count - 1) * stride === length - 1;
  return Int32Array.from({ length: isLastKept ? count : count + 1 }, (_, i) => Math.min(i * stride, length - 1));
}
