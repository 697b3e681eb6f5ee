import type { Patient, Sex } from '../../../shared/recording.ts';

/**
 * Age and sex from the info strings of a header, where the form leaves no doubt. WFDB has no field for them; these are
 * the conventions of the large sets:
 * - MIT-BIH: `69 M 1085 1629 x1` (age, sex, tape, recorder; the age is −1 where it was not known);
 * - LUDB and other later sets: `<age>: 51`, `<sex>: F`, also several on one line;
 * - PTB, PTB-XL and the PhysioNet challenges: `Age: 56`, `Sex: Female`.
 */
export function patientOfNotes(notes: readonly string[]): Patient {
  let ageYears: number | undefined;
  let sex: Sex | undefined;
  for (const note of notes) {
    const tape = /^(-?\d{1,3}) ([MF]) (?:\d+|N\/A) (?:\d+|N\/A) x\d$/.exec(note);
    ageYears ??= age(tape?.[1]) ?? age(/^(?:<age>|age)\s*:\s*(\d{1,3})\b(?!\.)/i.exec(note)?.[1]);
    sex ??= sexOf(tape?.[2]) ?? sexOf(/^(?:.*\s)?(?:<sex>|(?<!\S)(?:sex|gender))\s*:\s*([a-z]+)/i.exec(note)?.[1]);
  }
  return { ageYears, sex };
}

/** 0 to 120; sets that hide great ages write 300, and sets without an age −1 or 999. */
function age(text: string | undefined): number | undefined {
  const years = text === undefined ? NaN : Number(text);
  return years >= 0 && years <= 120 ? years : undefined;
}

function sexOf(text: string | undefined): Sex | undefined {
  switch (text?.toLowerCase()) {
    case 'f':
    case 'female':
      return 'female';
    case 'm':
    case 'male':
      return 'male';
    default:
      return undefined;
  }
}
