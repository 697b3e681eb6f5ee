import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { simulatedRhythms } from '../../../src/main/learning/beats/simulated-rhythm.ts';
import { ClinicBatches, type ConfirmedRecord } from '../../../src/main/learning/clinic/clinic-batches.ts';
import { classFocus, clinicRecipe, usualSteps } from '../../../src/main/learning/clinic/clinic-recipe.ts';
import { readRehearsal, rehearsalRecord, writeRehearsal } from '../../../src/main/learning/clinic/rehearsal-file.ts';
import { requireLabels } from '../../../src/main/learning/clinic/train-clinic.ts';
import { WINDOW_SAMPLES } from '../../../src/main/nat/model-config.ts';

const stretches = readRehearsal(new Uint8Array(readFileSync('resources/rehearsal/rehearsal.ecg')));

describe('what comes with the program to rehearse', () => {
  it('is small, holds every class that is told apart, and no record is in two parts', () => {
    expect(readFileSync('resources/rehearsal/rehearsal.ecg').length).toBeLessThan(2 * 1024 * 1024);
    const parts = Map.groupBy(stretches, ({ part }) => part);
    const records = [...parts.values()].map((own) => new Set(own.map(({ record }) => record)));
    expect(records).toHaveLength(3);
    const all = records.flatMap((own) => [...own]);
    expect(new Set(all).size).toBe(all.length);
    const labels = stretches.flatMap((stretch, index) => [...rehearsalRecord(stretch, index).label]);
    for (const label of [0, 1, 2, 3]) expect(labels.filter((one) => one === label).length).toBeGreaterThan(50);
    expect(readFileSync('resources/rehearsal/README.md', 'utf8')).toMatch(/Open Data Commons Attribution/);
  });

  it('comes back as it was written, and a damaged file is refused with a sentence', () => {
    const some = stretches.slice(0, 3);
    const bytes = writeRehearsal(some);
    for (const [index, { signal, position, code, record }] of readRehearsal(bytes).entries()) {
      const was = some[index];
      expect(record).toBe(was?.record);
      expect(position).toEqual(was?.position);
      expect(code).toEqual(was?.code);
      const largest = Math.max(...(was?.signal ?? []).map(Math.abs));
      for (let at = 0; at < signal.length; at += 97) {
        expect(Math.abs((signal[at] ?? 0) - (was?.signal[at] ?? 0))).toBeLessThan(largest / 60);
      }
    }
    const damaged = bytes.slice();
    damaged[damaged.length - 9] = (damaged[damaged.length - 9] ?? 0) ^ 255;
    expect(() => readRehearsal(damaged)).toThrow(/Install Einthoven again/);
  });
});

describe('the batches of a clinic', () => {
  const records = stretches.slice(0, 8).map((stretch, index) => rehearsalRecord(stretch, index));
  const [first, ...rehearsal] = records;
  if (!first) throw new Error('nothing to rehearse');
  const recipe = { ...clinicRecipe(60), windows: 4, ownWindows: 2, ownShare: 0.5 };
  const confirmed = (beats: readonly number[]): ConfirmedRecord => ({
    record: first,
    usable: Uint8Array.from(first.position, (_, beat) => (beats.includes(beat) ? 1 : 0)),
  });
  const rehearsed = rehearsal.map((record) => ({ record }));
  const sum = (values: Float32Array = new Float32Array(0)): number => values.reduce((total, value) => total + value, 0);
  const rhythms = simulatedRhythms(1);

  it('depend on the step alone, so that a training goes on as if it had never stopped', () => {
    const one = new ClinicBatches(recipe, [confirmed([10, 12])], rehearsed, 1, rhythms);
    const other = new ClinicBatches(recipe, [confirmed([10, 12])], rehearsed, 1, rhythms);
    for (let step = 0; step < 3; step++) one.batch(step);
    expect(other.batch(3)).toEqual(one.batch(3));
  });

  it('give few labels their share of the loss, up to fourfold', () => {
    const { beatTargets, signal } = new ClinicBatches(recipe, [confirmed([15])], rehearsed, 1, rhythms).batch(0);
    expect(signal?.length).toBe(4 * 2 * WINDOW_SAMPLES);
    const half = (beatTargets?.length ?? 0) / 2;
    const own = beatTargets?.subarray(0, half);
    // One confirmed beat in each of two windows.
    expect(own?.filter((value) => value > 0).length).toBe(2);
    expect(Math.max(...(own ?? []))).toBeCloseTo(4);
    expect(sum(beatTargets?.subarray(half))).toBeGreaterThan(8);
  });

  it('let unconfirmed beats of the own windows keep the word of the parent', () => {
    const before = new Float32Array(first.position.length * 5).fill(0.2);
    const own = new ClinicBatches(recipe, [{ ...confirmed([15]), before }], rehearsed, 1, rhythms).batch(0)[
      'beatTargets'
    ];
    expect(own?.subarray(0, own.length / 2).filter((value) => value > 0).length).toBeGreaterThan(20);
  });

  it('are all of the clinic where nothing can be rehearsed', () => {
    const { beatTargets } = new ClinicBatches(recipe, [confirmed([15, 16])], [], 1, rhythms).batch(0);
    expect(sum(beatTargets)).toBeGreaterThan(0);
  });

  it('draw a class the more often the more of it there is, but rare ones more than their share', () => {
    const focus = classFocus({ N: 1000, S: 10, V: 0, F: 0, Q: 0 });
    expect(Object.keys(focus)).toEqual(['N', 'S']);
    expect((focus.S ?? 0) / (focus.N ?? 1)).toBeGreaterThan(0.3);
    expect([0, 1_000, 4_000, 1e6].map(usualSteps)).toEqual([60, 60, 120, 300]);
  });

  it('need a label', () => {
    expect(() => requireLabels([confirmed([])])).toThrow(/nothing to learn from/);
    requireLabels([confirmed([1])]);
  });
});
