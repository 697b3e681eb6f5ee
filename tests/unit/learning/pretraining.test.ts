import { describe, expect, it } from 'vitest';
import { hideBlocks, shortestBlock } from '../../../src/main/learning/pretraining/block-mask.ts';
import { pretrain, PRETRAINING_PACE } from '../../../src/main/learning/pretraining/pretrain.ts';
import { PretrainingSampler } from '../../../src/main/learning/pretraining/pretraining-sampler.ts';
import {
  in16Bits,
  readStored,
  storeRecord,
  type StoredRecord,
} from '../../../src/main/learning/pretraining/stored-record.ts';
import { presetModel } from '../../../src/main/learning/model-presets.ts';
import { medianBeat, residual } from '../../../src/main/nat/inputs/median-beat.ts';
import {
  BASE_MODEL,
  coarsestTokens,
  LEAD_NAMES,
  SMALL_MODEL,
  WINDOW_SAMPLES,
} from '../../../src/main/nat/model-config.ts';
import { randomStream } from '../../../src/main/nat/random.ts';

/** Leads of narrow bumps every 200 samples, `size` high. */
function bumps(length: number, sizes: readonly number[]): Float32Array[] {
  const random = randomStream(4, 'bumps');
  return sizes.map((size) =>
    Float32Array.from({ length }, (_, i) => size * Math.exp(-(((i % 200) - 100) ** 2) / 18) + 0.002 * random.normal()),
  );
}

const stored = (set: string, name: string, length: number, sizes: readonly number[]): Promise<StoredRecord> =>
  storeRecord(set, {
    id: `${set}/${name}`,
    leads: bumps(length, sizes),
    leadName: Uint8Array.from(sizes, (_, i) => i),
  });

describe('a mask', () => {
  it.each([
    ['small', SMALL_MODEL],
    ['base', BASE_MODEL],
  ])('hides 70–80 %% of a window in blocks of at least half a second (%s)', (_, model) => {
    const patches = coarsestTokens(model);
    const samples = WINDOW_SAMPLES / patches;
    const shortest = shortestBlock(samples);
    expect(shortest * samples).toBeGreaterThanOrEqual(125);
    const mask = new Float32Array(patches);
    const shares: number[] = [];
    const blockCounts = new Set<number>();
    for (let draw = 0; draw < 500; draw++) {
      hideBlocks(mask, shortest, randomStream(draw, 'mask'));
      const blocks = mask
        .join('')
        .split('0')
        .filter((run) => run !== '');
      expect(Math.min(...blocks.map((run) => run.length))).toBeGreaterThanOrEqual(shortest);
      shares.push(mask.reduce((sum, one) => sum + one, 0) / patches);
      blockCounts.add(blocks.length);
    }
    expect(Math.min(...shares)).toBeGreaterThanOrEqual(0.7);
    expect(Math.max(...shares)).toBeLessThanOrEqual(0.8);
    expect(blockCounts.size).toBeGreaterThan(3);
  });
});

describe('a stored record', () => {
  it('gives back signal and residual as they were, to its 16 bits', async () => {
    const record = await stored('ward', '1', 6000, [1, 0.4]);
    const [lead] = bumps(6000, [1]);
    if (!lead || !record.leads[0]) throw new Error('no lead');
    expect(record.beats.length).toBeGreaterThan(25);
    const median = medianBeat(lead, record.beats, 250);
    for (const from of [0, 1500, 6000 - WINDOW_SAMPLES]) {
      const signal = new Float32Array(WINDOW_SAMPLES);
      const rest = new Float32Array(WINDOW_SAMPLES);
      readStored(record, record.leads[0], from, signal, rest);
      const expected = new Float32Array(WINDOW_SAMPLES);
      residual(lead, record.beats, median, from, expected);
      expect(largestDifference(signal, lead.subarray(from))).toBeLessThan(1e-4);
      expect(largestDifference(rest, expected)).toBeLessThan(1e-4);
    }
  });

  it('keeps a silent lead silent', () => {
    expect(in16Bits(new Float32Array(4))).toEqual({ samples: new Int16Array(4), step: 1 });
  });
});

const largestDifference = (a: Float32Array, b: Float32Array): number =>
  a.reduce((largest, value, i) => Math.max(largest, Math.abs(value - (b[i] ?? NaN))), 0);

describe('pretraining', () => {
  it('begins with a gradient of a size to learn from, though most tokens stand for nothing', async () => {
    const records = [await stored('single', 'a', 6000, [1])];
    const norms: number[] = [];
    const pace = { ...PRETRAINING_PACE, windows: 2, leads: 1, steps: 2 };
    const onStep = ({ gradientNorm }: { readonly gradientNorm: number }): void => void norms.push(gradientNorm);
    await pretrain(SMALL_MODEL, records, pace, { seed: 1, threads: 1, onStep });
    expect(Math.max(...norms)).toBeLessThan(100);
  });
});

describe('the windows of pretraining', async () => {
  const records = [
    await stored('long', 'a', 30_000, [1, 0.5]),
    await stored(
      'twelve',
      'b',
      2500,
      Array.from({ length: 12 }, (_, lead) => 1 - lead / 20),
    ),
    await stored('single', 'c', 2000, [1]),
  ];
  const shape = { windows: 24, leads: 3 };
  const model = presetModel('tiny');
  const sampler = (seed: number) => new PretrainingSampler(records, model, { ...shape, seed });

  it('depend on seed and step alone', () => {
    const copy = (batch: Readonly<Record<string, Float32Array>>) => structuredClone(batch);
    const one = sampler(1);
    const first = copy(one.batch(0));
    const second = copy(one.batch(1));
    expect(second).not.toEqual(first);
    expect(copy(one.batch(0))).toEqual(first);
    expect(copy(sampler(1).batch(1))).toEqual(second);
    expect(copy(sampler(2).batch(1))).not.toEqual(second);
  });

  it('hold what a lead is, empty slots where there is none, and never no lead at all', () => {
    const { signal, leadPresence, leadIdentity, blanked } = sampler(1).batch(3);
    if (!signal || !leadPresence || !leadIdentity || !blanked) throw new Error('an input is missing');
    expect(blanked).toHaveLength(shape.windows * coarsestTokens(model));
    for (let window = 0; window < shape.windows; window++) {
      const present = leadPresence.subarray(window * 3, window * 3 + 3);
      expect(present[0]).toBe(1);
      for (let slot = 0; slot < 3; slot++) {
        const row = window * 3 + slot;
        const own = signal.subarray(row * 2 * WINDOW_SAMPLES, (row + 1) * 2 * WINDOW_SAMPLES);
        const names = leadIdentity.subarray(row * LEAD_NAMES.length, (row + 1) * LEAD_NAMES.length);
        expect(names.reduce((sum, one) => sum + one, 0)).toBe(present[slot]);
        expect(own.some((value) => value !== 0)).toBe(present[slot] === 1);
        expect(own.every((value) => Math.abs(value) < 10)).toBe(true);
      }
    }
  });
});
