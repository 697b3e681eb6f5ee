import { standardLead } from '../../../shared/leads.ts';
import type { Lead } from '../../../shared/recording.ts';
import { atLine, unsupported } from '../unreadable.ts';
import type { WfdbHeader } from './header.ts';
import type { LeadTarget, SegmentTargets } from './read-segment.ts';
import type { SignalLine } from './signal-line.ts';

/** A lead as a header describes it, and how many of its samples a frame holds. */
export interface LeadPlan {
  readonly line: SignalLine;
  readonly samplesPerFrame: number;
}

export const leadOf = ({ line }: LeadPlan, rate: number, frames: number): Lead => ({
  name: standardLead(line.description) ?? line.description,
  unit: line.units,
  rate: rate * line.samplesPerFrame,
  samples: frames * line.samplesPerFrame,
  gain: line.gain,
  baseline: line.baseline,
  ...(line.uncalibrated ? { uncalibrated: true } : {}),
});

/** Every signal of a header goes to the lead of its own place. */
export function targetsInOrder(plans: readonly LeadPlan[]): SegmentTargets {
  let lead = 0;
  const targets = plans.map(({ line, samplesPerFrame }) =>
    line.format === 0 ? undefined : { lead: lead++, samplesPerFrame, scale: 1, shift: 0 },
  );
  return { targets, absent: [] };
}

/**
 * Which lead each signal of a segment is: by place in a fixed layout, by description in a variable one (header(5)).
 * A segment with another gain or baseline is brought to the lead's; leads it lacks are missing there.
 * @throws Problem `unsupported` when a signal has another rate or unit than its lead
 */
export function targetsOfSegment(header: WfdbHeader, plans: readonly LeadPlan[], variable: boolean): SegmentTargets {
  const free = new Set(plans.keys());
  const targets = header.signals.map((line, index): LeadTarget | undefined => {
    if (line.format === 0) return undefined;
    const lead = variable ? plans.findIndex((plan, i) => free.has(i) && describesSame(plan.line, line)) : index;
    const plan = plans[lead];
    if (plan === undefined || !free.delete(lead)) return undefined;
    return { lead, samplesPerFrame: plan.samplesPerFrame, ...conversion(header, line, plan) };
  });
  const absent = [...free].map((lead) => ({ lead, samplesPerFrame: plans[lead]?.samplesPerFrame ?? 1 }));
  return { targets, absent };
}

const describesSame = (one: SignalLine, other: SignalLine): boolean => one.description === other.description;

function conversion(header: WfdbHeader, from: SignalLine, { line: to, samplesPerFrame }: LeadPlan) {
  const where = `${header.file} (${atLine(from.line, from.offset)})`;
  if (from.samplesPerFrame !== samplesPerFrame || from.units !== to.units) {
    const what = `holds segments in which ${to.description} changes its sampling rate or unit, at ${where}`;
    throw unsupported(header.record.name, what, 'Pick the headers of its segments one by one.');
  }
  if (from.gain === to.gain) return { scale: 1, shift: to.baseline - from.baseline };
  const scale = to.gain / from.gain;
  return { scale, shift: to.baseline - from.baseline * scale };
}
