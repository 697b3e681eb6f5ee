import { describe, expect, it } from 'vitest';
import type {
  AgreementWeek,
  LearnablePatient,
  LearnableRecording,
  LearningCurves,
  LearningJob,
} from '../../src/shared/contract/learning.ts';
import { formatDifference, formatPercent } from '../../src/renderer/src/display/learning-numbers.ts';
import { calibrationLines } from '../../src/renderer/src/screens/learning/compare/calibration-lines.ts';
import { disagreementRows } from '../../src/renderer/src/screens/learning/compare/disagreement-rows.ts';
import { curveLines } from '../../src/renderer/src/screens/learning/train/curve-lines.ts';
import { standingOf } from '../../src/renderer/src/screens/learning/train/job-words.ts';
import { kindsOf } from '../../src/renderer/src/state/learning/adapted-kinds.ts';
import { agreementSeries, mondayOf, weekNumber } from '../../src/renderer/src/state/learning/agreement-series.ts';
import { boundCurves } from '../../src/renderer/src/state/learning/bounded-curves.ts';
import { recordingsOf, sidesOf } from '../../src/renderer/src/state/learning/patient-sides.ts';
import { parentNotInUse } from '../../src/renderer/src/state/learning/snapshot-parent.ts';
import { SpeedHistory } from '../../src/renderer/src/state/learning/speed-history.ts';

const rising = (length: number): Float32Array<ArrayBuffer> => Float32Array.from({ length }, (_, i) => i);

describe('curves of a training', () => {
  const curves = (length: number): LearningCurves => ({
    step: Int32Array.from({ length }, (_, i) => i + 1),
    losses: [{ name: 'total', values: rising(length) }],
    validationStep: Int32Array.from([10]),
    validation: [{ name: 'own labels', values: rising(1) }],
  });

  it('stay as they are while they are short', () => {
    const short = curves(64);
    expect(boundCurves(short, 64)).toBe(short);
  });

  it('never grow beyond what is allowed, keep both ends, and keep steps and values together', () => {
    for (const length of [65, 100, 127, 128, 1000, 4097]) {
      const { step, losses } = boundCurves(curves(length), 64);
      expect(step.length).toBeLessThanOrEqual(65);
      expect([step[0], step.at(-1)]).toEqual([1, length]);
      expect([...(losses[0]?.values ?? [])]).toEqual([...step].map((at) => at - 1));
    }
  });

  it('can be told apart without colour, the sum first, classes in their own', () => {
    const named = (name: string) => ({ name, values: rising(2) });
    const lines = curveLines([
      named('contrastive'),
      named('cross-entropy'),
      named('total'),
      named('other patients V F1'),
    ]);
    expect(lines[0]?.name).toBe('Total');
    expect(new Set(lines.map(({ dash }) => JSON.stringify(dash))).size).toBe(lines.length);
    expect(lines.find(({ name }) => name.startsWith('V F1'))?.colour).toBe('V');
  });

  it('show no term that is nothing, and no sum beside the only term there is', () => {
    const named = (name: string, values: number[]) => ({ name, values: Float32Array.from(values) });
    const crossEntropy = named('cross-entropy', [0.6, 0.4]);
    const contrastive = (values: number[]) => named('contrastive', values);
    const total = named('total', [0.6, 0.4]);
    const names = (...curves: (typeof total)[]) => curveLines(curves).map(({ name }) => name);
    expect(names(crossEntropy, contrastive([0, 0]), total)).toEqual(['Cross-entropy']);
    expect(names(crossEntropy, contrastive([0, 0.2]), total)).toEqual(['Total', 'Cross-entropy', 'Contrastive']);
    expect(names(total)).toEqual(['Total']);
  });

  it('have a speed that is kept in bounded room, in the order of steps', () => {
    const history = new SpeedHistory(8);
    for (let step = 1; step <= 100; step++) history.add(step, 50);
    history.add(40, 50);
    const steps = [...history.step.subarray(0, history.count)];
    expect(history.count).toBeLessThanOrEqual(8);
    expect(steps).toEqual(steps.toSorted((a, b) => a - b));
    expect(steps.at(-1)).toBeGreaterThan(80);
  });
});

describe('how a job stands', () => {
  it('says of one that was cut off that it goes on where it was', () => {
    expect(standingOf(part('queued', 240))).toContain('goes on where it was');
    expect(standingOf(part('queued', 0))).toBe('Waits for its turn');
    expect(standingOf({ ...part('running', 10), stage: 'comparing' })).toContain('Compares');
  });
  const part = (state: LearningJob['state'], step: number): LearningJob => ({
    ...{ id: 'j', kind: 'finetune', state, stage: 'training', fraction: 0, step, steps: 600, losses: {} },
    ...{ validation: {}, windowsPerSecond: 0, device: 'cpu', threads: 1, seconds: 0, notices: [] },
    ...{ parentModel: 'm', createdBy: 'r', createdAt: '2026-11-22T00:00:00Z' },
  });
});

