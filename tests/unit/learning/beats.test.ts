import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { absentClasses, guarded } from '../../../src/main/learning/beats/adapt-beats.ts';
import { beatBatch, feedsOf, NO_LABEL } from '../../../src/main/nat/inputs/beat-batch.ts';
import type { BeatRecord } from '../../../src/main/learning/beats/beat-record.ts';
import { readBeatRecord, readDetectedRecord } from '../../../src/main/learning/beats/beat-sets.ts';
import { labelCount, withLabelFraction, withLearningPeriod } from '../../../src/main/learning/beats/label-beats.ts';
import { drawStretch, simulatedRhythms } from '../../../src/main/learning/beats/simulated-rhythm.ts';
import {
  BEAT_PLAN,
  type Labelled,
  type SamplingPlan,
  WindowSampler,
} from '../../../src/main/learning/beats/window-sampler.ts';
import { sharesOf } from '../../../src/main/learning/tasks/recipe-choice.ts';
import { RR_FEATURES } from '../../../src/main/nat/inputs/rr-features.ts';
import { randomStream } from '../../../src/main/nat/random.ts';
import { WINDOW_SAMPLES } from '../../../src/main/nat/model-config.ts';
import { writeBeatSet } from './synthetic-sets.ts';
import { temporaryFolder } from './temporary-folder.ts';

function readSet(names: readonly string[], set = 'mitdb'): BeatRecord[] {
  const folder = mkdtempSync(join(tmpdir(), 'einthoven-beats-'));
  writeBeatSet(folder, names, 60);
  const records = names.map((name) => readBeatRecord(folder, set, name));
  rmSync(folder, { recursive: true });
  return records;
}

const rhythms = simulatedRhythms(1).slice(0, 4);
const PLAN: SamplingPlan = { ...BEAT_PLAN, setShare: { mitdb: 1 } };
const sampler = (records: readonly Labelled[], plan = PLAN, seed = 1) =>
  new WindowSampler(records, plan, { noise: [], rhythms, seed });
const batchOf = (windows = 12) => beatBatch({ windows, leads: 1, beats: 32 });

describe('a record with reference beats', () => {
  const [record] = readSet(['101']);

  it('has its beats at the main deflection, with their classes', () => {
    if (!record) throw new Error('no record');
    expect(record.position.length).toBe(record.label.length);
    expect(record.sample.length).toBe(record.label.length);
    expect([0, 1, 2].map((label) => record.label.filter((one) => one === label).length > 0)).toEqual([
      true,
      true,
      true,
    ]);
    expect(record.rhythm).toHaveLength(record.label.length * RR_FEATURES);
    // 128 Hz against 250 Hz.
    for (const [beat, at] of record.position.entries()) {
      expect(Math.abs(at - ((record.sample[beat] ?? NaN) * 250) / 128)).toBeLessThan(12);
    }
  });

  it('can be read with the detector’s beats in their place', async () => {
    const folder = writeBeatSet(temporaryFolder(), ['101'], 60);
    const detected = await readDetectedRecord(folder, 'mitdb', '101');
    expect(Math.abs(detected.position.length - (record?.position.length ?? 0))).toBeLessThan(3);
    expect(detected.label.every((label) => label === NO_LABEL)).toBe(true);
    expect(detected.reference.annotations.sample).toEqual(record?.reference.annotations.sample);
  });
});

describe('the windows the beat head learns from', () => {
  const records = readSet(['101', '106']).map((record) => ({ record }));

  it('depend on seed and step alone', () => {
    const drawn = (step: number, seed = 1) => {
      const batch = batchOf();
      sampler(records, PLAN, seed).fill(batch, step);
      return structuredClone(feedsOf(batch));
    };
    expect(drawn(5)).toEqual(drawn(5));
    expect(drawn(5)).not.toEqual(drawn(6));
    expect(drawn(5)).not.toEqual(drawn(5, 2));
  });

  it('show the same beats twice, disturbed anew, for the contrastive loss', () => {
    const batch = batchOf();
    sampler(records).fill(batch, 0, 2);
    const half = batch.label.length / 2;
    expect(batch.index.slice(0, half)).toEqual(batch.index.slice(half));
    const samples = batch.signal.length / 2;
    expect(batch.signal.slice(0, samples)).not.toEqual(batch.signal.slice(samples));
  });

  it('learn from labelled beats only, and are not drawn where there are none', () => {
    const few = withLabelFraction(
      records.map(({ record }) => record),
      0.05,
      1,
    );
    const batch = batchOf();
    let learnt = 0;
    let empty = 0;
    for (let step = 0; step < 10; step++) {
      sampler(few).fill(batch, step);
      for (let window = 0; window < 12; window++) {
        const own = batch.label.subarray(window * 32, (window + 1) * 32).filter((label) => label !== NO_LABEL).length;
        learnt += own;
        if (own === 0) empty++;
      }
    }
    expect(labelCount(few)).toBeLessThan(15);
    expect(learnt).toBeGreaterThan(100);
    // A labelled beat can be stretched out of its window, no more.
    expect(empty).toBeLessThan(12);
  });

  it('take from each set what the plan says', () => {
    const both = [...records, ...readSet(['800'], 'svdb').map((record) => ({ record }))];
    const batch = batchOf(40);
    const shares = new WindowSampler(
      both.map(({ record }) => ({
        record: { ...record, label: record.label.map(() => (record.set === 'svdb' ? 1 : 0)) },
      })),
      { ...PLAN, focused: 0, setShare: { mitdb: 0.25, svdb: 0.75 } },
      { noise: [], rhythms, seed: 1 },
    );
    let svdb = 0;
    for (let step = 0; step < 10; step++) {
      shares.fill(batch, step);
      for (let window = 0; window < 40; window++) {
        const own = batch.label.subarray(window * 32, (window + 1) * 32);
        if (own.includes(1)) svdb++;
      }
    }
    expect(svdb / 400).toBeGreaterThan(0.68);
    expect(svdb / 400).toBeLessThan(0.82);
  });

  it('stay within their recording', () => {
    const batch = batchOf();
    sampler(records).fill(batch, 0);
    expect(batch.positions.every((at) => at >= -200 && at <= WINDOW_SAMPLES + 200)).toBe(true);
  });
});

