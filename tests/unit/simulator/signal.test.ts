import { describe, expect, it } from 'vitest';
import type { Noise, Segment } from '../../../src/main/simulator/scenario.ts';
import { presetScenario, PRESETS } from '../../../src/main/simulator/presets.ts';
import { simulate, SYNTHETIC_NOTE } from '../../../src/main/simulator/simulate.ts';
import { beatsOf, deviation, mean, sameSamples, samplesOf, scenarioOf } from './simulated.ts';

const NOISY: Noise = { baselineWander: 0.2, mains: 0.05, muscle: 0.05, electrodeMotionPerMinute: 40 };
const MIXED: readonly Segment[] = [
  { rhythm: 'sinus', rate: 75, seconds: 8, pvcPerMinute: 20 },
  { rhythm: 'atrial-fibrillation', rate: 100, seconds: 8 },
  { rhythm: 'atrial-flutter', rate: 100, seconds: 8 },
];

describe('a simulated signal', () => {
  it('is the same for the same seed and another for another', () => {
    const make = (seed: number): Map<string, Int32Array> =>
      samplesOf(simulate(scenarioOf(MIXED, { seconds: 24, noise: NOISY, seed })));
    expect(sameSamples(make(3), make(3))).toBe(true);
    expect(sameSamples(make(3), make(4))).toBe(false);
  });

  it('does not depend on the length of the blocks it is drawn in', () => {
    const recording = simulate(scenarioOf(MIXED, { seconds: 24, noise: NOISY, leads: ['II', 'aVL', 'V1'] }));
    const whole = samplesOf(recording, 65_536);
    expect(sameSamples(samplesOf(recording, 4096), whole)).toBe(true);
    expect(sameSamples(samplesOf(recording, 777), whole)).toBe(true);
  });

  it('covers every sample of every lead exactly once, in order, in blocks of bounded size', () => {
    const recording = simulate(scenarioOf(MIXED, { seconds: 10.3, rate: 250, leads: ['I', 'III', 'V4'] }));
    const next = [0, 0, 0];
    for (const block of recording.signal(1_000_000)) {
      expect(block.start).toBe(next[block.lead]);
      expect(block.samples.length).toBeLessThanOrEqual(65_536);
      next[block.lead] = block.start + block.samples.length;
    }
    expect(next).toEqual(recording.header.leads.map((lead) => lead.samples));
    expect(recording.header.samples).toBe(2575);
  });

  it('holds memory constant over a whole day: every block lies in the same few buffers', () => {
    const recording = simulate(presetScenario('day', { rate: 100, leads: ['II'] }));
    const buffers = new Set<ArrayBufferLike>();
    let samples = 0;
    for (const block of recording.signal()) {
      buffers.add(block.samples.buffer);
      samples += block.samples.length;
    }
    expect(samples).toBe(24 * 3600 * 100);
    expect(buffers.size).toBe(1);
    expect(recording.annotations.sample.length).toBeGreaterThan(85_000);
    expect(recording.annotations.sample.byteLength / recording.annotations.sample.length).toBe(4);
  });

  it('draws the same beats at any sampling rate', () => {
    const segment: Segment = { rhythm: 'sinus', rate: 70, seconds: 20 };
    const slow = simulate(scenarioOf(segment, { seconds: 20, rate: 100 }));
    const fast = simulate(scenarioOf(segment, { seconds: 20, rate: 1000 }));
    const odd = simulate(scenarioOf(segment, { seconds: 20, rate: 360 }));
    expect(beatsOf(fast).length).toBe(beatsOf(slow).length);
    beatsOf(fast).forEach((beat, index) => {
      expect(Math.abs(beat.sample / 1000 - (beatsOf(slow)[index]?.sample ?? 0) / 100)).toBeLessThan(0.011);
      expect(Math.abs(beat.sample / 1000 - (beatsOf(odd)[index]?.sample ?? 0) / 360)).toBeLessThan(0.003);
    });
    const heights = [slow, fast].map((recording) => Math.max(...(samplesOf(recording).get('V5') ?? [])));
    expect(heights[0]).toBeGreaterThan(0.9 * (heights[1] ?? 0));
  });

  it('carries the noise it was asked for', () => {
    const level = (noise: Noise): number => {
      const flat: Segment = { rhythm: 'pause', seconds: 10 };
      const changes = { seconds: 60, rate: 500, leads: ['II' as const], noise };
      const noisy = samplesOf(simulate(scenarioOf([flat], changes))).get('II') ?? new Int32Array(0);
      const clean = samplesOf(simulate(scenarioOf([flat], { ...changes, noise: {} }))).get('II') ?? new Int32Array(0);
      return deviation(Array.from(noisy, (value, n) => value - (clean[n] ?? 0))) / 1000;
    };
    expect(level({})).toBe(0);
    expect(level({ muscle: 0.05 })).toBeGreaterThan(0.04);
    expect(level({ muscle: 0.05 })).toBeLessThan(0.065);
    expect(level({ baselineWander: 0.2 })).toBeGreaterThan(0.1);
    expect(level({ baselineWander: 0.2 })).toBeLessThan(0.35);
    expect(level({ mains: 0.05 })).toBeGreaterThan(0.01);
    expect(level({ mains: 0.05 })).toBeLessThan(0.13);
    expect(level({ electrodeMotionPerMinute: 60 })).toBeGreaterThan(0.03);
  });
});

