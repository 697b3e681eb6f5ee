/**
 * Rhythms as WFDB records state them in the auxiliary text of a `+` annotation: `(AFIB` holds until the next `+`.
 * Source: PhysioNet, "Annotations" (archive.physionet.org/physiobank/annotations.shtml), rhythm annotation table.
 */
const RHYTHMS: Readonly<Record<string, string>> = {
  AB: 'Atrial bigeminy',
  AFIB: 'Atrial fibrillation',
  AFL: 'Atrial flutter',
  ASYS: 'Asystole',
  B: 'Ventricular bigeminy',
  BII: 'Second-degree heart block',
  HGEA: 'High-grade ventricular ectopic activity',
  IVR: 'Idioventricular rhythm',
  J: 'Junctional rhythm',
  N: 'Sinus rhythm',
  NOD: 'Nodal (junctional) rhythm',
  NOISE: 'Unreadable',
  P: 'Paced rhythm',
  PM: 'Paced rhythm',
  PREX: 'Pre-excitation',
  SBR: 'Sinus bradycardia',
  SVTA: 'Supraventricular tachyarrhythmia',
  T: 'Ventricular trigeminy',
  VF: 'Ventricular fibrillation',
  VFIB: 'Ventricular fibrillation',
  VFL: 'Ventricular flutter',
  VT: 'Ventricular tachycardia',
};

/** The rhythm an auxiliary text starts, without its bracket; undefined for any other text. */
export function rhythmCode(aux: string): string | undefined {
  const text = aux.replaceAll('\0', '').trim();
  return text.startsWith('(') && text.length > 1 ? text.slice(1) : undefined;
}

/** The name of a rhythm; a code that is not known is shown as the file has it. */
export const rhythmName = (code: string): string => (Object.hasOwn(RHYTHMS, code) ? (RHYTHMS[code] ?? code) : code);