describe('simulated rhythm', () => {
  const kinds = simulatedRhythms(1);

  it('comes as stretches of fibrillation, ectopy or sinus rhythm, with the ectopic beats marked', () => {
    const random = randomStream(1, 'stretches');
    const out = new Float32Array(20 * RR_FEATURES);
    const early = 5; // the interval before the beat against the median of ± 8
    expect(drawStretch(kinds, 'sinus', random, 20, out, 0)).toEqual(new Uint8Array(20));
    expect(drawStretch(kinds, 'fibrillation', random, 20, out, 0)).toEqual(new Uint8Array(20));
    let ectopicEarlier = 0;
    for (let draw = 0; draw < 30; draw++) {
      const ectopic = drawStretch(kinds, 'ectopy', random, 20, out, 0) ?? new Uint8Array(20);
      expect(ectopic).toContain(1);
      const place = ectopic.indexOf(1);
      if ((out[place * RR_FEATURES + early] ?? 0) <= 0.1) ectopicEarlier++;
    }
    expect(ectopicEarlier).toBeGreaterThan(25);
  });

  it('teaches normal beats as S where it is ectopic, and leaves V alone', () => {
    const only = { fibrillation: 0, ectopy: 1, sinus: 0 };
    const asN = readSet(['101']).map((record) => ({ record: { ...record, label: record.label.map(() => 0) } }));
    const asV = asN.map(({ record }) => ({ record: { ...record, label: record.label.map(() => 2) } }));
    const labels = (records: readonly Labelled[]) => {
      const batch = batchOf(8);
      sampler(records, { ...PLAN, focused: 0, simulated: only }).fill(batch, 1);
      return new Set(batch.label);
    };
    expect(labels(asN)).toEqual(new Set([0, 1, NO_LABEL]));
    expect(labels(asV).has(1)).toBe(false);
  });
});

describe('shares of the sets', () => {
  it('add up to one; what is given stays, the rest is divided as usual', () => {
    expect(sharesOf(['mitdb'], {}, { mitdb: 0.7, svdb: 0.3 })).toEqual({ mitdb: 1 });
    expect(sharesOf(['mitdb', 'svdb'], { svdb: 0.2 }, { mitdb: 0.7 })).toEqual({ mitdb: 0.8, svdb: 0.2 });
    expect(() => sharesOf(['mitdb'], { svdb: 0.2 }, {})).toThrow(/names svdb, but the data hold mitdb/);
    expect(() => sharesOf(['mitdb', 'svdb'], { mitdb: 0.8, svdb: 0.4 }, {})).toThrow(/add up to 1.2/);
  });
});

describe('record-adaptive use', () => {
  it('knows the labels of the first five minutes', () => {
    const folder = writeBeatSet(temporaryFolder(), ['101'], 320);
    const { record, usable } = withLearningPeriod(readBeatRecord(folder, 'mitdb', '101'));
    const last = record.position.findLastIndex((_, beat) => usable?.[beat] === 1);
    expect(record.position[last]).toBeLessThan(300 * 250);
    expect(record.position[last + 1]).toBeGreaterThanOrEqual(300 * 250);
  });

  it('asks the parent about classes those minutes lack', () => {
    const absent = absentClasses(Uint8Array.of(0, 2, 0, 1), Uint8Array.of(1, 1, 1, 0));
    expect(Array.from(absent)).toEqual([0, 1, 0, 1, 1]);
    const before = Float32Array.of(0.2, 0.75, 0.05, 0, 0);
    const after = Float32Array.of(0.9, 0.03, 0.07, 0, 0);
    expect(guarded(before, after, absent, 'none')).toEqual(after);
    const parent = guarded(before, after, absent, 'parent');
    expect(parent[1]).toBeCloseTo(0.75 / (0.9 + 0.75 + 0.07), 5);
    const blend = guarded(before, after, absent, 'blend');
    expect(blend[1]).toBeCloseTo(0.15 / (0.9 + 0.15 + 0.07), 5);
    for (const row of [parent, blend]) expect(row.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 6);
  });
});
