import { describe, expect, it } from 'vitest';
import { SequentialSource } from '../../../src/main/inference/reading/sequential-source.ts';
import type { Lead } from '../../../src/shared/recording.ts';

const RATE = 100;
const SAMPLES = 12 * 3600 * RATE;
const PIECE = 65_536;
const lead = (name: string): Lead => ({ name, unit: 'mV', rate: RATE, samples: SAMPLES, gain: 1, baseline: 0 });

function source(): SequentialSource {
  const header = { rate: RATE, samples: SAMPLES, leads: [lead('a'), lead('b')] };
  const signal = function* () {
    // The first lead is two pieces ahead of the second.
    for (let start = 0; start < SAMPLES + 2 * PIECE; start += PIECE) {
      for (const [index, from] of [start, start - 2 * PIECE].entries()) {
        const length = Math.min(PIECE, SAMPLES - from);
        if (from >= 0 && length > 0) {
          yield { lead: index, start: from, samples: Int32Array.from({ length }, (_, i) => 2 * (from + i) + index) };
        }
      }
    }
  };
  return new SequentialSource({ header, signal });
}

describe('a recording that is read from its beginning to its end', () => {
  it('can be read again as far back as it says, however far the file runs ahead of what is asked', () => {
    const recording = source();
    const kept = recording.keptSeconds * RATE;
    for (let at = 0; at < SAMPLES; at += 20 * RATE) {
      for (const index of [0, 1]) {
        expect(recording.readSamples(index, at, at + 2).at(0)).toBe(2 * at + index);
        const from = Math.max(0, at - kept);
        const again = recording.readSamples(index, from, from + 3);
        expect([...again]).toEqual([0, 1, 2].map((i) => 2 * (from + i) + index));
      }
    }
  });

  it('gives what there is at its end, and nothing beyond', () => {
    const recording = source();
    expect(recording.readSamples(1, SAMPLES - 2, SAMPLES + 10)).toHaveLength(2);
    expect(recording.readSamples(1, SAMPLES, SAMPLES + 10)).toHaveLength(0);
    expect(recording.readSamples(2, 0, 10)).toHaveLength(0);
    expect(() => recording.readSamples(0, 0, 10)).toThrow(RangeError);
  });
});
