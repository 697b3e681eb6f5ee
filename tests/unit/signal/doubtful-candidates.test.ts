import { describe, expect, it } from 'vitest';
import { detectBeats } from '../../../src/main/signal/detect-beats.ts';
import { regularBeats, seeded, syntheticLead } from './synthetic-ecg.ts';

const RATE = 250;

async function detect(
  lead: Int32Array,
  leastConfidence?: number,
): Promise<{ sample: number[]; confidence: number[]; ends: number[] }> {
  const found = { sample: [] as number[], confidence: [] as number[], ends: [] as number[] };
  const input = { rate: RATE, leads: [{ gain: 1000, baseline: 0 }] };
  for await (const batch of detectBeats(input, [[lead]], { leastConfidence })) {
    found.sample.push(...batch.sample);
    found.confidence.push(...batch.confidence);
    found.ends.push(batch.to);
  }
  return found;
}

describe('Candidates that are no beats', () => {
  it('are told on request, and change neither the beats nor where they lie', async () => {
    const random = seeded(5);
    const lead = syntheticLead({ rate: RATE, seconds: 120, beats: regularBeats(120, 0.8) });
    for (let i = 0; i < lead.length; i++)
      lead[i] = (lead[i] ?? 0) + Math.round(280 * (random() - 0.5) * (i > 7500 ? 2 : 0));
    const usual = await detect(lead);
    const all = await detect(lead, 0.02);
    const beats = all.sample.filter((_, at) => (all.confidence[at] ?? 0) >= 0.5);
    expect(beats).toEqual(usual.sample);
    expect(all.ends).toEqual(usual.ends);
    expect(usual.confidence.every((value) => value >= 0.5)).toBe(true);
    expect(all.sample.length).toBeGreaterThan(usual.sample.length);
    expect(all.confidence.every((value) => value >= 0.02)).toBe(true);
  });
});
