import type { Sex } from '../../../shared/recording.ts';

/** Limits of what is usual in adults; either may be open. */
export interface ReferenceRange {
  readonly from?: number;
  readonly to?: number;
  /** Who says so, as a reader would cite it. */
  readonly source: string;
}

/** What a range is told for. */
export type RangedQuantity = 'rate' | 'p' | 'pr' | 'qrs' | 'qtc' | 'qrsAxis' | 'sokolowLyon';

const SURAWICZ = 'Surawicz & Knilans, Chou’s Electrocardiography, 6th ed. 2008';
/** Doi 10.1161/CIRCULATIONAHA.108.191095. */
const CONDUCTION = 'AHA/ACCF/HRS 2009, part III';
/** Doi 10.1161/CIRCULATIONAHA.108.191096. */
const REPOLARISATION = 'AHA/ACCF/HRS 2009, part IV';
/** Doi 10.1161/CIRCULATIONAHA.108.191097. */
const HYPERTROPHY = 'AHA/ACCF/HRS 2009, part V';

/** From this age on a person is measured by the limits of adults (AHA/ACCF/HRS 2009, part III: over 16 years). */
const ADULT_YEARS = 16;

/** Usual limits of adults, intervals in ms, voltages in mV; undefined for children, whose own depend on age. */
export function referenceRange(
  quantity: RangedQuantity,
  { sex, ageYears }: { readonly sex?: Sex | undefined; readonly ageYears?: number | undefined },
): ReferenceRange | undefined {
  if (ageYears !== undefined && ageYears < ADULT_YEARS) return undefined;
  switch (quantity) {
    case 'rate':
      return { from: 60, to: 100, source: SURAWICZ };
    case 'p':
      return { to: 120, source: SURAWICZ };
    case 'pr':
      return { from: 120, to: 200, source: SURAWICZ };
    case 'qrs':
      return { to: 110, source: CONDUCTION };
    case 'qtc':
      // Long from 450 ms on in men, from 460 in women; short below 390. Of a person of unknown sex the wider one is told.
      return { from: 390, to: sex === 'male' ? 450 : 460, source: REPOLARISATION };
    case 'qrsAxis':
      return { from: -30, to: 90, source: CONDUCTION };
    case 'sokolowLyon':
      return { to: 3.5, source: HYPERTROPHY };
  }
}

/** Where a value lies outside a range, as it is shown: rounded as the reader sees it. */
export function outside(value: number, range: ReferenceRange | undefined): 'above' | 'below' | undefined {
  if (range?.to !== undefined && value > range.to) return 'above';
  return range?.from !== undefined && value < range.from ? 'below' : undefined;
}
