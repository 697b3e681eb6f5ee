import { describe, expect, it } from 'vitest';
import { STANDARD_LEADS, type StandardLead } from '../../../src/shared/leads.ts';
import type { Segment } from '../../../src/main/simulator/scenario.ts';
import { meanBeat, moments } from './simulated.ts';

const steady = (rate: number): Segment => ({ rhythm: 'sinus', rate, seconds: 60, variability: 0 });
const blocked = (conduction: 'left-bundle-branch-block' | 'right-bundle-branch-block'): Segment => ({
  rhythm: 'sinus',
  rate: 60,
  seconds: 60,
  variability: 0,
  conduction,
});
const ectopic = (focus: 'right-outflow-tract' | 'left-ventricle'): Segment => ({
  rhythm: 'sinus',
  rate: 60,
  seconds: 60,
  pattern: 'bigeminy',
  focus,
});
const WINDOW = { before: -0.3, after: 0.5 };
const VENTRICULAR = { ...WINDOW, code: 5 };

type MeanBeat = ReturnType<typeof meanBeat>;

const highest = (beat: MeanBeat, lead: StandardLead, from: number, to: number): number =>
  Math.max(...moments(from, to).map((time) => beat(lead, time)));
const lowest = (beat: MeanBeat, lead: StandardLead, from: number, to: number): number =>
  Math.min(...moments(from, to).map((time) => beat(lead, time)));
const R = (beat: MeanBeat, lead: StandardLead): number => highest(beat, lead, -0.1, 0.1);
const S = (beat: MeanBeat, lead: StandardLead): number => lowest(beat, lead, -0.1, 0.1);
const tWave = (beat: MeanBeat, lead: StandardLead): number =>
  moments(0.16, 0.42)
    .map((time) => beat(lead, time))
    .reduce((peak, value) => (Math.abs(value) > Math.abs(peak) ? value : peak));

/** From the first to the last moment at which any lead runs steeper than 12 µV/ms: a QRS, never a P or T wave here. */
function qrsMilliseconds(beat: MeanBeat): number {
  const steep = moments(-0.14, 0.2).filter((time) =>
    STANDARD_LEADS.some((lead) => Math.abs(beat(lead, time + 0.002) - beat(lead, time - 0.002)) / 4 > 0.012),
  );
  return 1000 * ((steep.at(-1) ?? 0) - (steep[0] ?? 0));
}

/** The steepest descent after the T peak in V4, an even mark of the QT interval. */
const tDescent = (beat: MeanBeat): number =>
  moments(0.15, 0.45).reduce((best, time) =>
    beat('V4', time + 0.002) - beat('V4', time - 0.002) < beat('V4', best + 0.002) - beat('V4', best - 0.002)
      ? time
      : best,
  );

describe('a sinus beat', () => {
  const beat = meanBeat(steady(60), WINDOW);

  it('has a QRS of normal width and amplitude', () => {
    expect(qrsMilliseconds(beat)).toBeGreaterThan(70);
    expect(qrsMilliseconds(beat)).toBeLessThan(110);
    for (const lead of STANDARD_LEADS) {
      expect(R(beat, lead)).toBeLessThan(2.5);
      expect(S(beat, lead)).toBeGreaterThan(-2.5);
    }
    // Sokolow-Lyon voltage: normal below 3.5 mV.
    expect(R(beat, 'V5') - S(beat, 'V1')).toBeLessThan(3.5);
  });

  it('has an R wave that outgrows the S wave from V1 to V6, with the transition at V3 or V4', () => {
    const share = (['V1', 'V2', 'V3', 'V4', 'V5', 'V6'] as const).map((lead) => R(beat, lead) + S(beat, lead));
    expect(share[0]).toBeLessThan(0);
    expect(share[1]).toBeLessThan(0);
    expect(share[3]).toBeGreaterThan(0);
    expect(R(beat, 'V1')).toBeLessThan(R(beat, 'V2'));
    expect(R(beat, 'V2')).toBeLessThan(R(beat, 'V3'));
    expect(R(beat, 'V3')).toBeLessThan(R(beat, 'V4'));
    expect(R(beat, 'V6')).toBeLessThan(R(beat, 'V5'));
  });

  it('has an axis between −30° and 90°, septal q waves in V6, and none deeper than a quarter of R', () => {
    expect(R(beat, 'I') + S(beat, 'I')).toBeGreaterThan(0);
    expect(R(beat, 'II') + S(beat, 'II')).toBeGreaterThan(0);
    const q = lowest(beat, 'V6', -0.05, -0.01);
    expect(q).toBeLessThan(-0.02);
    expect(-q).toBeLessThan(R(beat, 'V6') / 4);
  });

  it('has a P wave upright in I, II and aVF, inverted in aVR and biphasic in V1, 120 to 200 ms before the QRS', () => {
    const p = (lead: StandardLead): number => highest(beat, lead, -0.26, -0.09);
    expect(p('I')).toBeGreaterThan(0.02);
    expect(p('II')).toBeGreaterThan(0.08);
    expect(p('II')).toBeLessThan(0.25);
    expect(p('aVF')).toBeGreaterThan(0.05);
    expect(lowest(beat, 'aVR', -0.26, -0.09)).toBeLessThan(-0.04);
    expect(p('V1')).toBeGreaterThan(0.02);
    expect(lowest(beat, 'V1', -0.26, -0.09)).toBeLessThan(-0.02);
    const onset = moments(-0.28, -0.1).find((time) => beat('II', time) > 0.1 * p('II')) ?? 0;
    expect(-onset - 0.042).toBeGreaterThan(0.12);
    expect(-onset - 0.042).toBeLessThan(0.2);
  });

  it('has a flat ST segment and a T wave upright in I, II and V2 to V6 and inverted in aVR', () => {
    for (const lead of STANDARD_LEADS) expect(Math.abs(beat(lead, 0.11))).toBeLessThan(0.1);
    for (const lead of ['I', 'II', 'V2', 'V3', 'V4', 'V5', 'V6'] as const)
      expect(tWave(beat, lead)).toBeGreaterThan(0.1);
    expect(tWave(beat, 'aVR')).toBeLessThan(-0.1);
  });

  it('repolarises sooner at a higher rate by Fridericia’s relation, without a narrower QRS', () => {
    const fast = meanBeat(steady(110), WINDOW);
    expect(Math.abs(qrsMilliseconds(fast) - qrsMilliseconds(beat))).toBeLessThanOrEqual(2);
    // Both measured from the QRS onset, 42 ms before the peak.
    const ratio = (tDescent(fast) + 0.042) / (tDescent(beat) + 0.042);
    expect(Math.abs(ratio - Math.cbrt(60 / 110))).toBeLessThan(0.025);
  });
});

