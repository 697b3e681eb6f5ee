import { describe, expect, it } from 'vitest';
import { type LeadComparison, matchPoints, scoreWaves } from '../../../src/main/learning/waves/score-waves.ts';
import { wavesOf } from '../../../src/main/nat/outputs/wave-segments.ts';
import { WaveSampler } from '../../../src/main/learning/waves/wave-sampler.ts';
import type { WaveMarks } from '../../../src/main/nat/outputs/wave-marks.ts';
import { readLudb, type WaveRecord } from '../../../src/main/learning/waves/wave-sets.ts';
import { placeWaveTargets, WAVE_POSITIONS } from '../../../src/main/learning/waves/wave-targets.ts';
import { WINDOW_SAMPLES } from '../../../src/main/nat/model-config.ts';
import { realData } from '../../real-data.ts';

const QRS = 2;
const T = 3;

/** Marks from [wave, onset, offset]. */
const marksOf = (...rows: readonly (readonly [number, number, number])[]): WaveMarks => ({
  wave: Uint8Array.from(rows, ([wave]) => wave),
  onset: Float32Array.from(rows, ([, onset]) => onset),
  peak: Float32Array.from(rows, ([, onset, offset]) => (onset + offset) / 2),
  offset: Float32Array.from(rows, ([, , offset]) => offset),
});

/** The wave of each position, −1 where nothing is said. */
const kindsOf = (targets: Float32Array): number[] =>
  Array.from({ length: WAVE_POSITIONS }, (_, position) => {
    const row = targets.subarray(4 * position, 4 * position + 4);
    return row.indexOf(1);
  });

describe('targets of a lead', () => {
  const marks = marksOf([QRS, 500, 520], [T, 560, 600], [QRS, 700, 721]);
  const targets = new Float32Array(4 * WAVE_POSITIONS);

  it('say what is in the annotated span and nothing outside it', () => {
    placeWaveTargets(targets, marks, (sample) => sample - 400);
    const kinds = kindsOf(targets);
    const runs = kinds.flatMap((kind, at) => (kind === kinds[at - 1] ? [] : [[kind, at]]));
    expect(runs).toEqual([
      [-1, 0],
      [QRS, 50],
      [0, 60],
      [T, 80],
      [0, 100],
      [QRS, 150],
      [-1, 161],
    ]);
  });

  it('are cut at the window, and none where nobody marked anything', () => {
    placeWaveTargets(targets, marks, (sample) => sample - 510);
    expect(kindsOf(targets).slice(0, 6)).toEqual([QRS, QRS, QRS, QRS, QRS, 0]);
    placeWaveTargets(targets, marksOf(), (sample) => sample);
    expect(targets.every((value) => value === 0)).toBe(true);
  });
});

/** Probabilities whose most probable wave is `kinds`, by a margin. */
const probabilitiesOf = (kinds: readonly number[]): Float32Array =>
  Float32Array.from(kinds.flatMap((kind) => [0, 1, 2, 3].map((wave) => (wave === kind ? 0.9 : 0.1 / 3))));

const repeat = (kind: number, count: number): number[] => new Array<number>(count).fill(kind);

describe('waves from probabilities', () => {
  it('come back from targets where they were, within half a position', () => {
    const marks = marksOf([QRS, 100, 123], [T, 180, 231]);
    const targets = new Float32Array(4 * WAVE_POSITIONS);
    placeWaveTargets(targets, marks, (sample) => sample);
    const found = wavesOf(probabilitiesOf(kindsOf(targets).map((kind) => Math.max(0, kind))), 0);
    expect(Array.from(found.wave)).toEqual([QRS, T]);
    for (const bound of ['onset', 'offset'] as const) {
      for (const [index, at] of found[bound].entries())
        expect(Math.abs(at - (marks[bound][index] ?? NaN))).toBeLessThan(1.01);
    }
  });

  it('close small gaps and leave out what is too short', () => {
    const kinds = [
      ...repeat(0, 10),
      ...repeat(QRS, 6),
      0,
      0,
      ...repeat(QRS, 6),
      ...repeat(0, 20),
      T,
      T,
      ...repeat(0, 10),
    ];
    const { wave, onset, offset } = wavesOf(probabilitiesOf(kinds), 1000);
    expect(Array.from(wave)).toEqual([QRS]);
    expect(onset[0]).toBeCloseTo(1019.5, 0);
    expect(offset[0]).toBeCloseTo(1047.5, 0);
  });

  it('put an edge where the probability crosses one half', () => {
    const kinds = [...repeat(0, 10), ...repeat(QRS, 8), ...repeat(0, 10)];
    const sure = probabilitiesOf(kinds);
    sure.set([0.5, 0, 0.5, 0], 4 * 9); // the position before: half a QRS already
    expect((wavesOf(sure, 0).onset[0] ?? NaN) - (wavesOf(probabilitiesOf(kinds), 0).onset[0] ?? NaN)).toBeCloseTo(
      -1,
      0,
    );
  });
});

