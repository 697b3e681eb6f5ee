import { describe, expect, it } from 'vitest';
import type { Episode, EpisodeKind } from '../../../src/shared/contract/analysis.ts';
import { rhythmAnnotations } from '../../../src/main/signal/rhythm/rhythm-annotations.ts';

const episode = (kind: EpisodeKind, from: number, to: number): Episode => ({
  kind,
  from,
  to,
  beats: 3,
  rate: 100,
  confidence: NaN,
});
const annotations = (...episodes: Episode[]): [number, string][] => {
  const { sample, aux } = rhythmAnnotations(episodes);
  return aux.map((text, i) => [sample[i] ?? -1, text]);
};

describe('rhythm annotations', () => {
  it('name a rhythm before its first beat and the one below after its last', () => {
    expect(annotations(episode('sinus-rhythm', 0, 1000), episode('ventricular-tachycardia', 400, 500))).toEqual([
      [0, '(N'],
      [399, '(VT'],
      [501, '(N'],
    ]);
  });

  it('name the more urgent of events that hold at once', () => {
    expect(
      annotations(
        episode('atrial-fibrillation', 0, 1000),
        episode('ventricular-bigeminy', 300, 500),
        episode('ventricular-tachycardia', 400, 450),
        episode('sinus-rhythm', 1000, 2000),
      ),
    ).toEqual([
      [0, '(AFIB'],
      [299, '(B'],
      [399, '(VT'],
      [451, '(B'],
      [501, '(AFIB'],
      [999, '(N'],
    ]);
  });

  it('leave out what is no rhythm, and what changes none', () => {
    expect(
      annotations(
        episode('sinus-rhythm', 0, 1000),
        episode('ventricular-couplet', 200, 300),
        episode('pause', 400, 600),
        episode('tachycardia', 1000, 2000),
        episode('unclassified', 2000, 3000),
      ),
    ).toEqual([
      [0, '(N'],
      [1999, '(NOISE'],
    ]);
  });

  it('are none for a recording without episodes', () => {
    expect(annotations()).toEqual([]);
  });
});
