import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstEndingAfter, layEpisodes } from '../../../src/renderer/src/ecg/episode-lane.ts';
import { markedUnreadable } from '../../../src/renderer/src/ecg/marked-quality.ts';
import { EpisodeStore } from '../../../src/renderer/src/ecg/episode-store.svelte.ts';
import {
  GOOD,
  NOT_LOOKED_AT,
  POOR,
  QualityStore,
  UNREADABLE,
} from '../../../src/renderer/src/ecg/quality-store.svelte.ts';
import { type Episode, EPISODE_KINDS, type EpisodeKind } from '../../../src/shared/contract/analysis.ts';
import { beatsOf } from './signals.ts';
import { strings } from '../../../src/renderer/src/language/strings.ts';

const episode = (kind: EpisodeKind, from: number, to: number): Episode => ({
  kind,
  from,
  to,
  beats: 3,
  rate: 100,
  confidence: 0.9,
});

describe('the lane of episodes', () => {
  it('shows at every sample the most urgent episode that holds there, each stretch once', () => {
    const some = fc.tuple(fc.constantFrom(...EPISODE_KINDS), fc.nat(40), fc.nat(12));
    fc.assert(
      fc.property(fc.array(some, { maxLength: 12 }), (drawn) => {
        const episodes = drawn.map(([kind, from, length]) => episode(kind, from, from + length));
        const lane = layEpisodes(episodes);
        const shown = new Map<number, number>();
        for (let index = 0; index < lane.count; index++) {
          if (index > 0) expect(lane.from[index]).toBeGreaterThanOrEqual(lane.to[index - 1] ?? 0);
          for (let at = lane.from[index] ?? 0; at < (lane.to[index] ?? 0); at++) shown.set(at, lane.kind[index] ?? -1);
        }
        for (let at = 0; at < 60; at++) {
          const holding = episodes.filter(({ from, to }) => at >= from && at < to);
          const wanted = holding.map(({ kind }) => EPISODE_KINDS.indexOf(kind)).sort((a, b) => a - b)[0];
          expect(shown.get(at)).toBe(wanted);
        }
      }),
    );
  });

  it('is entered at the first stretch that has not ended', () => {
    const lane = layEpisodes([episode('sinus-rhythm', 0, 100), episode('pause', 100, 120), episode('paced', 300, 400)]);
    expect([0, 99, 100, 200, 400].map((sample) => firstEndingAfter(lane, sample))).toEqual([0, 0, 1, 2, 3]);
  });

  it('has a name for every kind, and no two alike', () => {
    const names = EPISODE_KINDS.map((kind) => strings.episodeNames[kind].name);
    expect(new Set(names).size).toBe(EPISODE_KINDS.length);
    expect(new Set(EPISODE_KINDS.map((kind) => strings.episodeNames[kind].short)).size).toBe(EPISODE_KINDS.length);
  });
});

describe('stepping through episodes', () => {
  const store = new EpisodeStore();
  store.set(
    [
      episode('ventricular-tachycardia', 900, 950),
      episode('sinus-rhythm', 0, 2000),
      episode('pause', 300, 340),
      episode('pause', 1500, 1540),
    ],
    'automatic',
  );

  it('passes over what goes on in the background', () => {
    expect(store.next(-1, 1)?.from).toBe(300);
    expect(store.next(300, 1)?.from).toBe(900);
    expect(store.next(1500, 1)).toBeUndefined();
    expect(store.next(300, -1)).toBeUndefined();
  });

  it('keeps to the kind that is looked for', () => {
    store.sought = 'pause';
    expect(store.next(300, 1)?.from).toBe(1500);
    expect(store.next(1500, -1)?.from).toBe(300);
    store.sought = 'sinus-rhythm';
    expect(store.next(-1, 1)?.from).toBe(0);
  });
});

describe('signal quality', () => {
  const known = (): QualityStore => {
    const quality = new QualityStore();
    quality.begin(10 * 360, 360);
    return quality;
  };
  const piece = (fromSecond: number, ...rows: number[][]) => ({
    fromSecond,
    seconds: rows[0]?.length ?? 0,
    leads: rows.map((_, lead) => lead),
    values: Uint8Array.from(rows.flat()),
  });

  it('is put together from the pieces in which it comes', () => {
    const quality = known();
    quality.add(piece(0, [2, 2, 0, 0]));
    quality.add(piece(4, [0, 2, 2]));
    expect([...quality.unreadable(0)]).toEqual([2, 5]);
    expect([...quality.lane]).toEqual([2, 2, 0, 0, 0, 2, 2, 255, 255, 255]);
    quality.add(piece(2, [1, 1]));
    expect([...quality.unreadable(0)]).toEqual([4, 5]);
  });

  it('is as bad as it gets only where no lead can be read', () => {
    const quality = known();
    quality.add(
      piece(
        0,
        [GOOD, GOOD, UNREADABLE, UNREADABLE, NOT_LOOKED_AT, POOR],
        [GOOD, POOR, GOOD, UNREADABLE, UNREADABLE, POOR],
      ),
    );
    expect([...quality.lane.subarray(0, 6)]).toEqual([GOOD, POOR, POOR, UNREADABLE, UNREADABLE, POOR]);
  });

  it('of a lead nobody has looked at says nothing', () => {
    const quality = known();
    expect(quality.lane).toHaveLength(0);
    quality.add(piece(0, [0]));
    expect(quality.unreadable(3)).toHaveLength(0);
  });

  it('is what the annotations say as well, lead by lead', () => {
    const quality = known();
    const letters = beatsOf([
      [360, '~', 'uc'],
      [900, '~', 'cc'],
      [3000, '~', 'uu'],
    ]).marks;
    const marked = [0, 1].map((lead) => markedUnreadable(letters, lead, 3600, 360));
    expect(marked.map((spans) => [...spans])).toEqual([
      [1, 2.5, 3000 / 360, 10],
      [3000 / 360, 10],
    ]);
    quality.add(piece(0, [2, 2, 0, 0], [2, 2, 2, 2]));
    quality.mark(marked);
    expect([...quality.unreadable(0)]).toEqual([1, 4, 3000 / 360, 10]);
    expect([...quality.lane]).toEqual([2, 1, 1, 1, 255, 255, 255, 255, 0, 0]);
    quality.mark([]);
    expect([...quality.unreadable(0)]).toEqual([2, 4]);
  });

  it('that goes beyond the recording ends with it', () => {
    const quality = known();
    quality.add(piece(8, [0, 0, 0, 0]));
    expect([...quality.unreadable(0)]).toEqual([8, 10]);
  });
});
