import type { LeadInfo } from '../../../shared/contract/library.ts';
import { DERIVED_FROM_LIMB, type LimbWeights, type StandardLead, standardLead } from '../../../shared/leads.ts';

/**
 * Where a row's trace comes from. Leads that can be derived from I and II are, and say so; others are absent. An
 * inverted trace is drawn upside down, and its name says so.
 */
export type TraceLead =
  | { readonly kind: 'recorded'; readonly name: string; readonly lead: number; readonly inverted?: true }
  | {
      readonly kind: 'derived';
      readonly name: string;
      readonly leadI: number;
      readonly leadII: number;
      readonly weights: LimbWeights;
      readonly inverted?: true;
    }
  | { readonly kind: 'absent'; readonly name: string };

/** Factor from a lead's physical unit to millivolts, or undefined where the unit is no voltage. */
export function millivoltsPer(unit: string): number | undefined {
  switch (unit.trim().toLowerCase()) {
    case 'mv':
      return 1;
    case 'uv':
    case 'µv': // micro sign
    case 'μv': // Greek mu
      return 1e-3;
    case 'nv':
      return 1e-6;
    case 'v':
      return 1e3;
    default:
      return undefined;
  }
}

/** The first lead with each standard name, in the order of the recording. */
export function standardLeadIndex(leads: readonly LeadInfo[]): ReadonlyMap<StandardLead, number> {
  const found = new Map<StandardLead, number>();
  leads.forEach((lead, index) => {
    const name = standardLead(lead.name);
    if (name && !found.has(name)) found.set(name, index);
  });
  return found;
}

/** How one of the twelve standard leads can be shown from what was recorded. */
export function sourceOf(name: StandardLead, leads: readonly LeadInfo[], index = standardLeadIndex(leads)): TraceLead {
  const lead = index.get(name);
  if (lead !== undefined) return { kind: 'recorded', name, lead };
  const weights = DERIVED_FROM_LIMB[name];
  const leadI = index.get('I');
  const leadII = index.get('II');
  if (weights && leadI !== undefined && leadII !== undefined && canBeSummed(leads[leadI]!, leads[leadII]!)) {
    return { kind: 'derived', name, leadI, leadII, weights };
  }
  return { kind: 'absent', name };
}

/** The same lead seen from the other side: −aVR looks at the heart from 30°, between I and II. */
export function invertedLead(trace: TraceLead): TraceLead {
  const name = `\u2212${trace.name}`;
  return trace.kind === 'absent' ? { ...trace, name } : { ...trace, name, inverted: true };
}

/** Sample by sample only: same rate, both voltages, both with a known scale. */
const canBeSummed = (one: LeadInfo, other: LeadInfo): boolean =>
  one.rate === other.rate &&
  one.uncalibrated !== true &&
  other.uncalibrated !== true &&
  millivoltsPer(one.unit) !== undefined &&
  millivoltsPer(other.unit) !== undefined;
