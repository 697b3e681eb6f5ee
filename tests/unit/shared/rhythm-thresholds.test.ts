import { describe, expect, it } from 'vitest';
import { Preferences } from '../../../src/shared/contract/system.ts';
import {
  isPossibleThreshold,
  RHYTHM_THRESHOLD_NAMES,
  RHYTHM_THRESHOLDS,
  rhythmThresholds,
  sameThresholds,
} from '../../../src/shared/rhythm-thresholds.ts';

describe('thresholds of rhythm', () => {
  it('are the defaults but for what was changed', () => {
    expect(rhythmThresholds().pauseSeconds).toBe(3);
    const changed = rhythmThresholds({ pauseSeconds: 2.5, tachycardiaRate: undefined });
    expect([changed.pauseSeconds, changed.tachycardiaRate]).toEqual([2.5, 100]);
    expect(sameThresholds(rhythmThresholds({}), rhythmThresholds({ pauseSeconds: 3 }))).toBe(true);
    expect(sameThresholds(changed, rhythmThresholds())).toBe(false);
  });

  it('have defaults and bounds that make sense, and whole numbers where beats are counted', () => {
    for (const name of RHYTHM_THRESHOLD_NAMES) {
      const { default: usual, least, most } = RHYTHM_THRESHOLDS[name];
      expect([usual, least, most].map((value) => isPossibleThreshold(name, value))).toEqual([true, true, true]);
      expect([least - 0.01, most + 0.01, NaN].some((value) => isPossibleThreshold(name, value))).toBe(false);
    }
    expect(isPossibleThreshold('ventricularRunBeats', 3.5)).toBe(false);
  });
});

describe('thresholds among the preferences', () => {
  it('are none at first, and those of a known name within their bounds afterwards', () => {
    expect(Preferences.parse({}).rhythmThresholds).toEqual({});
    const rhythmThresholds = { pauseSeconds: 2.5, ventricularRunBeats: 5 };
    expect(Preferences.parse({ rhythmThresholds }).rhythmThresholds).toEqual(rhythmThresholds);
    expect(Preferences.parse({ rhythmThresholds: { unheardOf: 1 } }).rhythmThresholds).toEqual({});
    for (const wrong of [{ pauseSeconds: 0.2 }, { pauseSeconds: 60 }, { ventricularRunBeats: 4.5 }]) {
      expect(Preferences.safeParse({ rhythmThresholds: wrong }).success).toBe(false);
    }
  });
});
