import { isLabelCode } from '../../../../shared/annotation-codes.ts';
import type { BeatStore } from '../../ecg/beat-store.svelte.ts';

/** Codes of the labels in [from, to), the most frequent first; those kept from sight are left out. */
export function labelsIn(
  beats: BeatStore,
  { from, to }: { readonly from: number; readonly to: number },
): readonly (readonly [code: number, count: number])[] {
  const counts = new Map<number, number>();
  const add = (code: number): Map<number, number> => counts.set(code, (counts.get(code) ?? 0) + 1);
  for (const code of beats.code.subarray(beats.lowerBound(from), beats.lowerBound(to))) if (code !== 0) add(code);
  for (const { sample, code } of beats.marks) if (sample >= from && sample < to && isLabelCode(code)) add(code);
  return [...counts].sort(([, one], [, other]) => other - one);
}
