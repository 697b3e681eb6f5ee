import { describe, expect, it } from 'vitest';
import { LiveReading } from '../../../src/main/services/live-reading.ts';
import type { AnalysisEvent, BeatsFound, ReadingStage } from '../../../src/shared/contract/analysis.ts';

const beats = (stage: ReadingStage, from: number, to: number, code: number): BeatsFound => {
  const sample = Int32Array.from({ length: (to - from) / 10 }, (_, i) => from + 10 * i);
  const [codes, confidence] = [new Uint8Array(sample.length).fill(code), new Float32Array(sample.length).fill(0.9)];
  return { kind: 'beats', stage, from, to, sample, code: codes, confidence };
};

async function told(reading: LiveReading): Promise<AnalysisEvent[]> {
  const events: AnalysisEvent[] = [];
  for await (const event of reading.watch(new AbortController().signal)) events.push(event);
  return events;
}
const reading = (): LiveReading => new LiveReading('r', 1000, 'a model');

/** What a window would show: every event replaces its stretch. */
function shown(events: readonly AnalysisEvent[]): Map<number, number> {
  const map = new Map<number, number>();
  for (const event of events) {
    if (event.kind !== 'beats') continue;
    for (const sample of map.keys()) if (sample >= event.from && sample < event.to) map.delete(sample);
    for (const [i, sample] of event.sample.entries()) map.set(sample, event.code[i] ?? 0);
  }
  return map;
}
const codes = (map: ReadonlyMap<number, number>): number[] =>
  Array.from({ length: 100 }, (_, i) => map.get(10 * i) ?? 0);

describe('a reading while it is made', () => {
  it('shows of every stretch the highest stage, in whatever order stages were told', async () => {
    const live = reading();
    live.add(beats('detected', 0, 300, 1));
    live.add(beats('provisional', 200, 500, 2));
    live.add(beats('detected', 300, 1000, 1));
    live.add(beats('refined', 400, 700, 3));
    live.add(beats('provisional', 600, 800, 2));
    live.add(beats('detected', 0, 1000, 9));
    live.end({ setId: 's' });
    const expected = (at: number): number => (at < 200 ? 9 : at < 400 ? 2 : at < 700 ? 3 : at < 800 ? 2 : 9);
    const events = await told(live);
    expect(codes(shown(events))).toEqual(Array.from({ length: 100 }, (_, i) => expected(10 * i)));
    const stages = events.flatMap((event) => (event.kind === 'beats' ? [event] : []));
    expect(stages.every(({ from, to, sample }) => sample.every((at) => at >= from && at < to))).toBe(true);
  });

  it('leads a watcher who comes early and one who comes late to the same', async () => {
    const live = reading();
    const early: AnalysisEvent[] = [];
    const watching = (async () => {
      for await (const event of live.watch(new AbortController().signal)) early.push(event);
    })();
    for (let step = 0; step < 40; step++) {
      const stage = (['detected', 'provisional', 'refined'] as const)[step % 3] ?? 'detected';
      const from = (step * 370) % 900;
      live.add(beats(stage, from, Math.min(1000, from + 10 * (1 + ((step * 7) % 20))), step + 1));
      if (step % 4 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    live.end({ setId: 's' });
    await watching;
    expect(codes(shown(early))).toEqual(codes(shown(await told(live))));
  });

  it('tells notices once, the quality of every stretch, and the last word on episodes', async () => {
    const live = reading();
    const quality = (fromSecond: number) => ({ fromSecond, seconds: 1, leads: [0], values: Uint8Array.of(2) });
    live.add({ kind: 'notice', text: 'The device was lost.' });
    live.add({ kind: 'notice', text: 'The device was lost.' });
    live.add({ kind: 'quality', quality: quality(0) });
    live.add({ kind: 'quality', quality: quality(1) });
    live.add({ kind: 'episodes', episodes: [] });
    const episode = { kind: 'pause', from: 1, to: 2, beats: 2, rate: NaN, confidence: NaN } as const;
    live.add({ kind: 'episodes', episodes: [episode] });
    live.end({ setId: 's' });
    const events = await told(live);
    expect(events.map(({ kind }) => kind)).toEqual([
      'notice',
      'quality',
      'quality',
      'episodes',
      'progress',
      'complete',
    ]);
    expect(events[3]).toEqual({ kind: 'episodes', episodes: [episode] });
  });
});
