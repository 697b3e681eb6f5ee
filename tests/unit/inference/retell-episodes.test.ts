import { describe, expect, it } from 'vitest';
import { type KeptReading, retellEpisodes } from '../../../src/main/inference/reading/retell-episodes.ts';
import { codeOfMnemonic } from '../../../src/shared/annotation-codes.ts';

const RATE = 250;
const code = (mnemonic: string): number => codeOfMnemonic(mnemonic)?.code ?? 0;

/** Beats a second apart, three ventricular ones after the fourth, and 2.4 s without a beat before the last but one. */
function kept(): KeptReading {
  const seconds = [1, 2, 3, 4, 4.5, 5, 5.5, 7, 8, 10.4, 11.4];
  const ventricular = new Set([4.5, 5, 5.5]);
  // The change of rhythm among them is no beat.
  const sample = Int32Array.from([1, ...seconds], (at) => at * RATE);
  return {
    rate: RATE,
    samples: 12 * RATE,
    origin: 'model',
    annotations: {
      sample,
      code: Uint8Array.from(['+', ...seconds.map((at) => (ventricular.has(at) ? 'V' : 'N'))], code),
      confidence: Float32Array.from([NaN, ...seconds.map((at) => (ventricular.has(at) ? 0.8 : 0.9))]),
    },
    episodes: [],
    findings: [],
    quality: { fromSecond: 0, seconds: 12, leads: [0], values: new Uint8Array(12).fill(2) },
  };
}

describe('the rhythm of a finished reading by other thresholds', () => {
  it('is told from its beats', () => {
    const kinds = (thresholds = {}): string[] => retellEpisodes(kept(), thresholds).map(({ kind }) => kind);
    expect(kinds()).toEqual(['sinus-rhythm', 'ventricular-tachycardia']);
    expect(kinds({ pauseSeconds: 2 })).toEqual(['sinus-rhythm', 'ventricular-tachycardia', 'pause']);
    expect(kinds({ ventricularRunBeats: 4 })).toEqual(['sinus-rhythm', 'ventricular-run']);
  });

  it('listens to what the model says of the recording as a whole', () => {
    const paced = { finding: 'PACE', group: 'rhythm', probability: 0.9, suggested: true } as const;
    const kinds = (findings: KeptReading['findings']): string[] =>
      retellEpisodes({ ...kept(), findings }, {}).map(({ kind }) => kind);
    expect(kinds([paced])).toContain('paced');
    expect(kinds([{ ...paced, probability: 0.3 }])).not.toContain('paced');
  });

  it('claims no pause where nothing could be read', () => {
    const reading = kept();
    const values = reading.quality.values.slice().fill(0, 8, 11);
    const episodes = retellEpisodes({ ...reading, quality: { ...reading.quality, values } }, { pauseSeconds: 2 });
    expect(episodes.map(({ kind }) => kind)).not.toContain('pause');
  });

  it('is as sure as the beats are, and as before where it is the same', () => {
    const run = (reading: KeptReading) =>
      retellEpisodes(reading, { pauseSeconds: 2 }).find(({ kind }) => kind === 'ventricular-tachycardia');
    const found = run(kept());
    expect(found?.confidence).toBeCloseTo(0.8, 5);
    if (!found) throw new Error('there is no run');
    expect(run({ ...kept(), episodes: [{ ...found, confidence: 0.97 }] })?.confidence).toBe(0.97);
    expect(run({ ...kept(), origin: 'rules' })?.confidence).toBeNaN();
  });
});
