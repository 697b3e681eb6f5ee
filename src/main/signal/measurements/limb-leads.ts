import { DERIVED_FROM_LIMB, standardLead, STANDARD_LEADS } from '../../../shared/leads.ts';

/** A lead of the representative beat. */
export interface BeatLead {
  readonly name: string;
  /** Computed from leads I and II. */
  readonly derived: boolean;
  /** In millivolts; NaN where missing. */
  readonly values: Float32Array;
}

/**
 * The leads in the order of the standard ones, others after them; limb leads that were not recorded are computed from I
 * and II. Of several leads of one standard name only the first bears it.
 */
export function withDerivedLeads(
  recorded: readonly { readonly name: string; readonly values: Float32Array }[],
): BeatLead[] {
  const byName = new Map<string, BeatLead>();
  const others: BeatLead[] = [];
  for (const { name, values } of recorded) {
    const standard = standardLead(name);
    if (standard === undefined || byName.has(standard)) others.push({ name, derived: false, values });
    else byName.set(standard, { name: standard, derived: false, values });
  }
  const one = byName.get('I')?.values;
  const two = byName.get('II')?.values;
  const standard = STANDARD_LEADS.flatMap((name): BeatLead[] => {
    const known = byName.get(name);
    if (known) return [known];
    const weights = DERIVED_FROM_LIMB[name];
    if (!weights || !one || !two) return [];
    return [{ name, derived: true, values: one.map((value, at) => weights.I * value + weights.II * two[at]!) }];
  });
  return [...standard, ...others];
}
