import { describe, expect, it } from 'vitest';
import { leadBlocks, type LeadRun } from '../../../src/main/signal/lead-blocks.ts';

const ramp = (length: number, from = 0): Int32Array => Int32Array.from({ length }, (_, i) => from + i);

function* runsOf(leads: readonly Int32Array[], sizes: readonly number[]): Generator<LeadRun> {
  const at = leads.map(() => 0);
  while (leads.some((samples, l) => (at[l] ?? 0) < samples.length)) {
    for (let lead = 0; lead < leads.length; lead++) {
      const from = at[lead] ?? 0;
      const samples = (leads[lead] ?? new Int32Array()).slice(from, from + (sizes[lead] ?? 1));
      at[lead] = from + samples.length;
      if (samples.length > 0) yield { lead, samples };
    }
  }
}

function joined(rates: readonly number[], runs: Iterable<LeadRun>): { leads: number[][]; unequal: number } {
  const leads: number[][] = rates.map(() => []);
  let unequal = 0;
  for (const block of leadBlocks(rates, runs)) {
    block.forEach((samples, l) => leads[l]?.push(...samples));
    const seconds = rates.map((rate, l) => (leads[l]?.length ?? 0) / rate);
    unequal = Math.max(unequal, Math.max(...seconds) - Math.min(...seconds));
  }
  return { leads, unequal };
}

describe('Blocks of all leads', () => {
  it('hold every sample once, in order, whatever the runs', () => {
    const leads = [ramp(5000), ramp(5000, 10_000)];
    const { leads: out, unequal } = joined([250, 250], runsOf(leads, [997, 313]));
    expect(out).toEqual(leads.map((lead) => [...lead]));
    expect(unequal).toBe(0);
  });

  it('keep leads of different rates in step', () => {
    const leads = [ramp(3600), ramp(1250), ramp(2570)];
    const { leads: out, unequal } = joined([360, 125, 257], runsOf(leads, [1000, 1000, 1000]));
    expect(out).toEqual(leads.map((lead) => [...lead]));
    expect(unequal).toBeLessThan(0.01);
  });

  it('end with what is left of a longer lead', () => {
    const leads = [ramp(1000), ramp(300)];
    expect(joined([250, 250], runsOf(leads, [100, 100])).leads).toEqual(leads.map((lead) => [...lead]));
  });

  it('are none where there is no signal', () => {
    expect([...leadBlocks([250, 250], [])]).toEqual([]);
  });
});
