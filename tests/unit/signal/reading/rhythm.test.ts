import { describe, expect, it } from 'vitest';
import { fibrillatingBeats } from '../../../../src/main/signal/reading/irregular-rhythm.ts';
import { RHYTHM_TEXTS, rhythmOfBeats } from '../../../../src/main/signal/reading/rhythm-episodes.ts';
import { rrContext } from '../../../../src/main/signal/reading/rr-context.ts';
import { seeded } from '../synthetic-ecg.ts';

const RATE = 1000;

const sampleOf = (intervals: readonly number[]): Int32Array => {
  let at = 500;
  return Int32Array.from([0, ...intervals], (interval) => (at += Math.round(interval * RATE)));
};

/** The rhythms, run by run, of beats written as letters, `interval` seconds apart. */
function episodes(beats: string, interval: number): string[] {
  const sample = sampleOf(Array.from({ length: beats.length - 1 }, () => interval));
  const marks = Uint8Array.from(beats, (letter) => (letter === 'V' ? 1 : 0));
  const rhythm = rhythmOfBeats(rrContext(sample, RATE), marks, new Uint8Array(beats.length));
  return Array.from(rhythm)
    .map((each, row) => `${RHYTHM_TEXTS[each] ?? ''} ${each === rhythm[row - 1] ? '' : String(row)}`)
    .filter((text) => !text.endsWith(' '));
}

describe('Patterns of ventricular beats', () => {
  it('are bigeminy from three couples on', () => {
    expect(episodes('NNNNNNNVNVNNNN', 0.7)).toEqual(['(N 0']);
    expect(episodes('NNNNNNNVNVNVNNNN', 0.7)).toEqual(['(N 0', '(B 6', '(N 12']);
  });
  it('are trigeminy from three triplets on', () => {
    expect(episodes('NNNNNNNVNNVNNVNNNN', 0.7)).toEqual(['(N 0', '(T 5', '(N 14']);
  });
  it('are bigeminy from end to end when the recording cuts a couple', () => {
    expect(episodes('VNVNVNVN', 0.7)).toEqual(['(B 0']);
  });
  it('are tachycardia from three in a row at 100 a minute on, and not when slower', () => {
    expect(episodes('NNNNVVNNNN', 0.5)).toEqual(['(N 0']);
    expect(episodes('NNNNVVVNNNN', 0.5)).toEqual(['(N 0', '(VT 4', '(N 7']);
    expect(episodes('NNNNVVVNNNN', 0.7)).toEqual(['(N 0']);
  });
});

describe('Sinus bradycardia', () => {
  it('is a rate below 50 a minute', () => {
    expect(episodes('NNNNNNNNNNNN', 1.25)).toEqual(['(SBR 0']);
    expect(episodes('NNNNNNNNNNNN', 1.15)).toEqual(['(N 0']);
  });
  it('neither ends nor begins at every turn of a rate near the limit', () => {
    const intervals = Array.from({ length: 400 }, (_, beat) => 1.2 + 0.05 * Math.sin(beat / 15));
    const rr = rrContext(sampleOf(intervals), RATE);
    const none = new Uint8Array(intervals.length + 1);
    const rhythm = rhythmOfBeats(rr, none, none);
    const changes = rhythm.filter((each, row) => row > 0 && each !== rhythm[row - 1]).length;
    expect(changes).toBeLessThanOrEqual(1);
  });
});

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
