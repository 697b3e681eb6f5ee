import type { RhythmColumns } from './beat-sequence.ts';

/** What a model says of the rhythm in windows of the recording, each [from, to) in samples, ascending by `from`. */
export interface RhythmWindows {
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** Probability of each rhythm in each window; rhythms it does not know are absent. */
  readonly fibrillation?: Float32Array | undefined;
  readonly flutter?: Float32Array | undefined;
  readonly paced?: Float32Array | undefined;
}

/** Mean probability over the windows each beat lies in; NaN where none does. Undefined where the model does not know it. */
export function perBeat(
  { count, sample }: RhythmColumns,
  windows: RhythmWindows | undefined,
  probability: Float32Array | undefined,
): Float32Array | undefined {
  if (windows === undefined || probability === undefined) return undefined;
  const sum = new Float32Array(count);
  const found = new Uint16Array(count);
  let start = 0;
  for (let w = 0; w < windows.from.length; w++) {
    while (start < count && sample[start]! < windows.from[w]!) start++;
    for (let i = start; i < count && sample[i]! < windows.to[w]!; i++) {
      sum[i]! += probability[w]!;
      found[i]!++;
    }
  }
  return sum.map((value, i) => (found[i]! > 0 ? value / found[i]! : Number.NaN));
}
