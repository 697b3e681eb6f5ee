import { AAMI_CLASSES, codeOfMnemonic } from '../../../shared/annotation-codes.ts';
import { type BeatComparison, compareBeats, LEARNING_PERIOD_SECONDS } from '../../signal/beat-comparison.ts';
import { MAPPINGS, type MappingName } from '../beats/score-beats.ts';

/** The beats of a recording that a person labelled, and what a model says of each. */
export interface ScoredBeats {
  /** Samples at `rate`, ascending. */
  readonly sample: Int32Array;
  /** WFDB codes a person gave. */
  readonly code: Uint8Array;
  /** `beats × classes`. */
  readonly probabilities: Float32Array;
}

/** A recording, or a record of the reference set, that models are compared on. */
export interface ScoredRecording {
  /** What it is called in tables. */
  readonly name: string;
  readonly patient: string;
  readonly rate: number;
  /** Length at `rate`. */
  readonly samples: number;
  /** Nothing of it is left out as a learning period. */
  readonly countedWhole: boolean;
  readonly studyId?: string | undefined;
  readonly recordingId?: string | undefined;
}

/** Recordings this short are counted whole: a learning period would leave little of them. */
export const COUNTED_WHOLE_SECONDS = 600;
export const isShort = ({ rate, samples }: Pick<ScoredRecording, 'rate' | 'samples'>): boolean =>
  samples <= COUNTED_WHOLE_SECONDS * rate;

const CODE_OF_CLASS = AAMI_CLASSES.map((name) => codeOfMnemonic(name)?.code ?? 0);
const CLASSES = AAMI_CLASSES.length;

/** The class of the greatest probability. */
export function classAt(probabilities: Float32Array, beat: number): number {
  let best = 0;
  for (let c = 1; c < CLASSES; c++) {
    if (probabilities[beat * CLASSES + c]! > probabilities[beat * CLASSES + best]!) best = c;
  }
  return best;
}

/** The first sample that counts. */
export const countedFrom = ({ rate, countedWhole }: Pick<ScoredRecording, 'rate' | 'countedWhole'>): number =>
  countedWhole ? 0 : Math.round(LEARNING_PERIOD_SECONDS * rate);

/** EC57's comparison of what a model says with what a person said, on the same positions. */
export function compareScored(
  recording: Pick<ScoredRecording, 'rate' | 'samples' | 'countedWhole'>,
  { sample, code, probabilities }: ScoredBeats,
  mapping: MappingName,
): BeatComparison {
  const said = Uint8Array.from(sample, (_, beat) => CODE_OF_CLASS[classAt(probabilities, beat)]!);
  const { rate, samples } = recording;
  return compareBeats(
    { sample, code },
    { sample, code: said },
    { rate, from: countedFrom(recording), to: samples, mapping: MAPPINGS[mapping] },
  );
}