describe('scores of waves', () => {
  const lead = (reference: WaveMarks, found: WaveMarks): LeadComparison => ({ reference, found, from: 0, to: 2495 });
  const points = (leads: LeadComparison[], tolerance: number, wave = 'QRS', point = 'onset') =>
    scoreWaves(leads, tolerance).find((score) => score.wave === wave && score.point === point);

  it('count what is found within the tolerance, with the error’s mean and deviation', () => {
    const reference = marksOf([QRS, 500, 520], [QRS, 700, 720], [QRS, 900, 920]);
    const found = marksOf([QRS, 505, 520], [QRS, 725, 730], [QRS, 902, 920]);
    expect(points([lead(reference, found)], 150)).toMatchObject({
      truePositives: 3,
      falsePositives: 0,
      sensitivity: 100,
    });
    const tight = points([lead(reference, found)], 40);
    expect(tight).toMatchObject({ reference: 3, truePositives: 2, falsePositives: 1 });
    // 5 and 2 samples of 4 ms.
    expect(tight?.meanError).toBeCloseTo(14, 5);
    expect(tight?.deviation).toBeCloseTo(Math.sqrt(72), 5);
  });

  it('leave alone what is found outside the annotated span, and count it inside', () => {
    const reference = marksOf([QRS, 500, 520], [QRS, 900, 920]);
    const found = marksOf([QRS, 300, 320], [QRS, 500, 520], [QRS, 700, 720], [QRS, 900, 920], [QRS, 1100, 1120]);
    expect(points([lead(reference, found)], 150)).toMatchObject({ truePositives: 2, falsePositives: 1 });
  });

  it('do not ask for what lies outside the window that was looked at', () => {
    const reference = marksOf([QRS, 10, 30], [QRS, 500, 520]);
    expect(points([{ reference, found: marksOf([QRS, 500, 520]), from: 100, to: 2000 }], 150)).toMatchObject({
      reference: 1,
      sensitivity: 100,
    });
  });

  it('pair nearest first, each point once', () => {
    expect(matchPoints([100, 110], [108, 118], 20)).toEqual([
      [1, 0],
      [0, 1],
    ]);
    expect(matchPoints([100], [95, 104], 20)).toEqual([[0, 1]]);
  });
});

describe('the windows the wave head learns from', () => {
  const record: WaveRecord = {
    id: 'ludb/1',
    patient: 'ludb/1',
    leads: [1, 2].map((size) => Float32Array.from({ length: 2500 }, (_, i) => size * Math.sin(i / 8))),
    leadName: Uint8Array.of(0, 1),
    marks: [marksOf([QRS, 500, 520], [T, 600, 640]), marksOf()],
  };
  const augmentation = { timeScale: 0.08, gain: 0, wander: 0, whiteNoise: 0, mains: 0, timeOut: 0, recordedNoise: 0 };

  it('have targets for marked leads alone, moved with the signal', () => {
    const sampler = new WaveSampler([record], augmentation, { windows: 6, leads: 3, seed: 1 });
    const { waveTargets, leadPresence, leadIdentity } = structuredClone(sampler.batch(0));
    if (!waveTargets || !leadPresence || !leadIdentity) throw new Error('an input is missing');
    expect(structuredClone(sampler.batch(0))['waveTargets']).toEqual(waveTargets);
    const onsets = new Set<number>();
    for (let row = 0; row < 18; row++) {
      const kinds = kindsOf(waveTargets.subarray(row * 4 * WAVE_POSITIONS, (row + 1) * 4 * WAVE_POSITIONS));
      const isFirstLead = leadIdentity[row * 13] === 1;
      expect(kinds.includes(QRS)).toBe(isFirstLead);
      expect(kinds.every((kind) => kind === -1)).toBe(!isFirstLead);
      if (isFirstLead) onsets.add(kinds.indexOf(QRS));
      expect(leadPresence[row]).toBe(row % 3 === 2 ? 0 : 1);
    }
    expect(onsets.size).toBeGreaterThan(1);
    expect(Math.max(...onsets) - Math.min(...onsets)).toBeLessThan((0.16 * WINDOW_SAMPLES) / 2);
  });
});

describe('LUDB', () => {
  it.skipIf(!realData.ludb)('marks waves in every lead, in order, at 250 Hz', () => {
    const [first] = readLudb(realData.ludb ?? '').slice(0, 1);
    expect(first?.marks).toHaveLength(12);
    for (const { wave, onset, peak, offset } of first?.marks ?? []) {
      expect(wave.length).toBeGreaterThan(10);
      expect(onset.every((at, i) => at <= (peak[i] ?? NaN) && (peak[i] ?? NaN) <= (offset[i] ?? NaN))).toBe(true);
      expect(offset.at(-1)).toBeLessThan(2500);
    }
  });
});