describe('agreement by week', () => {
  const week = (monday: string, blind: boolean, asked = 20): AgreementWeek => ({
    ...{
      week: monday,
      modelId: 'm',
      aamiClass: 'all',
      blind,
      adapted: false,
      asked,
      agreed: asked,
      rate: 0.9,
      low: 0.8,
      high: 1,
    },
    alert: false,
  });

  it('has a gap where nobody answered, for each kind of answer apart', () => {
    const rows = [
      week('2026-11-16', true),
      week('2026-11-02', true),
      week('2026-11-09', false),
      week('2026-11-02', false, 0),
    ];
    const blind = agreementSeries(rows, true);
    expect([...blind.week].map(mondayOf)).toEqual(['2026-11-02', '2026-11-09', '2026-11-16']);
    expect([...blind.rate]).toEqual([0.9, Number.NaN, 0.9]);
    expect([...agreementSeries(rows, false).rate]).toEqual([Number.NaN, 0.9, Number.NaN]);
  });

  it('counts weeks over the end of summer time and of the year', () => {
    expect(weekNumber('2026-10-26') - weekNumber('2026-10-19')).toBe(1);
    expect(weekNumber('2027-01-04') - weekNumber('2026-12-28')).toBe(1);
    expect(mondayOf(weekNumber('2026-11-16'))).toBe('2026-11-16');
  });

  it('has no weeks where there are no answers', () => {
    expect(agreementSeries([], true).week.length).toBe(0);
  });
});

describe('a comparison', () => {
  it('puts both calibrations over one axis and leaves out bins with next to no cases', () => {
    const curve = (stated: number[], cases: number[]) => ({
      stated: Float32Array.from(stated),
      observed: Float32Array.from(stated, (value) => value / 2),
      cases: Int32Array.from(cases),
      expectedError: 0.1,
    });
    const { x, lines } = calibrationLines(curve([0.25, 0.75], [40, 2]), curve([0.5, Number.NaN], [9, 0]), {
      candidate: 'one',
      incumbent: 'other',
    });
    expect([...x]).toEqual([0, 0.25, 0.5, 1]);
    expect([...(lines[0]?.values as Float64Array)]).toEqual([Number.NaN, 0.125, Number.NaN, Number.NaN]);
    expect([...(lines[1]?.values as Float64Array)]).toEqual([Number.NaN, Number.NaN, 0.25, Number.NaN]);
  });

  it('lists the beats the models disagree on by the class the reader gave', () => {
    const place = [1, 2].map((sample) => ({ studyId: 's', recordingId: 'r', sample }));
    const all = {
      ...{ place, readerCode: Uint8Array.of(5, 11), candidateClass: Uint8Array.of(2, 0) },
      ...{ incumbentClass: Uint8Array.of(0, 1), candidateConfidence: Float32Array.of(0.5, 0.5) },
      ...{ incumbentConfidence: Float32Array.of(0.5, 0.5), total: 2 },
    };
    expect(disagreementRows(all, 'S').map(({ place: { sample }, incumbent }) => [sample, incumbent])).toEqual([
      [2, 'S'],
    ]);
    expect(disagreementRows(all)).toHaveLength(2);
  });

  it('tells a difference with its sign, and nothing where there is none', () => {
    expect(formatDifference(1.24)).toBe('+1.2');
    expect(formatDifference(-0.44)).toBe('−0.4');
    expect(formatDifference(-0.04)).toBe('0.0');
    expect(formatDifference(Number.NaN)).toBe('–');
    expect(formatPercent(100)).toBe('100.0');
  });
});

describe('an adaptation', () => {
  it('tells what would become what, the most frequent first', () => {
    const kinds = kindsOf({
      fromCode: Uint8Array.of(1, 5, 2, 1),
      toCode: Uint8Array.of(5, 8, 5, 8),
      sample: Int32Array.of(10, 20, 30, 40),
    });
    expect(kinds[0]).toEqual({ from: 'N', to: 'V', beats: 2, first: 10 });
    expect(kinds).toHaveLength(3);
  });
});

describe('what is learned from', () => {
  const none = { N: 0, S: 0, V: 0, F: 0, Q: 0 };
  const recording = (name: string, patient: string): LearnableRecording => ({
    ...{ recordingId: `${name}:1`, studyId: name, name, patient, confirmedBy: [], signed: false, labels: none },
    ...{ corrected: 0, unconfirmed: 0, seconds: 60 },
  });
  const patient = (key: string, side: LearnablePatient['side']): LearnablePatient => ({
    ...{ key, side, recordings: 1, labels: none },
  });

  it('tells patients without a name apart by their recordings, and of each recording whether it judges', () => {
    const patients = [patient('a', 'train'), patient('b', 'held-out')];
    const recordings = [recording('101', 'a'), recording('102', 'b'), recording('103', 'a'), recording('104', 'gone')];
    expect(patients.map((one) => recordingsOf(one, recordings))).toEqual([['101', '103'], ['102']]);
    expect([...sidesOf(patients, recordings)]).toEqual([
      ['101:1', 'train'],
      ['102:1', 'held-out'],
      ['103:1', 'train'],
    ]);
  });

  it('says where a snapshot trains another model further than the one in use', () => {
    expect(parentNotInUse({ parentModel: 'm-1' }, 'm-2')).toEqual({ parent: 'm-1', inUse: 'm-2' });
    expect(parentNotInUse({ parentModel: 'm-1' }, 'm-1')).toBeUndefined();
    expect(parentNotInUse({ parentModel: 'm-1' }, undefined)).toBeUndefined();
  });
});
