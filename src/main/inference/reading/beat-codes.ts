import { AAMI_CLASSES, codeOfMnemonic } from '../../../shared/annotation-codes.ts';

/** The annotation code a class is written as. */
const CODE_OF_CLASS = AAMI_CLASSES.map((name) => codeOfMnemonic(name)?.code ?? 0);
const UNCLASSIFIED = codeOfMnemonic('Q')?.code ?? 13;

/**
 * The most probable class of each beat as a WFDB code, with its probability; Q and NaN for a beat that could not be read.
 * @param probabilities beats × AAMI_CLASSES
 */
export function codesOf(probabilities: Float32Array): {
  readonly code: Uint8Array<ArrayBuffer>;
  readonly confidence: Float32Array<ArrayBuffer>;
} {
  const classes = AAMI_CLASSES.length;
  const count = probabilities.length / classes;
  const code = new Uint8Array(count);
  const confidence = new Float32Array(count);
  for (let beat = 0; beat < count; beat++) {
    const row = beat * classes;
    let best = 0;
    for (let c = 1; c < classes; c++) if (probabilities[row + c]! > probabilities[row + best]!) best = c;
    confidence[beat] = probabilities[row + best]!;
    code[beat] = Number.isNaN(confidence[beat]) ? UNCLASSIFIED : CODE_OF_CLASS[best]!;
  }
  return { code, confidence };
}
