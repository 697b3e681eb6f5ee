import type { BeatMorphology } from '../signal/reading/beat-morphology.ts';
import { firstReading } from '../signal/reading/first-reading.ts';
import type { NewAnnotations } from '../library/annotation-store.ts';
import { RULES } from '../inference/reading/rules.ts';
import type { EcgLead } from '../inference/reading/recording-source.ts';

/** What the rules said of a recording. */
export interface Reading {
  /** The name of its annotation set. */
  readonly annotator: string;
  /** What made it, with its version. */
  readonly madeBy: string;
  readonly annotations: NewAnnotations;
}

/** The reading by rules of the beats a detection has given to `morphology`. */
export function readingOf(morphology: BeatMorphology, leads: readonly EcgLead[]): Reading {
  return {
    annotator: 'rules',
    madeBy: RULES,
    annotations: firstReading(
      morphology,
      leads.map(({ index }) => index),
    ),
  };
}
