import { AAMI_CLASSES, type AamiClass, annotationCode } from '../../../../../shared/annotation-codes.ts';
import type { BeatPlace, Disagreements } from '../../../../../shared/contract/learning.ts';

/** A beat the two models disagree on. */
export interface DisagreementRow {
  readonly at: number;
  readonly place: BeatPlace;
  readonly readerCode: number;
  readonly reader: AamiClass;
  readonly candidate: AamiClass;
  readonly candidateConfidence: number;
  readonly incumbent: AamiClass;
  readonly incumbentConfidence: number;
}

const classAt = (index: number | undefined): AamiClass => AAMI_CLASSES[index ?? 4] ?? 'Q';

/** The examples of a comparison, of one of the reader's classes where that is chosen. */
export function disagreementRows(of: Disagreements, only?: AamiClass): DisagreementRow[] {
  const rows = of.place.map((place, at): DisagreementRow => {
    const readerCode = of.readerCode[at] ?? 0;
    return {
      at,
      place,
      readerCode,
      reader: annotationCode(readerCode)?.aami ?? 'Q',
      candidate: classAt(of.candidateClass[at]),
      candidateConfidence: of.candidateConfidence[at] ?? Number.NaN,
      incumbent: classAt(of.incumbentClass[at]),
      incumbentConfidence: of.incumbentConfidence[at] ?? Number.NaN,
    };
  });
  return only === undefined ? rows : rows.filter(({ reader }) => reader === only);
}
