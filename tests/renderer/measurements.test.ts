import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { medianBeatGeometry } from '../../src/renderer/src/ecg/median-beat-geometry.ts';
import { figure } from '../../src/renderer/src/state/measured-figures.ts';
import { measuredSubject } from '../../src/renderer/src/state/measured-subject.ts';
import { MeasurementsState, SETTLE } from '../../src/renderer/src/state/measurements.svelte.ts';
import { LIVE } from '../../src/renderer/src/state/study-session.svelte.ts';
import { Problem } from '../../src/shared/problem.ts';
import { fakeMeasurements } from '../page/fake-measurements.ts';
import { deferCall, settle } from './deferred-api.ts';

const MEASURED = fakeMeasurements(500, 5000, 72);
const ADULT = { sex: 'female', ageYears: 41 } as const;
const subject = { recordingId: 'r', setId: 's' };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function setUp() {
  const { pending, part } = deferCall('measurements.of');
  return { pending, state: new MeasurementsState(part) };
}

describe('the measurements of what is open', () => {
  it('are asked for at once for another recording', async () => {
    const { pending, state } = setUp();
    state.want(subject, 1);
    expect([state.phase, pending[0]?.input]).toEqual(['loading', subject]);
    pending[0]?.answer(MEASURED);
    await settle();
    expect([state.phase, state.value]).toEqual(['ready', MEASURED]);
  });

  it('stay while they are made anew after edits, which are one question', async () => {
    const { pending, state } = setUp();
    state.want(subject, 1);
    pending[0]?.answer(MEASURED);
    await settle();
    state.want(subject, 2);
    state.want(subject, 3);
    expect([state.phase, state.value]).toEqual(['loading', MEASURED]);
    vi.advanceTimersByTime(SETTLE);
    expect(pending.length).toBe(2);
    const edited = { ...MEASURED, qrs: 130 };
    pending[1]?.answer(edited);
    await settle();
    expect([state.phase, state.value]).toEqual(['ready', edited]);
  });

  it('are not asked for again for what is known', async () => {
    const { pending, state } = setUp();
    state.want(subject, 1);
    state.want({ ...subject }, 1);
    pending[0]?.answer(MEASURED);
    await settle();
    state.want({ ...subject }, 1);
    vi.runAllTimers();
    expect([pending.length, state.phase]).toEqual([1, 'ready']);
  });

  it('of one recording are never shown with another', async () => {
    const { pending, state } = setUp();
    state.want(subject, 1);
    state.want({ recordingId: 'other', setId: 't' }, 1);
    expect(pending[0]?.signal?.aborted).toBe(true);
    pending[0]?.answer(MEASURED);
    await settle();
    expect([state.phase, state.value]).toEqual(['loading', undefined]);
    state.want(undefined);
    pending[1]?.answer(MEASURED);
    await settle();
    expect([state.phase, state.value]).toEqual(['none', undefined]);
  });

  it('that could not be made say why and can be asked for again', async () => {
    const { pending, state } = setUp();
    state.want(subject, 1);
    pending[0]?.fail(new Problem('unsupported', 'No lead of this recording shows an ECG in volts.'));
    await settle();
    expect([state.phase, state.problem]).toEqual(['failed', 'No lead of this recording shows an ECG in volts.']);
    state.retry();
    pending[1]?.answer(MEASURED);
    await settle();
    expect(state.phase).toBe('ready');
  });
});

describe('what is measured', () => {
  const recording = { id: 'r', name: 'r', rate: 500, samples: 5000, leads: [], annotationSets: [] };
  const annotations = { sample: new Int32Array(0) } as never;
  const view = { position: 0, visibleSamples: 5000 };

  it('is a short recording as a whole, by the annotations shown', () => {
    expect(measuredSubject({ recording, shown: 's', annotations }, view)).toEqual(subject);
  });

  it('is the middle of the page of a long one', () => {
    const long = { ...recording, samples: 500 * 3600 };
    const at = measuredSubject(
      { recording: long, shown: 's', annotations },
      { position: 60_000, visibleSamples: 5000 },
    );
    expect(at).toEqual({ ...subject, around: 62_500 });
  });

  it('is nothing while the beats are being found', () => {
    expect(measuredSubject({ recording, shown: LIVE, annotations: undefined }, view)).toBeUndefined();
    expect(measuredSubject({ recording, shown: 's', annotations: undefined }, view)).toBeUndefined();
    expect(measuredSubject({ recording: undefined, shown: undefined, annotations: undefined }, view)).toBeUndefined();
  });
});

