import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { makerText } from '../../src/renderer/src/display/makers.ts';
import { formatCount, formatProbability } from '../../src/renderer/src/display/numbers.ts';
import { formatDuration } from '../../src/renderer/src/display/times.ts';
import { filterText, speedText } from '../../src/renderer/src/ecg/page-texts.ts';
import { durationText, elapsedText } from '../../src/renderer/src/ecg/time-format.ts';
import { speak } from '../../src/renderer/src/language/strings.ts';
import { signed } from '../../src/renderer/src/state/measured-figures.ts';

beforeAll(() => {
  vi.stubGlobal('document', { documentElement: {} });
  speak('de');
});
afterAll(() => {
  speak('en');
  vi.unstubAllGlobals();
});

describe('a window in German', () => {
  it('writes decimals with a comma, beside thousands with a point', () => {
    expect(formatCount(1910)).toBe('1.910');
    expect(formatProbability(0.9)).toBe('0,90');
    expect(formatDuration(3.2)).toBe('3,2 s');
    expect(durationText(3.2)).toBe('3,2 s');
    expect(elapsedText(3.24, 1)).toBe('00:00:03,2');
    expect(speedText(12.5, 10)).toBe('12,5 mm/s');
    expect(filterText({ highpass: 0.05, lowpass: 150, notch: 0 })).toBe('0,05–150 Hz');
    expect(signed(-0.25, 2)).toBe('−0,25');
  });

  it('says in German who made a set', () => {
    expect(makerText('Anna Noll, version 2')).toBe('Anna Noll, Fassung 2');
    expect(makerText('Anna Noll, adjudicated')).toBe('Anna Noll, adjudiziert');
    expect(makerText('ecg-nat-base-1 on cpu')).toBe('ecg-nat-base-1 auf CPU');
    expect(makerText('atr')).toBe('atr');
  });
});
