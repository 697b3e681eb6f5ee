import { annotationCode, type AamiClass } from '../../../../shared/annotation-codes.ts';
import type { AdaptationOffer } from '../../../../shared/contract/learning.ts';

/** Beats that would change from one class to another. */
export interface AdaptedKind {
  readonly from: AamiClass;
  readonly to: AamiClass;
  readonly beats: number;
  /** Sample of the first. */
  readonly first: number;
}

/** What an adaptation would change, the most frequent first. */
export function kindsOf({
  fromCode,
  toCode,
  sample,
}: Pick<AdaptationOffer, 'fromCode' | 'toCode' | 'sample'>): AdaptedKind[] {
  const kinds = new Map<string, AdaptedKind>();
  for (const [row, code] of fromCode.entries()) {
    const from = annotationCode(code)?.aami ?? 'Q';
    const to = annotationCode(toCode[row] ?? 0)?.aami ?? 'Q';
    const known = kinds.get(from + to);
    const beats = (known?.beats ?? 0) + 1;
    kinds.set(from + to, { from, to, beats, first: known?.first ?? sample[row] ?? 0 });
  }
  return [...kinds.values()].sort((a, b) => b.beats - a.beats);
}