describe('left bundle branch block', () => {
  const beat = meanBeat(blocked('left-bundle-branch-block'), WINDOW);

  it('is at least 120 ms wide, negative in V1, and a broad R without q in I and V6', () => {
    expect(qrsMilliseconds(beat)).toBeGreaterThanOrEqual(120);
    expect(highest(beat, 'V1', -0.06, 0.06)).toBeLessThan(0.1);
    expect(S(beat, 'V1')).toBeLessThan(-1);
    for (const lead of ['I', 'V6'] as const) {
      expect(R(beat, lead)).toBeGreaterThan(0.5);
      expect(lowest(beat, lead, -0.06, 0.04)).toBeGreaterThan(-0.03);
    }
  });

  it('has T waves opposite to the QRS', () => {
    for (const lead of ['I', 'V5', 'V6'] as const) expect(tWave(beat, lead)).toBeLessThan(-0.1);
    for (const lead of ['V1', 'V2'] as const) expect(tWave(beat, lead)).toBeGreaterThan(0.2);
  });
});

describe('right bundle branch block', () => {
  const beat = meanBeat(blocked('right-bundle-branch-block'), WINDOW);

  it('is at least 120 ms wide, with rsR′ in V1 and a late broad S in I and V6', () => {
    expect(qrsMilliseconds(beat)).toBeGreaterThanOrEqual(120);
    const r = highest(beat, 'V1', -0.04, -0.005);
    const s = lowest(beat, 'V1', -0.01, 0.03);
    const late = highest(beat, 'V1', 0.03, 0.1);
    expect(r).toBeGreaterThan(0.1);
    expect(s).toBeLessThan(0);
    expect(late).toBeGreaterThan(r);
    for (const lead of ['I', 'V6'] as const) expect(lowest(beat, lead, 0.04, 0.1)).toBeLessThan(-0.2);
  });

  it('has an inverted T in V1 and an upright one in V6', () => {
    expect(tWave(beat, 'V1')).toBeLessThan(-0.1);
    expect(tWave(beat, 'V6')).toBeGreaterThan(0.1);
  });
});

describe('a premature ventricular beat', () => {
  it('from the right outflow tract looks like left block with an inferior axis', () => {
    const beat = meanBeat(ectopic('right-outflow-tract'), VENTRICULAR);
    expect(qrsMilliseconds(beat)).toBeGreaterThanOrEqual(120);
    expect(S(beat, 'V1')).toBeLessThan(-0.5);
    for (const lead of ['II', 'III', 'aVF'] as const) {
      expect(R(beat, lead)).toBeGreaterThan(1);
      expect(tWave(beat, lead)).toBeLessThan(-0.3);
    }
  });

  it('from the left ventricle looks like right block with a superior axis', () => {
    const beat = meanBeat(ectopic('left-ventricle'), VENTRICULAR);
    expect(qrsMilliseconds(beat)).toBeGreaterThanOrEqual(120);
    expect(R(beat, 'V1')).toBeGreaterThan(0.5);
    expect(tWave(beat, 'V1')).toBeLessThan(-0.3);
    expect(S(beat, 'II')).toBeLessThan(-0.7);
    expect(tWave(beat, 'II')).toBeGreaterThan(0.3);
  });
});

describe('atrial fibrillation', () => {
  const segment: Segment = { rhythm: 'atrial-fibrillation', rate: 70, seconds: 600 };

  it('leaves no P wave in the mean beat', () => {
    const beat = meanBeat(segment, { ...WINDOW, changes: { seconds: 300 } });
    for (const lead of ['I', 'II', 'V1'] as const) {
      expect(highest(beat, lead, -0.24, -0.09)).toBeLessThan(0.03);
      expect(lowest(beat, lead, -0.24, -0.09)).toBeGreaterThan(-0.03);
    }
  });
});
