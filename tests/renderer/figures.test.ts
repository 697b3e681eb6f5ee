import { describe, expect, it } from 'vitest';
import { countBeats, nextBeatOf } from '../../src/renderer/src/state/beat-counts.ts';
import { heartRate, INTERVALS_OF_EXTREMES } from '../../src/renderer/src/state/heart-rate.ts';
import { rhythmEpisodes } from '../../src/renderer/src/state/rhythm-episodes.ts';
import { codeOfMnemonic } from '../../src/shared/annotation-codes.ts';

const codes = (mnemonics: string): Uint8Array =>
  Uint8Array.from(mnemonics, (letter) => codeOfMnemonic(letter)?.code ?? 0);
const RATE = 360;
const beatsEvery = (seconds: readonly number[]): Int32Array => {
  let at = 0;
  return Int32Array.from([0, ...seconds.map((interval) => (at += Math.round(interval * RATE)))]);
};

describe('heart rate', () => {
  it('is unknown below two beats', () => {
    expect(heartRate(new Int32Array(0), 0, RATE)).toBeUndefined();
    expect(heartRate(Int32Array.of(100), 1, RATE)).toBeUndefined();
  });

  it('has a mean over the whole recording', () => {
    const beats = beatsEvery([1, 1, 0.5, 0.5]);
    expect(heartRate(beats, beats.length, RATE)?.mean).toBeCloseTo(80, 6);
  });

  it('does not take a single pause or a single premature beat for a heart rate', () => {
    const beats = beatsEvery([...Array<number>(20).fill(1), 0.4, 1.6, ...Array<number>(20).fill(1)]);
    const rate = heartRate(beats, beats.length, RATE);
    expect(rate?.over).toBe(INTERVALS_OF_EXTREMES);
    expect(rate?.fastest).toBeLessThan(66);
    expect(rate?.slowest).toBeGreaterThan(55);
  });

  it('finds the slowest and fastest stretch', () => {
    const beats = beatsEvery([
      ...Array<number>(30).fill(1),
      ...Array<number>(10).fill(0.5),
      ...Array<number>(10).fill(1.5),
    ]);
    expect(heartRate(beats, beats.length, RATE)).toMatchObject({ fastest: 120, slowest: 40 });
  });

  it('uses only the beats there are, not the spare room of the columns', () => {
    const beats = Int32Array.of(0, 360, 720, 0, 0, 0);
    expect(heartRate(beats, 3, RATE)).toMatchObject({ mean: 60, over: 2 });
  });
});

describe('beat counts', () => {
  it('count beats by AAMI class and say which codes they are', () => {
    const counts = countBeats(codes('NNLVE+A~/Q'), 10);
    expect(counts.total).toBe(8);
    expect(counts.byClass.V).toEqual({
      count: 2,
      byMnemonic: [
        ['V', 1],
        ['E', 1],
      ],
    });
    expect([counts.byClass.N.count, counts.byClass.S.count, counts.byClass.F.count, counts.byClass.Q.count]).toEqual([
      3, 1, 0, 2,
    ]);
  });

  it('find the next beat of a class and begin again at the end', () => {
    const samples = Int32Array.of(10, 20, 30, 40);
    const letters = codes('VNVN');
    expect(nextBeatOf('V', samples, letters, 4, 10)).toBe(30);
    expect(nextBeatOf('V', samples, letters, 4, 35)).toBe(10);
    expect(nextBeatOf('S', samples, letters, 4, 0)).toBeUndefined();
  });
});

describe('rhythm episodes', () => {
  const rhythm = codeOfMnemonic('+')?.code ?? 0;
  const window = (changes: readonly (readonly [number, string])[]) =>
    changes.map(([sample, aux]) => ({ sample, code: rhythm, aux: aux.replaceAll('\0', '') }));

  it('hold until the next change, the last one to the end', () => {
    expect(
      rhythmEpisodes(
        window([
          [100, '(N\0'],
          [500, '(AFIB\0'],
        ]),
        900,
      ),
    ).toEqual([
      { code: 'N', name: 'Sinus rhythm', from: 100, to: 500 },
      { code: 'AFIB', name: 'Atrial fibrillation', from: 500, to: 900 },
    ]);
  });

  it('join what is said twice and keep a code that is not known as it is', () => {
    const episodes = rhythmEpisodes(
      window([
        [0, '(N'],
        [10, '(N'],
        [20, '(XYZ'],
        [30, 'a comment'],
      ]),
      100,
    );
    expect(episodes.map(({ name, from, to }) => [name, from, to])).toEqual([
      ['Sinus rhythm', 0, 20],
      ['XYZ', 20, 100],
    ]);
  });

  it('end where a change names no rhythm', () => {
    const changes = window([
      [0, '(AFIB'],
      [40, ''],
      [60, '(N'],
    ]);
    expect(rhythmEpisodes(changes, 100).map(({ code, from, to }) => [code, from, to])).toEqual([
      ['AFIB', 0, 40],
      ['N', 60, 100],
    ]);
  });
});
