import type {
  BeatsFound,
  DeviceName,
  Episode,
  FindingRow,
  ReadingNotice,
  ReadingProgress,
  SignalQuality,
} from '../../../shared/contract/analysis.ts';
import type { AnnotationColumns } from '../../../shared/recording.ts';
import type { RhythmThresholds } from '../../../shared/rhythm-thresholds.ts';
import type * as z from 'zod';

/** A recording that was read to its end. */
export interface FinishedReading {
  readonly origin: 'model' | 'rules';
  /** Id of the model, or version of the rules. */
  readonly madeBy: string;
  /** What computed last; absent for rules. */
  readonly device: DeviceName | undefined;
  /** Beats and rhythm changes in order of time, with the probability of each, NaN where there is none. */
  readonly annotations: AnnotationColumns & { readonly confidence: Float32Array };
  /** Beats × AAMI_CLASSES, NaN for beats that could not be read; absent for rules. */
  readonly probabilities: Float32Array | undefined;
  /** Indices of the recording's leads that were used. */
  readonly leads: readonly number[];
  readonly episodes: Episode[];
  /** What the episodes were told by. */
  readonly thresholds: RhythmThresholds;
  readonly quality: SignalQuality;
  readonly findings: readonly FindingRow[];
}

/**
 * What a reading tells while it is made. Stages of one stretch may come in any order, the highest counts: the blocks of
 * an interrupted reading are told again as refined before their beats are detected anew.
 */
export type ReadingStep =
  | BeatsFound
  | { readonly kind: 'quality'; readonly quality: SignalQuality }
  | { readonly kind: 'episodes'; readonly episodes: Episode[] }
  | z.infer<typeof ReadingProgress>
  | z.infer<typeof ReadingNotice>
  | { readonly kind: 'finished'; readonly reading: FinishedReading };

/** What was read of a block, as it is kept until the whole recording is read. */
export interface BlockPart {
  /** Samples of the recording at which there are beats. */
  readonly sample: Int32Array<ArrayBuffer>;
  /** Beats × AAMI_CLASSES, calibrated. */
  readonly probabilities: Float32Array<ArrayBuffer>;
  /** ECG leads × seconds, row-major: the seconds that begin within the block. */
  readonly quality: Uint8Array<ArrayBuffer>;
  /** Indices of the recording's leads that beats were classified by. */
  readonly leads: Uint8Array<ArrayBuffer>;
}

/** Where the blocks of an unfinished reading are kept. What cannot be kept is read again after an interruption. */
export interface PartStore {
  /** Blocks that were kept by a reading of the same recipe. */
  read(recipe: string): ReadonlyMap<number, BlockPart>;
  write(recipe: string, block: number, part: BlockPart): void;
}
