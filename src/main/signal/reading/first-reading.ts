import { beatCodes } from './beat-codes.ts';
import type { BeatMorphology } from './beat-morphology.ts';

/** Beats as columns of equal length, ordered by sample. */
export interface FirstReading {
  readonly sample: Int32Array;
  readonly code: Uint8Array;
  /** How sure each is, 0 … 1. */
  readonly confidence: Float32Array;
  /** The lead each was placed by. */
  readonly channel: Uint8Array;
}

/**
 * The beats of a recording by rules alone, no learnt model: normal (N), ventricular (V) or atrial premature (A). The rhythm
 * is told from them as it is from a model's, see `signal/rhythm`.
 *
 *     const morphology = new BeatMorphology(input);
 *     for await (const batch of detectBeats(input, morphology.watch(blocks))) morphology.add(batch);
 *     firstReading(morphology, channels);
 *
 * @param channels The recording's own index of each lead that was analysed.
 */
export function firstReading(morphology: BeatMorphology, channels: readonly number[]): FirstReading {
  const { columns, rate } = morphology;
  const { count } = columns;
  return {
    ...beatCodes(columns, rate),
    sample: columns.sample.slice(0, count),
    channel: Uint8Array.from(columns.lead.subarray(0, count), (lead) => channels[lead] ?? 0),
  };
}
