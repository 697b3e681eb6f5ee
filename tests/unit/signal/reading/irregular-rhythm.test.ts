import { describe, expect, it } from 'vitest';
import { fibrillatingBeats } from '../../../../src/main/signal/reading/irregular-rhythm.ts';
import { rrContext } from '../../../../src/main/signal/reading/rr-context.ts';
import { seeded } from '../synthetic-ecg.ts';

const RATE = 1000;

const sampleOf = (intervals: readonly number[]): Int32Array => {
  let at = 500;
  return Int32Array.from([0, ...intervals], (interval) => (at += Math.round(interval * RATE)));
};

describe('Atrial fibrillation', () => {
  const marked = (intervals: readonly number[], ventricular: readonly number[] = []): number => {
    const sample = sampleOf(intervals);
    const ectopic = new Uint8Array(sample.length);
    for (const beat of ventricular) ectopic[beat] = 1;
    const marks = fibrillatingBeats(sample, RATE, rrContext(sample, RATE), ectopic);
    return marks.reduce((sum, mark) => sum + mark, 0) / marks.length;
  };
  const random = seeded(3);
  const irregular = Array.from({ length: 200 }, () => 0.45 + 0.6 * random());
  const regular = Array.from({ length: 200 }, (_, beat) => 0.8 + 0.08 * Math.sin(beat / 3) + 0.01 * random());

  it('is a rhythm without any regularity', () => expect(marked(irregular)).toBe(1));
  it('can be told in ten seconds', () => expect(marked(irregular.slice(0, 14))).toBe(1));
  it('is not a breathing sinus rhythm', () => expect(marked(regular)).toBe(0));
  it('is not a regular rhythm with atrial beats every now and then', () => {
    const ectopic = regular.map((interval) => 0.8 + 0.3 * (interval - 0.8));
    for (let beat = 5; beat < 190; beat += 4 + Math.floor(4 * random())) {
      ectopic[beat] = 0.5 + 0.1 * random();
      ectopic[beat + 1] = 0.95 + 0.1 * random();
    }
    expect(marked(ectopic)).toBe(0);
  });
  it('is not a regular rhythm with ventricular beats, whose intervals do not count', () => {
    const ventricular = [];
    const ectopic = [...regular];
    for (let beat = 4; beat < 190; beat += 3) {
      ventricular.push(beat + 1);
      ectopic[beat] = 0.4 + 0.3 * random();
      ectopic[beat + 1] = 1 + 0.3 * random();
    }
    expect(marked(ectopic, ventricular)).toBe(0);
  });
  it('is marked where it is and not before or after', () => {
    const share = marked([...regular, ...irregular, ...regular]);
    expect(share).toBeGreaterThan(0.28);
    expect(share).toBeLessThan(0.4);
  });
  it('is not said of half a dozen beats', () => expect(marked(irregular.slice(0, 6))).toBe(0));
});
