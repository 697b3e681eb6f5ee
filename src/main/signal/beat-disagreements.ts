import { isSameClass } from '../../shared/annotation-codes.ts';
import { DISAGREEMENT } from '../../shared/contract/comparing.ts';
import { compareBeats } from './beat-comparison.ts';
import type { BeatAnnotations } from './beat-timeline.ts';

/** Where two annotators differ, as columns in the order of time. */
export interface BeatDisagreements {
  /** See `DISAGREEMENT` of the contract. */
  readonly kind: Uint8Array<ArrayBuffer>;
  readonly sample: Int32Array<ArrayBuffer>;
  /** Rows of either set; −1 where it has no beat. */
  readonly firstRow: Int32Array<ArrayBuffer>;
  readonly secondRow: Int32Array<ArrayBuffer>;
  /** Beats on which both agree to the code, each as an opinion of its own. */
  readonly agreed: number;
  /** Beats that are the same on both sides, one of which is nobody's own opinion. */
  readonly notCounted: number;
}

/**
 * Pairs the beats of a whole recording as bxb does (see `compareBeats`), and tells those that are not the same.
 * @param isOwn whether a row of the first and one of the second are opinions of their own, not copies of another's
 */
export function beatDisagreements(
  first: BeatAnnotations,
  second: BeatAnnotations,
  recording: { readonly rate: number; readonly samples: number },
  isOwn: (firstRow: number, secondRow: number) => boolean = () => true,
): BeatDisagreements {
  const { referenceIndex, testIndex } = compareBeats(first, second, {
    rate: recording.rate,
    from: 0,
    to: recording.samples,
  });
  const kind = new Uint8Array(referenceIndex.length);
  const sample = new Int32Array(referenceIndex.length);
  const firstRow = new Int32Array(referenceIndex.length);
  const secondRow = new Int32Array(referenceIndex.length);
  let count = 0;
  let notCounted = 0;
  for (let pair = 0; pair < referenceIndex.length; pair++) {
    const a = referenceIndex[pair]!;
    const b = testIndex[pair]!;
    if (a >= 0 && b >= 0 && first.code[a] === second.code[b]) {
      if (!isOwn(a, b)) notCounted++;
      continue;
    }
    if (a < 0) kind[count] = DISAGREEMENT.onlySecond;
    else if (b < 0) kind[count] = DISAGREEMENT.onlyFirst;
    else kind[count] = isSameClass(first.code[a]!, second.code[b]!) ? DISAGREEMENT.otherCode : DISAGREEMENT.otherClass;
    sample[count] = a >= 0 ? first.sample[a]! : second.sample[b]!;
    firstRow[count] = a;
    secondRow[count++] = b;
  }
  return {
    kind: kind.slice(0, count),
    sample: sample.slice(0, count),
    firstRow: firstRow.slice(0, count),
    secondRow: secondRow.slice(0, count),
    agreed: referenceIndex.length - count - notCounted,
    notCounted,
  };
}
