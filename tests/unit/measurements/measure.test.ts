import { describe, expect, it } from 'vitest';
import type { MarkedWaves } from '../../../src/main/signal/measurements/beat-edges.ts';
import { dominantBeats } from '../../../src/main/signal/measurements/dominant-beats.ts';
import { frontalAxes } from '../../../src/main/signal/measurements/frontal-axis.ts';
import { withDerivedLeads } from '../../../src/main/signal/measurements/limb-leads.ts';
import { measure } from '../../../src/main/signal/measurements/measure.ts';
import { representativeBeat } from '../../../src/main/signal/measurements/representative-beat.ts';
import { leadOf, NORMAL, RATE, RIGHT_SIDED, WIDE } from './synthetic-stretch.ts';

const SECONDS = 10;
/** Ten beats, 0.9 s apart. */
const AT = Array.from({ length: 10 }, (_, beat) => 400 + 450 * beat);
const at = (beat: number): number => AT[beat] ?? 0;
const [N, V] = [1, 5];
const beatsAt = (at: readonly number[], code: (beat: number) => number = () => N) => ({
  sample: Int32Array.from(at),
  code: Uint8Array.from(at, (_, beat) => code(beat)),
});
const rounded = (value: number | undefined): number => Math.round(value ?? Number.NaN);
const normalLead = (name: string, factor = 1) =>
  leadOf(
    name,
    SECONDS,
    AT.map((at) => [at, NORMAL] as const),
    factor,
  );

/** The true bounds of NORMAL, three deviations from the middle of its bumps. */
const waves = (): MarkedWaves => {
  const rows = AT.flatMap((at) => {
    const ms = (from: number, to: number): readonly [number, number] => [
      at / RATE + from / 1000,
      at / RATE + to / 1000,
    ];
    return [
      [1, ...ms(-184, -76)],
      [2, ...ms(-30, 50)],
      [3, ...ms(150, 390)],
    ] as const;
  });
  return {
    wave: Uint8Array.from(rows, ([wave]) => wave),
    onset: Float64Array.from(rows, ([, onset]) => onset),
    offset: Float64Array.from(rows, ([, , offset]) => offset),
  };
};

