import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeSamples, encodeSamples } from '../../../src/main/library/sample-codec.ts';
import { Problem } from '../../../src/shared/problem.ts';
import { MISSING_SAMPLE } from '../../../src/shared/recording.ts';
import { numbers } from './temporary-library.ts';

const roundTrip = (samples: Int32Array): Int32Array => decodeSamples(encodeSamples(samples));

/** Runs of one kind each: device-like steps, jumps of every size, missing stretches. */
const runs = fc
  .array(
    fc.oneof(
      fc.record({
        kind: fc.constant('steps'),
        length: fc.integer({ min: 0, max: 40 }),
        size: fc.integer({ min: 0, max: 40_000 }),
      }),
      fc.record({ kind: fc.constant('missing'), length: fc.integer({ min: 0, max: 20 }), size: fc.constant(0) }),
      fc.record({ kind: fc.constant('any'), length: fc.integer({ min: 0, max: 20 }), size: fc.integer() }),
    ),
    { maxLength: 12 },
  )
  .map((pieces) => {
    const random = numbers(pieces.length + 1);
    let value = 1024;
    const samples = pieces.flatMap(({ kind, length, size }) =>
      Array.from({ length }, () => {
        if (kind === 'missing') return MISSING_SAMPLE;
        if (kind === 'any') return (size ^ Math.floor(random() * 2 ** 32)) | 0;
        value = (value + Math.round((random() - 0.5) * 2 * size)) | 0;
        return value;
      }),
    );
    return Int32Array.from(samples);
  });

describe('samples as they are stored', () => {
  it('come back as they were, whatever they are', () => {
    fc.assert(
      fc.property(runs, (samples) => {
        expect(roundTrip(samples)).toEqual(samples);
      }),
      { numRuns: 300 },
    );
  });

  it('come back as they were at the limits of each width', () => {
    for (const step of [127, 128, 32_767, 32_768, 2 ** 31 - 1]) {
      const samples = Int32Array.of(0, step, 0, -step, MISSING_SAMPLE, -step, 0, MISSING_SAMPLE);
      expect(roundTrip(samples)).toEqual(samples);
    }
    const extremes = Int32Array.of(2 ** 31 - 1, -(2 ** 31) + 1, 2 ** 31 - 1, MISSING_SAMPLE, -(2 ** 31) + 1);
    expect(roundTrip(extremes)).toEqual(extremes);
  });

  it('come back when all of them are missing, and when there are none', () => {
    expect(roundTrip(new Int32Array(1000).fill(MISSING_SAMPLE))).toEqual(new Int32Array(1000).fill(MISSING_SAMPLE));
    expect(roundTrip(new Int32Array(0))).toEqual(new Int32Array(0));
  });

  it('take one byte each before compression where neighbours are close, even around a gap', () => {
    const random = numbers(7);
    const samples = Int32Array.from({ length: 4096 }, () => 90_000 + Math.floor(random() * 100));
    samples.fill(MISSING_SAMPLE, 100, 200);
    expect(encodeSamples(samples).length).toBeLessThan(4096 + 64);
    expect(roundTrip(samples)).toEqual(samples);
  });

  it('are noticed when a bit of them has flipped', () => {
    const bytes = encodeSamples(Int32Array.from({ length: 5000 }, (_, i) => Math.round(300 * Math.sin(i / 9))));
    for (const at of [0, 1, 12, 40, bytes.length - 1]) {
      const damaged = Uint8Array.from(bytes);
      damaged[at] = (damaged[at] ?? 0) ^ 0x40;
      expect(() => decodeSamples(damaged)).toThrow(Problem);
    }
    expect(() => decodeSamples(bytes.subarray(0, 8))).toThrow(/damaged/);
  });
});
