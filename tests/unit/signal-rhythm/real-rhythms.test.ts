import { describe, expect, it } from 'vitest';
import { isBeatCode } from '../../../src/shared/annotation-codes.ts';
import { rhythmThresholds, RHYTHM_THRESHOLDS } from '../../../src/shared/rhythm-thresholds.ts';
import { annotatedRhythm, compareEpisodes } from '../../../src/main/signal/rhythm/compare-episodes.ts';
import { rhythmEpisodes } from '../../../src/main/signal/rhythm/rhythm-episodes.ts';
import { readRealRecord } from '../../accuracy/real-records.ts';
import { realData } from '../../real-data.ts';

const { mitdb } = realData;

function episodesOf(name: string) {
  const { header, reference } = readRealRecord(mitdb ?? '', name);
  const isBeat = Array.from(reference.code, isBeatCode);
  const sample = reference.sample.filter((_, i) => isBeat[i]);
  const code = reference.code.filter((_, i) => isBeat[i]);
  return { header, reference, episodes: rhythmEpisodes({ rate: header.rate, samples: header.samples, sample, code }) };
}

describe('rhythms of annotated records', () => {
  it.skipIf(!mitdb)('finds the fibrillation of 203 and none in the ectopy of 106, 119 and 208', () => {
    const { header, reference, episodes } = episodesOf('203');
    const own = episodes.filter(({ kind }) => kind === 'atrial-fibrillation');
    const test = { from: own.map(({ from }) => from), to: own.map(({ to }) => to) };
    const { referenceDuration, referenceOverlap } = compareEpisodes(
      annotatedRhythm(reference, ['AFIB'], header.samples),
      test,
      { from: 0, to: header.samples },
    );
    expect(referenceOverlap / referenceDuration).toBeGreaterThan(0.95);
    for (const name of ['106', '119', '208']) {
      expect(episodesOf(name).episodes.map(({ kind }) => kind)).not.toContain('atrial-fibrillation');
    }
  });

  it.skipIf(!mitdb)('finds every bout of bigeminy in 119 and of tachycardia in 209', () => {
    for (const [name, code, kind] of [
      ['119', 'B', 'ventricular-bigeminy'],
      ['209', 'SVTA', 'supraventricular-tachycardia'],
    ] as const) {
      const { header, reference, episodes } = episodesOf(name);
      const own = episodes.filter((episode) => episode.kind === kind);
      const { missed } = compareEpisodes(
        annotatedRhythm(reference, [code], header.samples),
        { from: own.map(({ from }) => from), to: own.map(({ to }) => to) },
        { from: 0, to: header.samples },
      );
      expect(missed).toBe(0);
    }
  });
});

describe('thresholds', () => {
  it('have a default within their bounds and a source each', () => {
    for (const [name, { default: value, least, most, source }] of Object.entries(RHYTHM_THRESHOLDS)) {
      expect(value, name).toBeGreaterThanOrEqual(least);
      expect(value, name).toBeLessThanOrEqual(most);
      expect(source.length, name).toBeGreaterThan(2);
    }
  });

  it('are the defaults but for what was changed', () => {
    expect(rhythmThresholds({ pauseSeconds: 2 })).toMatchObject({ pauseSeconds: 2, bradycardiaRate: 50 });
    expect(rhythmThresholds().pauseSeconds).toBe(3);
  });
});
