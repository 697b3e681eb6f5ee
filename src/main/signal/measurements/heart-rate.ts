import type { DiagnosticLead } from './diagnostic-lead.ts';

/** RR intervals outside are not two neighbouring beats, but one that was marked twice or many that were missed. */
const SHORTEST_RR_SECONDS = 0.15;
const LONGEST_RR_SECONDS = 6;

/**
 * Mean RR interval in seconds over all beats, whatever their kind; undefined where there is none. An interval in which
 * every lead misses signal does not count: a beat may have been there.
 */
export function meanInterval(sample: Int32Array, leads: readonly DiagnosticLead[], rate: number): number | undefined {
  let sum = 0;
  let intervals = 0;
  for (let beat = 1; beat < sample.length; beat++) {
    const from = sample[beat - 1]!;
    const to = sample[beat]!;
    const seconds = (to - from) / rate;
    if (seconds < SHORTEST_RR_SECONDS || seconds > LONGEST_RR_SECONDS) continue;
    if (!leads.some(({ values }) => isWhole(values, from, to))) continue;
    sum += seconds;
    intervals++;
  }
  return intervals > 0 ? sum / intervals : undefined;
}

function isWhole(values: Float32Array, from: number, to: number): boolean {
  for (let at = Math.max(0, from); at < to; at++) if (Number.isNaN(values[at] ?? Number.NaN)) return false;
  return true;
}