describe('the true beats', () => {
  it('lie on the largest deflection of the annotated lead, for every preset', () => {
    for (const preset of PRESETS) {
      const scenario = { ...presetScenario(preset.id, { seconds: 120, rate: 500 }), noise: {} };
      const recording = simulate(scenario);
      const channel = recording.annotations.channel[0] ?? 0;
      const lead = samplesOf(recording).get(scenario.leads[channel] ?? '') ?? new Int32Array(0);
      expect(scenario.leads[channel]).toBe('II');
      const beats = beatsOf(recording).filter((beat) => beat.sample > 50 && beat.sample < lead.length - 50);
      expect(beats.length).toBeGreaterThan(60);
      const misses = beats.map(({ sample }) => {
        let best = sample - 40;
        for (let n = sample - 40; n <= sample + 40; n++)
          if (Math.abs(lead[n] ?? 0) > Math.abs(lead[best] ?? 0)) best = n;
        return Math.abs(best - sample);
      });
      // In flutter and fibrillation the atrial waves move the peak by a sample or two.
      expect(Math.max(...misses), preset.id).toBeLessThanOrEqual(4);
      expect(mean(misses), preset.id).toBeLessThan(1);
    }
  });
});

describe('the presets', () => {
  it('are all playable, distinct, and plainly synthetic', () => {
    expect(new Set(PRESETS.map((preset) => preset.id)).size).toBe(PRESETS.length);
    for (const preset of PRESETS) {
      const { header, annotations } = simulate(presetScenario(preset.id, { seconds: 12 }));
      expect(header.patient.id).toMatch(/^SYN-\d{3}$/);
      expect(header.patient.name).toMatch(/^Synthetic, [A-Z][a-z]+$/);
      expect(header.notes).toContain(SYNTHETIC_NOTE);
      expect(header.samples).toBe(12 * header.rate);
      expect(annotations.sample.length).toBeGreaterThan(5);
    }
  });

  it('follow the options given', () => {
    const scenario = presetScenario('sinus', { seconds: 3, rate: 250, leads: ['V1'], seed: 99, name: 'x1' });
    expect(scenario).toMatchObject({ seconds: 3, rate: 250, leads: ['V1'], seed: 99, name: 'x1' });
  });

  it('say what there is when asked for one there is not', () => {
    expect(() => presetScenario('torsades')).toThrow(/no recording “torsades”.*sinus, bradycardia/);
  });
});

describe('a scenario that cannot be played', () => {
  const sinus: Segment = { rhythm: 'sinus', rate: 70, seconds: 10 };
  it.each([
    ['rate', { rate: 50 }, /rate = 50; give a number from 100 to 1000/],
    ['length', { seconds: Number.NaN }, /seconds = NaN/],
    ['no leads', { leads: [] }, /at least one lead/],
    ['a lead twice', { leads: ['II' as const, 'II' as const] }, /named twice/],
    ['no segments', { segments: [] }, /at least one segment/],
    ['a bad name', { name: '../x' }, /needs a name/],
    ['an impossible heart rate', { segments: [{ ...sinus, rate: 400 }] }, /rate of sinus = 400/],
    ['absurd noise', { noise: { muscle: 100 } }, /noise.muscle = 100/],
  ])('is refused: %s', (_, changes, message) => {
    expect(() => simulate(scenarioOf(sinus, changes))).toThrow(message);
  });
});
