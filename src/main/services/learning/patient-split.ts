import { createHash } from 'node:crypto';
import type { LearnablePatient } from '../../../shared/contract/learning-data.ts';

/** Fewer patients are all learned from: one left over could judge nothing. */
const FEWEST_PATIENTS = 3;

export interface SplitOptions {
  readonly heldOutShare: number;
  readonly seed: number;
  /** Patients that were learned from before. */
  readonly learnedBefore: ReadonlySet<string>;
}

/**
 * Which patients a training may see. The draw depends on seed and patient alone, so that whom a new patient joins does
 * not move the others; a patient once learned from can judge no model any more.
 */
export function splitPatients(
  patients: readonly string[],
  { heldOutShare, seed, learnedBefore }: SplitOptions,
): ReadonlyMap<string, Pick<LearnablePatient, 'side' | 'reason'>> {
  const place = (patient: string): string => createHash('sha256').update(`${seed} ${patient}`).digest('hex');
  const wanted =
    patients.length < FEWEST_PATIENTS || heldOutShare === 0
      ? 0
      : Math.max(1, Math.round(heldOutShare * patients.length));
  const heldOut = new Set(
    patients
      .filter((patient) => !learnedBefore.has(patient))
      .map((patient) => ({ patient, at: place(patient) }))
      .toSorted((a, b) => (a.at < b.at ? -1 : 1))
      // Somebody is left to learn from.
      .slice(0, Math.min(wanted, patients.length - 1))
      .map(({ patient }) => patient),
  );
  return new Map(
    patients.map((patient): [string, Pick<LearnablePatient, 'side' | 'reason'>] => {
      if (heldOut.has(patient)) return [patient, { side: 'held-out' }];
      if (learnedBefore.has(patient)) return [patient, { side: 'train', reason: 'learned-before' }];
      if (patients.length < FEWEST_PATIENTS) return [patient, { side: 'train', reason: 'too-few-patients' }];
      return [patient, { side: 'train' }];
    }),
  );
}
