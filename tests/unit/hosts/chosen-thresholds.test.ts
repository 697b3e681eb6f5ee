import { describe, expect, it } from 'vitest';
import { thresholdsOf } from '../../../src/main/hosts/cli/analyze/chosen-thresholds.ts';

const parsed = (threshold?: string) => thresholdsOf({ values: threshold === undefined ? {} : { threshold } });

describe('--threshold', () => {
  it('is a list of names and values', () => {
    expect(parsed()).toBeUndefined();
    expect(parsed('pauseSeconds=2.5, tachycardiaRate = 110')).toEqual({ pauseSeconds: 2.5, tachycardiaRate: 110 });
  });

  it('answers an unknown name with all there are', () => {
    expect(() => parsed('pause=2')).toThrow(
      /no "pause"[^]*pauseSeconds=1\.5 to 10 \(s, default 3\): Pause: no beat for at least/,
    );
  });

  it.each(['pauseSeconds=0.5', 'pauseSeconds=', 'pauseSeconds', 'pauseSeconds=long', 'ventricularRunBeats=3.5'])(
    'refuses %s and names the bounds',
    (wrong) => {
      expect(() => parsed(wrong)).toThrow(/takes \w+=\S+ to 10 .*not "/);
    },
  );
});