describe('the beats a median beat is made of', () => {
  it('are those of the class and the shape that most beats have', () => {
    const shapes = AT.map((sample, beat) => [sample, beat === 3 || beat === 7 ? WIDE : NORMAL] as const);
    const lead = leadOf('II', SECONDS, shapes);
    const labelled = dominantBeats(
      [lead],
      beatsAt(AT, (beat) => (beat === 3 ? V : N)),
      RATE,
    );
    // The second wide beat was labelled as normal: its shape gives it away.
    expect([...labelled.row]).toEqual([0, 1, 2, 4, 5, 6, 8, 9]);
  });

  it('are laid over each other however their marks scatter', () => {
    const marks = AT.map((sample, beat) => sample + ([0, 9, -7, 4, -12, 0, 15, -3, 6, -9][beat] ?? 0));
    const { fiducial } = dominantBeats([normalLead('II')], beatsAt(marks), RATE);
    const offsets = Array.from(fiducial, (sample, beat) => sample - at(beat));
    expect(Math.max(...offsets) - Math.min(...offsets)).toBeLessThanOrEqual(1);
  });

  it('are whole: one cut by an end of the stretch is left out', () => {
    const { row } = dominantBeats([normalLead('II')], beatsAt([10, ...AT, SECONDS * RATE - 5]), RATE);
    expect([...row]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  it('are none where there is no signal', () => {
    const silent = { name: 'II', values: new Float32Array(SECONDS * RATE).fill(Number.NaN) };
    expect(dominantBeats([silent], beatsAt(AT), RATE).row.length).toBe(0);
    expect(dominantBeats([], beatsAt(AT), RATE).row.length).toBe(0);
  });
});

describe('the median beat', () => {
  const sample = Int32Array.from(AT);

  it('is the beat itself, whatever noise, wander and missing stretches single beats have', () => {
    const clean = normalLead('II');
    const values = clean.values.map((value, at) => value + 0.4 * Math.sin(at / 900) + 0.02 * Math.sin(at * 1.7));
    values.fill(Number.NaN, at(2) - 20, at(2) + 60);
    values.fill(6, at(5) - 100, at(5) + 200);
    const {
      leads: [shape = new Float32Array()],
      before,
    } = representativeBeat([{ name: 'II', values }], sample, sample, 0.9, RATE);
    const from = at(0) - before;
    for (let column = 0; column < shape.length; column++)
      expect(Math.abs((shape[column] ?? 0) - (clean.values[from + column] ?? 9))).toBeLessThan(0.1);
  });

  it('is missing where no beat has signal', () => {
    const values = normalLead('II').values.slice();
    for (const at of AT) values.fill(Number.NaN, at + 100, at + 120);
    const {
      leads: [shape = new Float32Array()],
      before,
    } = representativeBeat([{ name: 'II', values }], sample, sample, 0.9, RATE);
    expect(shape.slice(before + 100, before + 120).every(Number.isNaN)).toBe(true);
    expect(shape[before + 99]).not.toBeNaN();
  });

  it('holds nothing of a beat that follows early', () => {
    const early = AT.map((at) => at + 150);
    const lead = leadOf('II', SECONDS, [...AT.map((at) => [at, NORMAL] as const), [early[0] ?? 0, WIDE]]);
    const all = Int32Array.from([...AT, early[0] ?? 0].sort((a, b) => a - b));
    const {
      leads: [shape = new Float32Array()],
      before,
    } = representativeBeat([lead], sample.slice(0, 1), all, 0.9, RATE);
    expect(shape.slice(before + 110).every(Number.isNaN)).toBe(true);
  });
});

describe('limb leads that were not recorded', () => {
  it('are computed from I and II and say so', () => {
    const values = (value: number) => Float32Array.of(value);
    const leads = withDerivedLeads([
      { name: 'V1', values: values(9) },
      { name: 'II', values: values(1) },
      { name: 'I', values: values(0.4) },
    ]);
    expect(leads.map(({ name, derived }) => `${name}${derived ? '*' : ''}`)).toEqual([
      ...['I', 'II', 'III*', 'aVR*', 'aVL*', 'aVF*', 'V1'],
    ]);
    expect(leads.slice(2, 6).map((lead) => Number(lead.values[0]?.toFixed(3)))).toEqual([0.6, -0.7, -0.1, 0.8]);
  });
});

describe('the frontal axis', () => {
  it.each([0, 60, 90, -30, -90, 150, -150])('of a wave at %d° is that', (degrees) => {
    const radians = (degrees * Math.PI) / 180;
    const shape = (height: number) =>
      Float32Array.from({ length: 400 }, (_, at) => (at >= 180 && at < 220 ? height : 0));
    const leads = [
      { name: 'I', derived: false, values: shape(Math.cos(radians)) },
      // An augmented lead is shorter than a bipolar one by √3/2.
      { name: 'aVF', derived: true, values: shape((Math.sin(radians) * Math.sqrt(3)) / 2) },
    ];
    const bounds = { qrsOnset: -40, qrsOffset: 38 };
    const { qrs } = frontalAxes(leads, bounds, (milliseconds) => 200 + milliseconds / 2);
    expect(qrs).toBeCloseTo(degrees, 3);
  });

  it('is unknown where there is nothing that points anywhere', () => {
    const flat = new Float32Array(400);
    const leads = ['I', 'aVF'].map((name) => ({ name, derived: false, values: flat }));
    expect(frontalAxes(leads, { qrsOnset: -40, qrsOffset: 38 }, (ms) => 200 + ms / 2)).toEqual({});
  });
});

describe('measuring a stretch', () => {
  const marked = waves();

  it('gives the intervals and amplitudes that are in the signal', () => {
    const factors = { I: 1, II: 1.4, V5: 1.6, V6: 1.2 };
    const rightSided = leadOf(
      'V1',
      SECONDS,
      AT.map((at) => [at, RIGHT_SIDED] as const),
    );
    const leads = [...Object.entries(factors).map(([name, factor]) => normalLead(name, factor)), rightSided];
    const measured = measure({ rate: RATE, leads, beats: beatsAt(AT), waves: leads.map(() => marked) });
    expect(measured.ventricularRate).toBeCloseTo(60 / 0.9);
    expect([measured.beats, measured.usedBeats]).toEqual([10, 10]);
    expect([measured.p, measured.pr, measured.qrs, measured.qt].map(rounded)).toEqual([108, 154, 80, 420]);
    expect(measured.qtc?.fridericia).toBeCloseTo(420 / Math.cbrt(0.9), 0);
    const lead = (name: string) => measured.leads.find((each) => each.name === name);
    expect(lead('V5')?.r).toBeCloseTo(1.6 * 0.985, 1);
    expect(lead('V1')?.r).toBeGreaterThan(0.1);
    expect(lead('V1')?.s).toBeCloseTo(1.1, 1);
    expect(measured.sokolowLyon).toBeCloseTo((lead('V1')?.s ?? 0) + (lead('V5')?.r ?? 0));
    expect(lead('V5')?.st80).toBeCloseTo(0, 1);
    expect(lead('aVF')?.derived).toBe(true);
    // I and II are one wave at 1 : 1.4, which lies at 66.6°.
    expect(measured.axes.qrs).toBeCloseTo((180 / Math.PI) * Math.atan2(2 * 1.4 - 1, Math.sqrt(3)), 0);
    expect(measured.median?.values.length).toBe(measured.leads.length * (measured.median?.columns ?? 0));
  });

  it('of one lead without standard name gives its intervals and no axis', () => {
    const measured = measure({ rate: RATE, leads: [normalLead('ECG1')], beats: beatsAt(AT), waves: [marked] });
    expect([measured.qrs, measured.qt].map(rounded)).toEqual([80, 420]);
    expect(measured.axes).toEqual({});
    expect(measured.leads.map(({ name }) => name)).toEqual(['ECG1']);
    expect(measured.sokolowLyon).toBeUndefined();
  });

  it('whose waves nobody marked gives the rate and the median beat alone', () => {
    const measured = measure({ rate: RATE, leads: [normalLead('II')], beats: beatsAt(AT) });
    expect(measured.ventricularRate).toBeCloseTo(66.7, 1);
    expect(measured.median).toBeDefined();
    expect(measured).toMatchObject({ axes: {}, bounds: {}, leads: [{ name: 'II', derived: false }] });
    expect(Object.keys(measured)).not.toContain('qt');
  });

  it('without beats gives nothing and does not fail', () => {
    const measured = measure({ rate: RATE, leads: [normalLead('II')], beats: beatsAt([]), waves: [marked] });
    expect(measured).toEqual({ beats: 0, usedBeats: 0, axes: {}, leads: [], bounds: {} });
  });

  it('with one beat gives its intervals, but neither a rate nor QTc', () => {
    const measured = measure({ rate: RATE, leads: [normalLead('II')], beats: beatsAt([at(4)]), waves: [marked] });
    expect([measured.beats, measured.usedBeats, rounded(measured.qt)]).toEqual([1, 1, 420]);
    expect([measured.ventricularRate, measured.qtc]).toEqual([undefined, undefined]);
  });

  it('counts no RR interval in which every lead misses signal', () => {
    const values = normalLead('II').values.slice();
    values.fill(Number.NaN, at(4) + 100, at(5) - 100);
    // A beat is lost in the gap: the interval over it would be twice as long.
    const beats = beatsAt(AT.filter((_, beat) => beat !== 5));
    const measured = measure({ rate: RATE, leads: [{ name: 'II', values }], beats, waves: [marked] });
    expect(measured.rr).toBeCloseTo(900);
  });

  it.each([0, Number.NaN, Number.POSITIVE_INFINITY, 1e30])('of a lead of nothing but %d does not fail', (value) => {
    const leads = ['I', 'II', 'V1'].map((name) => ({ name, values: new Float32Array(5000).fill(value) }));
    const measured = measure({
      rate: RATE,
      leads,
      beats: beatsAt([...AT, -50, 9999]),
      waves: [marked, marked, marked],
    });
    expect(measured.beats).toBe(12);
    for (const { r } of measured.leads) expect(r ?? 0).not.toBeNaN();
  });
});
