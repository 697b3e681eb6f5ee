import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DERIVED_FROM_LIMB, STANDARD_LEADS } from '../../../src/shared/leads.ts';
import { deriveLimbLead, leadField, measuredFor } from '../../../src/main/simulator/lead-field.ts';
import { simulate } from '../../../src/main/simulator/simulate.ts';
import { sameSamples, samplesOf, scenarioOf } from './simulated.ts';

const derived = (lead: 'III' | 'aVR' | 'aVL' | 'aVF', I: number, II: number): number => {
  const out = new Int32Array(1);
  deriveLimbLead(lead, Int32Array.of(I), Int32Array.of(II), out, 1);
  return out[0] ?? Number.NaN;
};

describe('limb leads derived from the integers of I and II', () => {
  it('obey Einthoven exactly and Goldberger within half a step, for any integers', () => {
    const step = fc.integer({ min: -32_768, max: 32_767 });
    fc.assert(
      fc.property(step, step, (I, II) => {
        expect(I + derived('III', I, II)).toBe(II);
        expect(Math.abs(derived('aVR', I, II) + (I + II) / 2)).toBeLessThanOrEqual(0.5);
        expect(Math.abs(derived('aVL', I, II) - (I - II / 2))).toBeLessThanOrEqual(0.5);
        expect(Math.abs(derived('aVF', I, II) - (II - I / 2))).toBeLessThanOrEqual(0.5);
        expect(derived('aVR', I, II) + derived('aVL', I, II) + derived('aVF', I, II)).toBe(0);
      }),
    );
  });

  it('hold in a recording with every kind of noise', () => {
    const noise = { baselineWander: 0.2, mains: 0.1, muscle: 0.1, electrodeMotionPerMinute: 60 };
    const leads = samplesOf(simulate(scenarioOf({ rhythm: 'sinus', rate: 75, seconds: 10 }, { seconds: 10, noise })));
    const at = (lead: string, n: number): number => leads.get(lead)?.[n] ?? Number.NaN;
    for (let n = 0; n < 5000; n++) {
      const [I, II] = [at('I', n), at('II', n)];
      expect(I + at('III', n)).toBe(II);
      for (const lead of ['aVR', 'aVL', 'aVF'] as const) {
        const weights = DERIVED_FROM_LIMB[lead] ?? { I: Number.NaN, II: Number.NaN };
        expect(Math.abs(at(lead, n) - weights.I * I - weights.II * II)).toBeLessThanOrEqual(0.5);
      }
    }
  });

  it('give the same samples whether recorded alone or among twelve', () => {
    const segment = { rhythm: 'sinus', rate: 75, seconds: 10 } as const;
    const changes = { seconds: 5, noise: { baselineWander: 0.1, muscle: 0.02 } };
    const twelve = samplesOf(simulate(scenarioOf(segment, changes)));
    const alone = samplesOf(simulate(scenarioOf(segment, { ...changes, leads: ['aVF'] })));
    expect(sameSamples(alone, new Map([['aVF', twelve.get('aVF') ?? new Int32Array(0)]]))).toBe(true);
  });
});

describe('the lead field', () => {
  it('sees the derived limb leads as the same combinations as the shared table', () => {
    for (const lead of STANDARD_LEADS) {
      const { x, y, z } = leadField(lead);
      expect(Math.hypot(x, y, z)).toBeGreaterThan(0.5);
    }
    expect(leadField('III').y).toBeCloseTo(1.301, 9);
    expect(leadField('aVF').x).toBeCloseTo(-0.081, 9);
  });

  it('needs I and II for any derived lead, and nothing more than the lead itself otherwise', () => {
    expect(measuredFor(['aVL'])).toEqual(['I', 'II']);
    expect(measuredFor(['V5', 'II'])).toEqual(['II', 'V5']);
  });
});
