import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  binSamples,
  decodeEnvelope,
  encodeEnvelope,
  EnvelopeBuilder,
  envelopeOfSamples,
  levelCount,
  mergeBins,
} from '../../../src/main/library/envelope.ts';
import { MISSING_SAMPLE } from '../../../src/shared/recording.ts';
import { numbers } from './temporary-library.ts';

/** Minimum and maximum of each run of `step` samples, the slow and obvious way. */
function bruteForce(samples: Int32Array, step: number): number[] {
  const bins: number[] = [];
  for (let from = 0; from < samples.length; from += step) {
    const present = [...samples.subarray(from, from + step)].filter((value) => value !== MISSING_SAMPLE);
    bins.push(
      present.length > 0 ? Math.min(...present) : MISSING_SAMPLE,
      present.length > 0 ? Math.max(...present) : MISSING_SAMPLE,
    );
  }
  return bins;
}

function signal(length: number, seed: number): Int32Array {
  const random = numbers(seed);
  const samples = Int32Array.from({ length }, () => Math.floor((random() - 0.5) * 4000));
  for (let gap = 0; gap < 4; gap++) {
    const from = Math.floor(random() * length);
    samples.fill(MISSING_SAMPLE, from, from + Math.floor(random() * 200));
  }
  return samples;
}

/** All levels of a signal that arrives in blocks of the given sizes, as they would be stored and read back. */
function pyramid(samples: Int32Array, blocks: () => number): Map<number, number[]> {
  const levels = new Map<number, number[]>();
  const builder = new EnvelopeBuilder(samples.length, (block) => {
    const bins = decodeEnvelope(encodeEnvelope(block));
    const before = levels.get(block.level) ?? [];
    expect(before.length / 2).toBe(block.block * 8192);
    levels.set(block.level, [...before, ...bins]);
  });
  for (let at = 0; at < samples.length;) {
    const end = Math.min(samples.length, at + blocks());
    builder.push(samples.subarray(at, end));
    at = end;
  }
  builder.finish();
  return levels;
}

describe('the min–max pyramid', () => {
  it('is exact on every level, gaps and last bins included, however the signal arrives', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40_000 }), fc.integer({ min: 1, max: 2 ** 30 }), (length, seed) => {
        const samples = signal(length, seed);
        const random = numbers(seed);
        const levels = pyramid(samples, () => 1 + Math.floor(random() * 3000));
        expect([...levels.keys()].sort((a, b) => a - b)).toEqual([...Array(levelCount(length)).keys()]);
        for (const [level, bins] of levels) expect(bins).toEqual(bruteForce(samples, binSamples(level)));
      }),
      { numRuns: 30 },
    );
  });

  it('keeps a spike of one sample on its top level', () => {
    const samples = new Int32Array(200_000);
    samples[123_456] = 9000;
    const levels = pyramid(samples, () => 65_536);
    const top = levels.get(levelCount(samples.length) - 1) ?? [];
    expect(top.length / 2).toBeLessThanOrEqual(1024);
    expect(Math.max(...top)).toBe(9000);
  });

  it('has no level for a lead without samples', () => {
    expect(levelCount(0)).toBe(0);
    expect(pyramid(new Int32Array(0), () => 1).size).toBe(0);
  });

  it('merges bins and samples to the same envelope', () => {
    const samples = signal(10_000, 5);
    for (const merge of [1, 2, 3, 5, 7]) {
      const fine = envelopeOfSamples(samples, 16);
      expect([...mergeBins(fine, merge)]).toEqual(bruteForce(samples, 16 * merge));
      expect([...envelopeOfSamples(samples, 16 * merge)]).toEqual(bruteForce(samples, 16 * merge));
    }
  });
});
