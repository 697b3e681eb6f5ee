import { describe, expect, it } from 'vitest';
import { codeOfMnemonic } from '../../../src/shared/annotation-codes.ts';
import { annotatedRhythm, compareEpisodes } from '../../../src/main/signal/rhythm/compare-episodes.ts';

const spans = (...pairs: (readonly [number, number])[]) => ({
  from: pairs.map(([from]) => from),
  to: pairs.map(([, to]) => to),
});
const ALL = { from: 0, to: 10_000 };

describe('episode-by-episode comparison', () => {
  it('takes any overlap for a match, from either side', () => {
    const reference = spans([100, 200], [300, 400], [500, 600]);
    const test = spans([150, 350], [700, 800]);
    expect(compareEpisodes(reference, test, ALL)).toEqual({
      matched: 2,
      missed: 1,
      confirmed: 1,
      extra: 1,
      referenceDuration: 300,
      referenceOverlap: 100,
      testDuration: 300,
      testOverlap: 100,
    });
  });

  it('does not take touching for overlap', () => {
    expect(compareEpisodes(spans([100, 200]), spans([200, 300]), ALL)).toMatchObject({ missed: 1, extra: 1 });
  });

  it('cuts episodes to the scored period and leaves out those beyond it', () => {
    const result = compareEpisodes(spans([0, 400], [500, 700], [950, 1200]), spans([0, 320]), { from: 300, to: 1000 });
    expect(result).toMatchObject({ matched: 1, missed: 2, referenceDuration: 350, referenceOverlap: 20 });
    expect(result).toMatchObject({ confirmed: 1, extra: 0, testDuration: 20 });
  });

  it('counts nothing against the test where the reference is excluded', () => {
    const excluded = spans([400, 800]);
    const result = compareEpisodes(spans([100, 400]), spans([300, 500], [500, 600], [700, 900]), { ...ALL, excluded });
    expect(result).toMatchObject({ confirmed: 1, extra: 1, testDuration: 200, testOverlap: 100 });
  });
});

describe('rhythms of an annotation set', () => {
  const plus = codeOfMnemonic('+')?.code ?? 0;
  const set = (...changes: [number, string][]) => ({
    sample: Int32Array.from(changes, ([sample]) => sample),
    code: new Uint8Array(changes.length).fill(plus),
    aux: new Map(changes.map(([, text], i) => [i, text])),
  });

  it('last from their name to the next of another', () => {
    const annotations = set([10, '(N'], [50, '(AFIB\0'], [60, '(AFIB'], [90, '(AFL'], [120, '(N'], [200, '(AFIB']);
    expect(annotatedRhythm(annotations, ['AFIB'], 300)).toEqual({ from: [50, 200], to: [90, 300] });
    expect(annotatedRhythm(annotations, ['AFIB', 'AFL'], 300)).toEqual({ from: [50, 200], to: [120, 300] });
  });

  it('are not changed by remarks', () => {
    expect(annotatedRhythm(set([10, '(AFIB'], [20, 'MISSB'], [40, '(N']), ['AFIB'], 90)).toEqual({
      from: [10],
      to: [40],
    });
  });
});
