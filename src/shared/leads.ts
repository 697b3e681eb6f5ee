/** Lead names of the field, their order on paper, and which can be derived from I and II. */

export const LIMB_LEADS = ['I', 'II', 'III', 'aVR', 'aVL', 'aVF'] as const;
export const CHEST_LEADS = ['V1', 'V2', 'V3', 'V4', 'V5', 'V6'] as const;
export const STANDARD_LEADS = [...LIMB_LEADS, ...CHEST_LEADS] as const;
export type StandardLead = (typeof STANDARD_LEADS)[number];

const BY_FOLDED_NAME = new Map(STANDARD_LEADS.map((name) => [name.toLowerCase(), name]));

/**
 * The standard lead a device's label stands for, or undefined when it does not say. Only spellings that leave no doubt
 * are recognised (`i`, `AVR`, `Lead II`, `ECG V1`, `MDC_ECG_LEAD_III`): `ECG1` or `MLII` are other things, kept as written.
 */
export function standardLead(label: string): StandardLead | undefined {
  const bare = label
    .trim()
    .replace(/^(mdc_ecg_lead_|lead[ _-]|ecg[ _-])/i, '')
    .trim();
  return BY_FOLDED_NAME.get(bare.toLowerCase());
}

/** A lead as a weighted sum of I and II. */
export interface LimbWeights {
  readonly I: number;
  readonly II: number;
}

/**
 * Einthoven's law (III = II − I) and Goldberger's augmented leads, from I and II.
 * Source: Malmivuo & Plonsey, Bioelectromagnetism (1995), §15.2–15.4.
 */
export const DERIVED_FROM_LIMB: Readonly<Partial<Record<StandardLead, LimbWeights>>> = {
  III: { I: -1, II: 1 },
  aVR: { I: -0.5, II: -0.5 },
  aVL: { I: 1, II: -0.5 },
  aVF: { I: -0.5, II: 1 },
};
