import type { LearnablePatient, LearnableRecording, PatientSide } from '../../../../shared/contract/learning.ts';

/** Names of a patient's recordings: without a name of its own a patient is known by them. */
export const recordingsOf = ({ key }: LearnablePatient, recordings: readonly LearnableRecording[]): readonly string[] =>
  recordings.filter(({ patient }) => patient === key).map(({ name }) => name);

/** Which recordings are learned from and which only judge: that of their patients, by recording. */
export function sidesOf(
  patients: readonly LearnablePatient[],
  recordings: readonly LearnableRecording[],
): ReadonlyMap<string, PatientSide> {
  const sides = new Map(patients.map(({ key, side }) => [key, side]));
  return new Map(
    recordings.flatMap(({ recordingId, patient }) => {
      const side = sides.get(patient);
      return side === undefined ? [] : [[recordingId, side] as const];
    }),
  );
}
