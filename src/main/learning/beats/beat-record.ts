import type { AnnotationColumns } from '../../../shared/recording.ts';
import type { BeatSource } from '../../nat/inputs/beat-batch.ts';

/** A recording with labelled beats, ready to cut windows from. Columns per beat, in time order. */
export interface BeatRecord extends BeatSource {
  /** Set and record: `mitdb/208`. */
  readonly id: string;
  readonly record: string;
  readonly set: string;
  /** Records of one patient share this. */
  readonly patient: string;
  /** The same beats as they were annotated or detected: samples at the recording's own rate. */
  readonly sample: Int32Array;
  /** Index into AAMI_CLASSES by WFDB's mapping; 255 where the beats were detected and nobody labelled them. */
  readonly label: Uint8Array;
  /** The reference as it was read, for scoring by EC57's rules. */
  readonly reference: {
    readonly rate: number;
    readonly samples: number;
    readonly annotations: AnnotationColumns;
  };
}
