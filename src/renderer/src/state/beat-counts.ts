import { AAMI_CLASSES, type AamiClass, ANNOTATION_CODES, annotationCode } from '../../../shared/annotation-codes.ts';
import { DETECTED } from '../ecg/beat-store.svelte.ts';

export interface ClassCount {
  readonly count: number;
  /** The codes the class is made of, most frequent first. */
  readonly byMnemonic: readonly (readonly [mnemonic: string, count: number])[];
}

export interface BeatCounts {
  /** Beats whose class is known. */
  readonly total: number;
  /** Beats that were found and not named yet. */
  readonly unnamed: number;
  readonly byClass: Readonly<Record<AamiClass, ClassCount>>;
}

/**
 * Counts beats by AAMI class from the first `count` WFDB codes; annotations that are no beats do not count.
 * @param stages how far the reading of each beat has come; absent where all are final
 */
export function countBeats(codes: Uint8Array, count: number, stages?: Uint8Array): BeatCounts {
  const byCode = new Uint32Array(256);
  let unnamed = 0;
  for (let i = 0; i < count; i++) {
    if (stages && stages[i] === DETECTED) {
      unnamed++;
      continue;
    }
    const code = codes[i] ?? 0;
    byCode[code] = (byCode[code] ?? 0) + 1;
  }
  const classOf = (aami: AamiClass): ClassCount => {
    const byMnemonic = ANNOTATION_CODES.filter((entry) => entry.aami === aami)
      .map((entry) => [entry.mnemonic, byCode[entry.code] ?? 0] as const)
      .filter(([, n]) => n > 0)
      .sort((a, b) => b[1] - a[1]);
    return { count: byMnemonic.reduce((sum, [, n]) => sum + n, 0), byMnemonic };
  };
  const byClass = { N: classOf('N'), S: classOf('S'), V: classOf('V'), F: classOf('F'), Q: classOf('Q') };
  return { total: AAMI_CLASSES.reduce((sum, aami) => sum + byClass[aami].count, 0), unnamed, byClass };
}

/** Position of the first beat of a class after `sample`, from the start again where there is none; undefined for none. */
export function nextBeatOf(
  aami: AamiClass,
  samples: ArrayLike<number>,
  codes: Uint8Array,
  count: number,
  sample: number,
  stages?: Uint8Array,
): number | undefined {
  let first: number | undefined;
  for (let i = 0; i < count; i++) {
    if (annotationCode(codes[i] ?? 0)?.aami !== aami || (stages && stages[i] === DETECTED)) continue;
    const at = samples[i] ?? 0;
    if (at > sample) return at;
    first ??= at;
  }
  return first;
}