describe('a figure', () => {
  it('is rounded and has its unit and reference range with the source', () => {
    expect(figure('rate', MEASURED, ADULT)).toEqual({
      text: '72',
      unit: '/min',
      title:
        'Ventricular rate, by the mean RR interval of all beats. Adults 60–100 /min (Surawicz & Knilans, Chou’s Electrocardiography, 6th ed. 2008)',
      outside: undefined,
    });
  });

  it('outside its range says so', () => {
    const axis = figure('qrsAxis', MEASURED, ADULT);
    expect([axis.text, axis.outside]).toEqual(['−37', 'below']);
    expect(axis.title).toContain('Below the reference range. Adults −30° to 90°');
    expect(figure('qrs', { ...MEASURED, qrs: 110.4 }, ADULT).outside).toBeUndefined();
    expect(figure('qrs', { ...MEASURED, qrs: 110.6 }, ADULT).outside).toBe('above');
  });

  it('of QTc is judged by sex', () => {
    const qtc = { bazett: 455, fridericia: 455, framingham: 455, hodges: 455 };
    expect(figure('qtcFridericia', { ...MEASURED, qtc }, { sex: 'male' }).outside).toBe('above');
    expect(figure('qtcFridericia', { ...MEASURED, qtc }, { sex: 'female' }).outside).toBeUndefined();
    expect(figure('qtcFridericia', { ...MEASURED, qtc }, {}).outside).toBeUndefined();
  });

  it('of a child is not judged by the limits of adults', () => {
    const child = figure('rate', { ...MEASURED, ventricularRate: 130 }, { ageYears: 3 });
    expect([child.outside, child.title]).toEqual([undefined, 'Ventricular rate, by the mean RR interval of all beats']);
  });

  it('that is unknown is a dash, never zero', () => {
    const rest = { ...MEASURED };
    delete rest.pr;
    delete rest.qtc;
    expect(figure('pr', rest, ADULT)).toMatchObject({ text: '–', outside: undefined });
    expect(figure('qtcBazett', rest, ADULT).text).toBe('–');
    expect(figure('rate', undefined, ADULT).text).toBe('–');
  });
});

describe('the paper of the median beats', () => {
  const { leads, median } = MEASURED;
  if (!median) throw new Error('the fake has a median beat');
  const beat = (median.columns / median.rate) * 25;

  it.each([
    [1000, 700],
    [430, 690],
    [300, 300],
    [1600, 400],
  ])('of %d × %d pixels shows every beat whole, at one scale', (width, height) => {
    const geometry = medianBeatGeometry({ leads, median }, { width, height, labelHeight: 22 });
    expect(geometry.pixelsPerMillivolt).toBe(10 * geometry.millimetre);
    expect(geometry.pixelsPerColumn * median.rate).toBeCloseTo(25 * geometry.millimetre);
    expect(geometry.places.length).toBe(12);
    for (const { lead, left, zero } of geometry.places) {
      const own = median.values.subarray(lead * median.columns, (lead + 1) * median.columns);
      expect(left).toBeGreaterThanOrEqual(0);
      expect(left + beat * geometry.millimetre).toBeLessThanOrEqual(width);
      expect(zero - Math.max(...own) * geometry.pixelsPerMillivolt).toBeGreaterThanOrEqual(geometry.top);
      expect(zero - Math.min(...own) * geometry.pixelsPerMillivolt).toBeLessThanOrEqual(height);
    }
  });

  it('fills three rows where it is wide and six where it is tall', () => {
    const rows = (width: number, height: number): number =>
      medianBeatGeometry({ leads, median }, { width, height, labelHeight: 22 }).rows.length;
    expect([rows(1200, 600), rows(430, 690)]).toEqual([3, 6]);
  });
});
