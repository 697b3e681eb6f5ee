import { annotationCode, codeOfMnemonic } from '../../../shared/annotation-codes.ts';

/** Stretches of a recording in samples, [from, to), ascending and apart. */
export interface SampleStretches {
  readonly from: Int32Array;
  readonly to: Int32Array;
}

/** What rhythm is told from: beats as columns, ascending. */
export interface BeatSequence {
  /** Samples per second. */
  readonly rate: number;
  /** Length of the recording in samples. */
  readonly samples: number;
  /** Sample index of each beat. */
  readonly sample: Int32Array;
  /** WFDB code of each beat; codes of no beat are not allowed here. */
  readonly code: Uint8Array;
  /** Probability of N, S, V, F and Q of each beat (beats × 5), where a model said so. */
  readonly probabilities?: Float32Array | undefined;
  /** Where no lead can be read: intervals across are unknown, and no rhythm is claimed. */
  readonly unreadable?: SampleStretches | undefined;
}

/** What a beat is to the rhythm. Escape beats count as normal: they are not premature. */
export const BEAT = { normal: 0, supraventricular: 1, ventricular: 2, fusion: 3, unknown: 4, paced: 5 } as const;

/** Whether a beat begins in the ventricles, wholly or in part. */
export const isVentricular = (kind: number): boolean => kind === BEAT.ventricular || kind === BEAT.fusion;

const PACED = new Set([codeOfMnemonic('/')?.code, codeOfMnemonic('f')?.code]);
const KIND_OF_CODE = Uint8Array.from({ length: 256 }, (_, code) => {
  if (PACED.has(code)) return BEAT.paced;
  switch (annotationCode(code)?.deChazal) {
    case 'N':
      return BEAT.normal;
    case 'S':
      return BEAT.supraventricular;
    case 'V':
      return BEAT.ventricular;
    case 'F':
      return BEAT.fusion;
    default:
      return BEAT.unknown;
  }
});

/** Beats and intervals as the rules of rhythm want them. */
export interface RhythmColumns {
  readonly count: number;
  readonly rate: number;
  /** End of the recording in samples, never before the last beat. */
  readonly end: number;
  readonly sample: Int32Array;
  /** One of `BEAT`. */
  readonly kind: Uint8Array;
  /** Seconds from the beat before; NaN for the first beat and where something unreadable lies between. */
  readonly interval: Float32Array;
  readonly probabilities: Float32Array | undefined;
  readonly unreadable: SampleStretches;
}

const NOTHING: SampleStretches = { from: new Int32Array(0), to: new Int32Array(0) };

export function rhythmColumns(beats: BeatSequence): RhythmColumns {
  const { sample, rate, code, unreadable = NOTHING } = beats;
  const count = sample.length;
  const interval = new Float32Array(count).fill(Number.NaN);
  let stretch = 0;
  for (let i = 1; i < count; i++) {
    while (stretch < unreadable.from.length && unreadable.to[stretch]! <= sample[i - 1]!) stretch++;
    const readable = stretch >= unreadable.from.length || unreadable.from[stretch]! >= sample[i]!;
    if (readable) interval[i] = (sample[i]! - sample[i - 1]!) / rate;
  }
  return {
    count,
    rate,
    end: Math.max(beats.samples, count > 0 ? sample[count - 1]! + 1 : 0),
    sample,
    kind: Uint8Array.from(code, (each) => KIND_OF_CODE[each]!),
    interval,
    probabilities: beats.probabilities,
    unreadable,
  };
}
