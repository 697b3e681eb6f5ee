import { standardLead } from '../../../shared/leads.ts';
import type { BeatLeadPolicy } from '../models/model-card.ts';
import type { EcgLead } from './recording-source.ts';

/** In which order leads are taken where not all are read: that of the databases the model has learnt from comes first. */
const PREFERENCE = ['II', 'V1', 'V5', 'V2', 'V4', 'I', 'V3', 'V6', 'aVF', 'aVL', 'III', 'aVR'];
/** A lead that weighs less than this share of the others' mean shows little of the beats. */
const LEAST_SHARE = 0.25;
/** One that weighs less than this share of the greatest shows nothing: a dead lead rings for a moment when it begins. */
const DEAD_SHARE = 0.02;

/**
 * The leads whose beats are classified. Of more than the policy reads, those that show the beats, and of these the ones
 * that differ most from each other; a dead one never.
 * @param weights how much each lead weighed in finding the beats
 */
export function beatLeads(
  leads: readonly EcgLead[],
  weights: ArrayLike<number>,
  { mostLeads, unknownLeads }: BeatLeadPolicy,
): EcgLead[] {
  const known = leads.filter(({ lead }) => unknownLeads === 'read' || standardLead(lead.name) !== undefined);
  const candidates = known.length > 0 ? known : leads;
  const weightOf = (lead: EcgLead): number => weights[leads.indexOf(lead)] ?? 0;
  const greatest = Math.max(...candidates.map(weightOf));
  const alive = candidates.filter((lead) => weightOf(lead) > DEAD_SHARE * greatest);
  if (alive.length === 0) return candidates.slice(0, mostLeads ?? undefined);
  if (mostLeads === null || alive.length <= mostLeads) return alive;
  const mean = alive.reduce((sum, lead) => sum + weightOf(lead), 0) / alive.length;
  const rank = (lead: EcgLead): number => {
    const place = PREFERENCE.indexOf(standardLead(lead.lead.name) ?? '');
    const shows = weightOf(lead) >= LEAST_SHARE * mean ? 0 : 100;
    return shows + (place < 0 ? PREFERENCE.length : place);
  };
  const chosen = new Set(alive.toSorted((a, b) => rank(a) - rank(b)).slice(0, mostLeads));
  return candidates.filter((lead) => chosen.has(lead));
}
