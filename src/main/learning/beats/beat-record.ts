import type { AnnotationColumns } from '../../../shared/recording.ts';
import type { MedianBeat } from '../../nat/inputs/median-beat.ts';

/** One lead, filtered to the model's band and resampled to 250 Hz, in millivolts, with its own median beat. */
export interface PreparedLead {
  readonly name: string;
  /** Index of its name in LEAD_NAMES. */
  readonly nameIndex: number;
  readonly signal: Float32Array;
  readonly median: MedianBeat;
}

/** A recording with labelled beats, ready to cut windows from. Columns per beat, in time order. */
export interface BeatRecord {
  /** Set and record: `mitdb/208`. */
  readonly id: string;
  readonly record: string;
  readonly set: string;
  /** Records of one patient share this. */
  readonly patient: string;
  readonly leads: readonly PreparedLead[];
  /** Positions at 250 Hz, at the main deflection. */
  readonly position: Int32Array;
  /** The same beats as they were annotated or detected: samples at the recording's own rate. */
  readonly sample: Int32Array;
  /** Index into AAMI_CLASSES by WFDB's mapping; 255 where the beats were detected and nobody labelled them. */
  readonly label: Uint8Array;
  /** `beats × RR_FEATURES`. */
  readonly rhythm: Float32Array;
  /** The reference as it was read, for scoring by EC57's rules. */
  readonly reference: {
    readonly rate: number;
    readonly samples: number;
    readonly annotations: AnnotationColumns;
  };
}
