import { AAMI_CLASSES, annotationCode, mnemonicOf } from '../../../shared/annotation-codes.ts';

/** Index into AAMI_CLASSES (N S V F Q) by WFDB code; NO_BEAT for codes that label no beat. A table: looked up per beat per frame. */
export const CLASS_OF_CODE = new Uint8Array(256);
export const NO_BEAT = 255;
/** What a code is written as on the trace. */
export const LETTER_OF_CODE: readonly string[] = Array.from({ length: 256 }, (_, code) => mnemonicOf(code));

for (let code = 0; code < 256; code++) {
  const aami = annotationCode(code)?.aami;
  CLASS_OF_CODE[code] = aami ? AAMI_CLASSES.indexOf(aami) : NO_BEAT;
}

export const NORMAL = AAMI_CLASSES.indexOf('N');

/** Which of two beats too close to show both is shown: V before F before S before Q before N. */
export const SEVERITY: readonly number[] = AAMI_CLASSES.map((name) => ({ N: 0, Q: 1, S: 2, F: 3, V: 4 })[name]);
