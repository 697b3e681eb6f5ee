import type { BeatMorphology } from '../signal/reading/beat-morphology.ts';
import { firstReading } from '../signal/reading/first-reading.ts';
import { RULES } from './job-contract.ts';
import type { EcgLead } from './recording-blocks.ts';
import type { Reading } from './store-reading.ts';

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
