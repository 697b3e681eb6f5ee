import * as z from 'zod';

/**
 * What makes a head's probabilities mean what they say, fitted on patients that were held out (Guo et al., "On
 * calibration of modern neural networks", 2017). `temperature`: every logit divided by one number. `vector`: each class
 * its own factor and offset, in the order of the head's outputs.
 */
export const Calibration = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('temperature'), temperature: z.number().positive() }),
  z.object({ kind: z.literal('vector'), scale: z.array(z.number()).min(1), bias: z.array(z.number()).min(1) }),
]);
export type Calibration = z.infer<typeof Calibration>;

/** Changes nothing. */
export const NO_CALIBRATION: Calibration = { kind: 'temperature', temperature: 1 };

/** Keeps the logarithm finite; far below what float32 keeps of a softmax that matters. */
const SMALLEST = 1e-12;

/**
 * Calibrates rows of probabilities of which one is true, in place. It works on the logarithms of the probabilities, which
 * are the logits but for a number that softmax takes out again: so it may be used on a mean over leads too.
 * @param probabilities rows × classes
 */
export function calibrateClasses(probabilities: Float32Array, classes: number, calibration: Calibration): void {
  const { scale, bias } = vectorsOf(calibration, classes);
  const logits = new Float64Array(classes);
  for (let row = 0; row + classes <= probabilities.length; row += classes) {
    let largest = -Infinity;
    for (let c = 0; c < classes; c++) {
      const logit = scale[c]! * Math.log(Math.max(SMALLEST, probabilities[row + c]!)) + bias[c]!;
      logits[c] = logit;
      if (logit > largest) largest = logit;
    }
    let total = 0;
    for (let c = 0; c < classes; c++) total += logits[c] = Math.exp(logits[c]! - largest);
    for (let c = 0; c < classes; c++) probabilities[row + c] = logits[c]! / total;
  }
}

/**
 * Calibrates rows of probabilities of which several may be true, in place: the same on each one's log odds.
 * @param probabilities rows × statements
 */
export function calibrateStatements(probabilities: Float32Array, statements: number, calibration: Calibration): void {
  const { scale, bias } = vectorsOf(calibration, statements);
  for (let at = 0; at < probabilities.length; at++) {
    const p = Math.min(1 - SMALLEST, Math.max(SMALLEST, probabilities[at]!));
    const logOdds = scale[at % statements]! * Math.log(p / (1 - p)) + bias[at % statements]!;
    probabilities[at] = 1 / (1 + Math.exp(-logOdds));
  }
}

/** Whether a calibration is one for so many classes. */
export const fitsClasses = (calibration: Calibration, classes: number): boolean =>
  calibration.kind === 'temperature' || (calibration.scale.length === classes && calibration.bias.length === classes);

function vectorsOf(
  calibration: Calibration,
  classes: number,
): { readonly scale: Float64Array; readonly bias: Float64Array } {
  if (!fitsClasses(calibration, classes)) throw new RangeError(`the calibration is not one of ${classes} classes`);
  return calibration.kind === 'temperature'
    ? { scale: new Float64Array(classes).fill(1 / calibration.temperature), bias: new Float64Array(classes) }
    : { scale: Float64Array.from(calibration.scale), bias: Float64Array.from(calibration.bias) };
}
