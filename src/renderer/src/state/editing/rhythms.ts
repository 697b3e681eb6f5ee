/** Rhythms a reader may paint, as WFDB writes them, the usual ones first. */
export const RHYTHMS = [
  'N',
  'AFIB',
  'AFL',
  'SVTA',
  'SBR',
  'B',
  'T',
  'VT',
  'IVR',
  'VFL',
  'AB',
  'NOD',
  'P',
  'BII',
  'PREX',
] as const;
