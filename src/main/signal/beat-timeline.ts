import { codeOfMnemonic, isBeatCode } from '../../shared/annotation-codes.ts';
import type { AnnotationColumns } from '../../shared/recording.ts';

/** What a beat comparison needs of an annotation set; `subtype` tells unreadable stretches and may be left out. */
export type BeatAnnotations = Pick<AnnotationColumns, 'sample' | 'code'> & {
  readonly subtype?: AnnotationColumns['subtype'] | undefined;
};

/** Stretches of a recording, first and last sample included, in order of time. */
export interface Stretches {
  readonly from: readonly number[];
  readonly to: readonly number[];
}

/** An annotation set as EC57 sees it: its beats, and the stretches in which beats do not count. */
export interface BeatTimeline {
  /** Sample of each beat outside ventricular flutter or fibrillation. */
  readonly sample: Int32Array;
  /** Index of each such beat in the annotation columns. */
  readonly index: Int32Array;
  /** From `[` to `]`. */
  readonly flutter: Stretches;
  /** Marked unreadable in all leads ("shutdown"). */
  readonly unreadable: Stretches;
}

const END = Number.MAX_SAFE_INTEGER;
const FLUTTER_START = codeOfMnemonic('[')?.code;
const FLUTTER_END = codeOfMnemonic(']')?.code;
const QUALITY_CHANGE = codeOfMnemonic('~')?.code;
/** Both of these bits in the subtype of `~` mean that neither of the first two leads can be read (WFDB manual). */
const UNREADABLE_BITS = 0x30;

export const isInside = (stretches: Stretches, sample: number): boolean =>
  stretches.from.some((from, i) => from <= sample && sample <= (stretches.to[i] ?? END));

/**
 * Separates beats from what EC57 leaves out. Annotations between `[` and `]` are not read at all. An unreadable
 * stretch starts at a `~` whose subtype has bits 4 and 5 set and ends at the next annotation when that is a `~` without
 * them; otherwise (the AHA database marks its middle only) it runs from one match window after the previous beat or
 * flutter to one match window before the next annotation.
 */
export function beatTimeline(annotations: BeatAnnotations, matchWindow: number): BeatTimeline {
  const { sample, code, subtype } = annotations;
  const beats: number[] = [];
  const flutter = { from: [] as number[], to: [] as number[] };
  const unreadable = { from: [] as number[], to: [] as number[] };
  const isUnreadable = (i: number): boolean =>
    code[i] === QUALITY_CHANGE && ((subtype?.[i] ?? 0) & UNREADABLE_BITS) === UNREADABLE_BITS;

  for (let i = 0; i < sample.length; i++) {
    const at = sample[i]!;
    if (isBeatCode(code[i]!)) beats.push(i);
    else if (code[i] === FLUTTER_START) {
      do i++;
      while (i < sample.length && code[i] !== FLUTTER_END);
      flutter.from.push(at);
      flutter.to.push(sample[i] ?? END);
    } else if (isUnreadable(i)) {
      const next = sample[i + 1] ?? END;
      if (next === END || (code[i + 1] === QUALITY_CHANGE && !isUnreadable(i + 1))) {
        unreadable.from.push(at);
        unreadable.to.push(next);
        i++;
      } else {
        const previous = Math.max(flutter.to.at(-1) ?? 0, sample[beats.at(-1) ?? -1] ?? 0);
        unreadable.from.push(Math.min(previous + matchWindow, next - matchWindow));
        unreadable.to.push(next - matchWindow);
      }
    }
  }
  const index = Int32Array.from(beats);
  return { sample: index.map((i) => sample[i]!), index, flutter, unreadable };
}
