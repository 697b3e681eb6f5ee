import { CHEST_LEADS, DERIVED_FROM_LIMB, type LIMB_LEADS, type StandardLead } from '../../shared/leads.ts';

/** A dipole, or a lead's sensitivity to one, along Frank's axes: x to the left, y to the feet, z to the back. In mV. */
export interface Vector {
  readonly x: number;
  readonly y: number;
  readonly z: number;
}

/** The leads that are measured; the other four limb leads follow from I and II. */
export const MEASURED_LEADS = ['I', 'II', ...CHEST_LEADS] as const;
export type MeasuredLead = (typeof MEASURED_LEADS)[number];

/**
 * What each measured lead sees of the heart's dipole.
 * Source: Dower, Machado, Osborne, "On deriving the electrocardiogram from vectorcardiographic leads", Clinical
 * Cardiology 3 (1980) 87–95, doi 10.1002/clc.1980.3.2.87.
 */
export const LEAD_FIELD: Readonly<Record<MeasuredLead, Vector>> = {
  I: { x: 0.632, y: -0.235, z: 0.059 },
  II: { x: 0.235, y: 1.066, z: -0.132 },
  V1: { x: -0.515, y: 0.157, z: -0.917 },
  V2: { x: 0.044, y: 0.164, z: -1.387 },
  V3: { x: 0.882, y: 0.098, z: -1.277 },
  V4: { x: 1.213, y: 0.127, z: -0.601 },
  V5: { x: 1.125, y: 0.127, z: -0.086 },
  V6: { x: 0.831, y: 0.076, z: 0.23 },
};

export const isMeasured = (lead: StandardLead): lead is MeasuredLead =>
  (MEASURED_LEADS as readonly StandardLead[]).includes(lead);

/** What any standard lead sees of the dipole. */
export function leadField(lead: StandardLead): Vector {
  if (isMeasured(lead)) return LEAD_FIELD[lead];
  const { I, II } = DERIVED_FROM_LIMB[lead] ?? { I: 0, II: 0 };
  const combine = (axis: keyof Vector): number => I * LEAD_FIELD.I[axis] + II * LEAD_FIELD.II[axis];
  return { x: combine('x'), y: combine('y'), z: combine('z') };
}

/** The measured leads needed to form the given leads, in the order of MEASURED_LEADS. */
export function measuredFor(leads: readonly StandardLead[]): readonly MeasuredLead[] {
  const limbs = leads.some((lead) => !isMeasured(lead));
  return MEASURED_LEADS.filter((lead) => leads.includes(lead) || (limbs && (lead === 'I' || lead === 'II')));
}

type DerivedLead = Exclude<(typeof LIMB_LEADS)[number], MeasuredLead>;

/**
 * A derived limb lead from the integers of I and II, so that the identities hold on what is stored: I + III = II and
 * aVR + aVL + aVF = 0 exactly, and every augmented lead is within half a step of Goldberger's equation. Where a half
 * step is left over, aVR is rounded up and aVF down, which keeps the sum of the three at zero.
 */
export function deriveLimbLead(lead: DerivedLead, I: Int32Array, II: Int32Array, out: Int32Array, count: number): void {
  switch (lead) {
    case 'III':
      for (let n = 0; n < count; n++) out[n] = II[n]! - I[n]!;
      return;
    case 'aVR':
      for (let n = 0; n < count; n++) out[n] = -((I[n]! + II[n]!) >> 1);
      return;
    case 'aVL':
      for (let n = 0; n < count; n++) out[n] = ((I[n]! + II[n]!) >> 1) - II[n]! + ((I[n]! + 1) >> 1);
      return;
    case 'aVF':
      for (let n = 0; n < count; n++) out[n] = II[n]! - ((I[n]! + 1) >> 1);
      return;
  }
}
