import { describe, expect, it } from 'vitest';
import { BeatDetector } from '../../../src/main/signal/detection/beat-detector.ts';
import { regularBeats, syntheticLead } from './synthetic-ecg.ts';

/** Every buffer that can be reached from an object. */
function buffersOf(root: object): Set<ArrayBufferLike> {
  const seen = new Set<object>();
  const buffers = new Set<ArrayBufferLike>();
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || seen.has(value)) return;
    seen.add(value);
    if (ArrayBuffer.isView(value)) buffers.add(value.buffer);
    else for (const child of Object.values(value)) visit(child);
  };
  visit(root);
  return buffers;
}

describe('The detector’s memory', () => {
  const rate = 250;
  const minute = syntheticLead({ rate, seconds: 60, beats: regularBeats(60, 0.8), noise: 0.05 });

  it('is allocated once: the same buffers serve an hour as a minute', () => {
    let beats = 0;
    const detector = new BeatDetector(rate, [{ gain: 1000, baseline: 0 }], () => beats++);
    const feed = (minutes: number): void => {
      for (let i = 0; i < minutes; i++) {
        for (let at = 0; at < minute.length; at += 50) {
          detector.push(0, minute, at, at + 50);
          detector.advance();
        }
      }
    };
    feed(1);
    const before = buffersOf(detector);
    expect(before.size).toBeGreaterThan(10);
    feed(59);
    expect(beats).toBeGreaterThan(4000);
    const after = buffersOf(detector);
    expect([...after].every((buffer) => before.has(buffer))).toBe(true);
    expect(after.size).toBe(before.size);
  });

  it('grows with the rate and the leads only: a minute of look-back at most', () => {
    const bytes = (leads: number): number => {
      const scales = Array.from({ length: leads }, () => ({ gain: 1000, baseline: 0 }));
      const detector = new BeatDetector(2000, scales, () => {});
      return [...buffersOf(detector)].reduce((sum, buffer) => sum + buffer.byteLength, 0);
    };
    expect(bytes(12)).toBeLessThan(12 * 60 * 2000 * 8);
  });
});
